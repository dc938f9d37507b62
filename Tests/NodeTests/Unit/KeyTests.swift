import Crypto
import Foundation
import Model
import Testing

@testable import Node

@Suite("Keys and secrets")
struct KeyTests {
  private static let cheap = PasswordHash.Cost(logRounds: 10, blockSize: 1, parallelism: 1)
  private static let pem = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"

  @Test("Keys are made once, closed to others, and read back")
  func keyFiles() throws {
    let scratch = try ScratchDirectory()
    let home = NodeHome(path: scratch.file("home"))
    try home.create()

    let made = try KeyFiles.create(in: home, rsa: { Self.pem }, ed25519: { Self.pem })
    let sealed = try made.secrets.seal(Data([1, 2]), for: "member:1")
    let read = try KeyFiles(reading: home)

    #expect(try read.secrets.open(sealed, for: "member:1") == Data([1, 2]))
    #expect(read.rsa == Self.pem)
    #expect(try FileStatus(of: home.sealingKey)?.mode == 0o600)
  }

  @Test("Keys that are there already stay as they are when a first run is repeated")
  func keepsKeys() throws {
    let scratch = try ScratchDirectory()
    let home = NodeHome(path: scratch.file("home"))
    try home.create()
    let first = try KeyFiles.create(in: home, rsa: { Self.pem }, ed25519: { Self.pem })
    let sealed = try first.secrets.seal(Data([1]), for: "member:1")

    let second = try KeyFiles.create(in: home, rsa: { "other" }, ed25519: { "other" })

    #expect(second.rsa == Self.pem)
    #expect(try second.secrets.open(sealed, for: "member:1") == Data([1]))
  }

  @Test("The key for push services is made where there is none, and then stays")
  func pushKey() throws {
    let scratch = try ScratchDirectory()
    let home = NodeHome(path: scratch.file("home"))
    try home.create()
    let first = try KeyFiles.create(in: home, rsa: { Self.pem }, ed25519: { Self.pem })

    let again = try KeyFiles(reading: home).push.publicKey
    unlink(home.pushKey)
    let second = try KeyFiles(reading: home).push.publicKey

    #expect(again == first.push.publicKey)
    #expect(second != again)
    #expect(try KeyFiles(reading: home).push.publicKey == second)
    #expect(try FileStatus(of: home.pushKey)?.mode == 0o600)
    try PrivateFile.write(Array(Self.pem.utf8), to: home.pushKey, replacing: true)
    #expect(throws: StartupFailure.self) { try KeyFiles(reading: home) }
  }

  @Test("A missing or broken key is told with its path")
  func brokenKeys() throws {
    let scratch = try ScratchDirectory()
    let home = NodeHome(path: scratch.file("home"))
    try home.create()
    #expect(throws: StartupFailure.keyMissing(path: home.rsaKey)) { try KeyFiles(reading: home) }

    _ = try KeyFiles.create(in: home, rsa: { Self.pem }, ed25519: { Self.pem })
    try PrivateFile.write(Array("c2hvcnQ=".utf8), to: home.sealingKey, replacing: true)

    #expect(
      throws: StartupFailure.keyBroken(
        path: home.sealingKey,
        reason: "it does not hold 32 bytes in base64"
      )
    ) { try KeyFiles(reading: home) }

    try PrivateFile.write(Array("no key".utf8), to: home.rsaKey, replacing: true)
    #expect(
      throws: StartupFailure.keyBroken(
        path: home.rsaKey,
        reason: "it does not begin with BEGIN PRIVATE KEY"
      )
    ) { try KeyFiles(reading: home) }
  }

  @Test("A sealed secret opens for its owner only, with its key only, and unchanged only")
  func secretBox() throws {
    let box = SecretBox(key: SymmetricKey(size: .bits256))
    let sealed = try box.seal(Data([1, 2]), for: "member:1")
    var changed = sealed
    changed[sealed.count / 2] ^= 1

    #expect(try box.open(sealed, for: "member:1") == Data([1, 2]))
    #expect(sealed != (try box.seal(Data([1, 2]), for: "member:1")))
    #expect(throws: SecretBox.NotOpened.self) { try box.open(sealed, for: "member:2") }
    #expect(throws: SecretBox.NotOpened.self) { try box.open(changed, for: "member:1") }
    #expect(throws: SecretBox.NotOpened.self) { try box.open(Data(), for: "member:1") }
    #expect(throws: SecretBox.NotOpened.self) { try box.open(Data([1]), for: "member:1") }
    #expect(throws: SecretBox.NotOpened.self) {
      try SecretBox(key: SymmetricKey(size: .bits256)).open(sealed, for: "member:1")
    }
  }

  @Test("A password matches its own hash, typed either way, and no other password does")
  func passwords() throws {
    let hash = try PasswordHash(of: "caf\u{e9} du port", salt: Data(count: 16), cost: Self.cheap)
    let stored = try #require(PasswordHash(hash.description))

    #expect(stored.matches("cafe\u{301} du port"))
    #expect(!stored.matches("cafe du port"))
    #expect(!stored.matches(""))
    #expect(stored.isOutdated)
  }

  @Test(
    "So many wait for their password to be looked at, and who comes then is sent away (threat 34)"
  )
  func busy() async throws {
    let hasher = PasswordHasher(mostWaiting: 2)

    let sentAway = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<12 {
        group.addTask {
          do {
            _ = try await hasher.verifies("x", against: nil)
            return false
          } catch Refusal.unavailable {
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    #expect((1...10).contains(sentAway))
    #expect(try await !hasher.verifies("x", against: nil))
  }

  @Test("The derivation is that of RFC 7914 §12")
  func scryptVector() throws {
    let cost = PasswordHash.Cost(logRounds: 14, blockSize: 8, parallelism: 1)

    let hash = try PasswordHash(
      of: "pleaseletmein",
      salt: Data("SodiumChloride".utf8),
      cost: cost
    )

    // The first 32 of the vector's 64 bytes, since PBKDF2 makes them one block at a time.
    #expect(hash.description.hasSuffix("$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI"))
    #expect(hash.isOutdated)
  }

  @Test(
    "A stored hash that is broken or dear is not read",
    arguments: [
      "", "$", "plain", "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAA$", "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAA$H",
      "$scrypt$ln=17,r=8,p=1$AAAAAAAAAAA$H", "$scrypt$ln=15,r=99,p=1$AAAAAAAAAAA$H",
      "$scrypt$ln=15,r=8,p=9$AAAAAAAAAAA$H", "$scrypt$ln=+9,r=8,p=1$AAAAAAAAAAA$H",
      "$bcrypt$ln=15,r=8,p=1$AAAAAAAAAAA$H", "$scrypt$ln=15,r=8$AAAAAAAAAAA$H",
      "$scrypt$ln=15,r=8,p=1$AA$H", "$scrypt$ln=1,r=8,p=1$AAAAAAAAAAA$H",
    ]
  )
  func refusesHash(text: String) {
    let hash = String(repeating: "A", count: 43)
    #expect(PasswordHash(text.replacing("$H", with: "$" + hash)) == nil)
    #expect(PasswordHash("$scrypt$ln=15,r=8,p=1$AAAAAAAAAAA$" + hash) != nil)
  }

  @Test("A hash of another cost is made anew when its member signs in")
  func renewsHash() async throws {
    let home = try await ClockHome()
    let node = home.node
    let ada = try await node.accounts.add(Accounts.Applicant(name: try LocalName("ada")))
    let cost = PasswordHash.Cost(logRounds: 14, blockSize: 8, parallelism: 1)
    let old = try PasswordHash(of: "right", salt: Data(count: 16), cost: cost).description
    try await node.database.write { tx in
      var member = try #require(try tx.members.find(ada.actorID))
      member.passwordHash = old
      try tx.members.update(member)
    }
    func stored() async throws -> String? {
      try await node.database.read { try $0.members.find(ada.actorID)?.passwordHash }
    }

    guard case .refused = try await node.accounts.signIn("ada", password: "wrong", code: nil) else {
      Issue.record("A wrong password opens the door.")
      return
    }
    #expect(try await stored() == old)
    // Two devices at the same moment: both come in.
    let accounts = node.accounts
    async let first = accounts.signIn("ada", password: "right", code: nil)
    async let second = accounts.signIn("ada", password: "right", code: nil)
    for answer in [try await first, try await second] {
      guard case .member(let member) = answer else {
        Issue.record("The right password does not open the door.")
        return
      }
      let hash = try #require(try await stored())
      #expect(member.passwordHash == hash)
      #expect(hash != old && PasswordHash(hash)?.isOutdated == false)
    }
    try await home.close()
  }

  @Test("An unsuitable password is refused; an unknown member takes as long as a wrong password")
  func hasher() async throws {
    let hasher = PasswordHasher()
    let stored = try await hasher.hash("right").description

    #expect(stored.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
    #expect(PasswordHash(stored)?.isOutdated == false)
    #expect(try await hasher.hash("right").description != stored)
    #expect(try await hasher.verifies("right", against: stored))
    #expect(try await !hasher.verifies("right", against: "broken"))
    await #expect(throws: PasswordHash.UnsuitablePassword.self) { try await hasher.hash("") }
    await #expect(throws: PasswordHash.UnsuitablePassword.self) {
      try await hasher.hash(String(repeating: "x", count: 1_025))
    }
  }
}
