import Crypto
import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Node

@Suite("A second factor")
struct TwoFactorTests {
  /// RFC 6238 Appendix B, with six digits.
  private static let example = TimeCodes(secret: Array("12345678901234567890".utf8))

  @Test(
    "takes the codes of RFC 6238",
    arguments: [
      (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
      (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ]
  )
  func vectors(time: Int, code: String) {
    let now = Date(timeIntervalSince1970: TimeInterval(time))

    #expect(Self.example.step(of: code, at: now) == Int64(time / 30))
    let spaced = "\(code.prefix(3)) \(code.suffix(3))"
    #expect(Self.example.step(of: spaced, at: now.addingTimeInterval(30)) == Int64(time / 30))
    #expect(Self.example.step(of: code, at: now.addingTimeInterval(-30)) == Int64(time / 30))
    #expect(Self.example.step(of: code, at: now.addingTimeInterval(60)) == nil)
    #expect(Self.example.step(of: code, at: now.addingTimeInterval(-60)) == nil)
  }

  @Test(
    "takes nothing else",
    arguments: ["", "28708", "2870820", "94287082", "28708a", "-87082", "２８７０８２", "287082\0"]
  )
  func malformed(code: String) {
    #expect(Self.example.step(of: code, at: Date(timeIntervalSince1970: 59)) == nil)
    #expect(Self.example.step(of: "287082", at: Date(timeIntervalSince1970: -59)) == nil)
  }

  @Test("is given to an app as text and as an address")
  func uri() throws {
    let uri = Self.example.uri(issuer: "home.example:8443", account: "ada")

    #expect(
      uri == "otpauth://totp/home.example%3A8443:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=home.example%3A8443&algorithm=SHA1&digits=6&period=30"
    )
    #expect(TimeCodes().secret.count == 20)
    #expect(TimeCodes().secret != TimeCodes().secret)
  }

  @Test("has recovery codes of 80 bits, read however they are typed, each of one member")
  func recoveryCodes() throws {
    let code = RecoveryCode()
    let typed = try #require(RecoveryCode(" \(code.description.uppercased()) "))
    let (ada, bob) = (ActorID(rawValue: 1), ActorID(rawValue: 2))

    #expect(code.description.utf8.count == 19)
    #expect(typed.digest(for: ada) == code.digest(for: ada))
    #expect(code.digest(for: bob) != code.digest(for: ada))
    for other in ["", "abcd-abcd-abcd", "0189-0189-0189-0189", "123456"] {
      #expect(RecoveryCode(other) == nil)
    }
  }

  // MARK: The desk

  private struct Setting {
    let node: TestNode
    let desk: TwoFactorDesk
    let ada: Member

    init() async throws {
      node = try await TestNode.make()
      let actor = try await node.member("ada")
      desk = TwoFactorDesk(
        database: node.database,
        secrets: SecretBox(key: SymmetricKey(size: .bits256)),
        issuer: "home.example"
      )
      ada = try #require(try await node.database.read { try $0.members.find(actor.id) })
    }

    func check(_ code: String?) async throws -> TwoFactorDesk.Answer {
      try await desk.check(member: ada.actorID, code: code, at: node.clock.now)
    }

    /// What the app shows now.
    func code(_ setup: TwoFactorDesk.Setup) throws -> String {
      let codes = TimeCodes(secret: try #require(Base32.decode(setup.secret.lowercased())))
      let now = node.clock.now
      let all = (0..<1_000_000).lazy.map { String(format: "%06d", $0) }
      let step = Int64(now.timeIntervalSince1970) / 30
      return try #require(all.first { codes.step(of: $0, at: now) == step })
    }
  }

  @Test("is asked for only when it was set up and confirmed with a code")
  func settingUp() async throws {
    let setting = try await Setting()
    #expect(try await setting.check(nil) == .notNeeded)

    let setup = try await setting.desk.begin(setting.ada, at: setting.node.clock.now)
    #expect(try await setting.check(nil) == .notNeeded)
    let now = setting.node.clock.now
    await #expect(throws: Refusal.self) {
      try await setting.desk.confirm(setting.ada, code: "12345", at: now)
    }
    let code = try setting.code(setup)
    let recovery = try await setting.desk.confirm(setting.ada, code: code, at: now)

    #expect(recovery.count == 10)
    #expect(Set(recovery).count == 10)
    #expect(try await setting.check(nil) == .needed)
    #expect(try await setting.check(" ") == .needed)
    #expect(try await setting.check("000 00") == .wrong)
    #expect(try await setting.check(code) == .wrong, "used to confirm")
    await #expect(throws: Refusal.self) { try await setting.desk.begin(setting.ada, at: now) }
  }

  @Test("takes each code once (RFC 6238 §5.2), and each recovery code once")
  func once() async throws {
    let setting = try await Setting()
    let (setup, recovery) = try await setting.desk.enable(setting.ada, at: setting.node.clock.now)
    let code = try setting.code(setup)

    #expect(try await setting.check(code) == .passed)
    #expect(try await setting.check(code) == .wrong)
    #expect(try await setting.check(recovery[3]) == .recovered(left: 9))
    #expect(try await setting.check(recovery[3]) == .wrong)
    #expect(try await setting.desk.status(of: setting.ada.actorID).recoveryCodesLeft == 9)

    let renewed = try await setting.desk.renewCodes(of: setting.ada)
    #expect(try await setting.check(recovery[4]) == .wrong)
    #expect(try await setting.check(renewed[4].uppercased()) == .recovered(left: 9))
  }

  @Test("is taken once by two who try at the same time")
  func race() async throws {
    let setting = try await Setting()
    let (_, recovery) = try await setting.desk.enable(setting.ada, at: setting.node.clock.now)

    async let first = setting.check(recovery[0])
    async let second = setting.check(recovery[0])
    let answers = try await [first, second]

    #expect(answers.count(where: \.isPassed) == 1)
  }

  @Test("ends when it is disabled, codes and all; its secret is sealed")
  func ending() async throws {
    let setting = try await Setting()
    let (setup, recovery) = try await setting.desk.enable(setting.ada, at: setting.node.clock.now)
    let stored = try await setting.node.database.read { [id = setting.ada.actorID] in
      try $0.twoFactors.find(id)
    }
    let secret = try #require(Base32.decode(setup.secret.lowercased()))
    #expect(try #require(stored).sealedSecret.count > secret.count)
    #expect(try #require(stored).sealedSecret.firstRange(of: secret) == nil)

    try await setting.desk.disable(setting.ada)

    #expect(try await setting.check(nil) == .notNeeded)
    #expect(try await setting.desk.status(of: setting.ada.actorID).recoveryCodesLeft == 0)
    await #expect(throws: Refusal.self) { try await setting.desk.disable(setting.ada) }
    await #expect(throws: Refusal.self) { try await setting.desk.renewCodes(of: setting.ada) }
    _ = try await setting.desk.enable(setting.ada, at: setting.node.clock.now)
    #expect(try await setting.check(recovery[0]) == .wrong)
  }
}
