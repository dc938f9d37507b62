import Crypto
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// A push service that takes what an app then decrypts.
@Suite("Push messages")
struct PushWorkerTests {
  private let node: TestNode
  private let app = PushApp()
  private let member: ActorProfile

  init() async throws {
    node = try await TestNode.make()
    member = try await node.member("ada")
    node.farSide.answer(PushApp.service, with: .status(201))
  }

  @discardableResult
  private func subscribe(
    _ endpoint: String = PushApp.endpoint,
    isStandard: Bool = true
  ) async throws -> PushSubscription {
    var subscription = PushSubscription(
      accessTokenID: 1,
      memberID: member.id,
      endpoint: endpoint,
      p256dh: app.p256dh,
      auth: app.auth,
      alerts: [.mention],
      isStandard: isStandard
    )
    try subscription.keep(token: "t0ken", with: node.services.identity)
    let now = node.clock.now
    return try await node.database.write { [subscription] in
      try $0.push.subscribe(subscription, at: now)
    }
  }

  private func enqueue(_ body: [UInt8], to subscription: PushSubscription) async throws {
    let message = PushMessage(
      to: subscription.id,
      body: body,
      urgency: .high,
      topic: "mentions",
      enqueuedAt: node.clock.now
    )
    try await node.database.write { try $0.push.enqueue(message) }
  }

  private func drain() async { await PushWorker(services: node.services, jitter: { 0 }).drain() }

  private func waiting() async throws -> Int {
    try await node.database.read { try $0.push.countWaiting() }
  }

  private func isSubscribed() async throws -> Bool {
    try await node.database.read { try $0.push.subscription(accessTokenID: 1) } != nil
  }

  private let notice = PushNotice(
    alert: .mention,
    notificationID: 7,
    title: "Bob mentioned you",
    body: "Bonjour Ada",
    icon: "https://home.example/icon",
    language: "fr"
  )

  @Test("arrive encrypted for the app alone, in the node's name")
  func arrival() async throws {
    try await enqueue(notice.payload, to: try await subscribe())

    await drain()

    let question = try #require(node.farSide.posts.first)
    let fields = Dictionary(question.fields) { first, _ in first }
    #expect(question.url == PushApp.endpoint)
    #expect(fields["Content-Encoding"] == "aes128gcm")
    #expect(fields["TTL"] == "86400")
    #expect(fields["Urgency"] == "high")
    #expect(fields["Topic"] == "mentions")
    let authorization = try #require(fields["Authorization"])
    #expect(authorization.hasSuffix(", k=\(node.services.push.publicKey)"))
    let claims = authorization.split(separator: ".")[1]
    #expect(
      try JSON.parse(try #require(Base64URL.decode(claims)))["aud"]?.string == PushApp.service
    )
    let read = try JSON.parse(try app.decrypt(question.body))
    #expect(read["access_token"]?.string == "t0ken")
    #expect(read["notification_type"]?.string == "mention")
    #expect(read["body"]?.string == "Bonjour Ada")
    #expect(try await waiting() == 0)
  }

  @Test("arrive in the draft's form where the app asked for that")
  func legacy() async throws {
    try await enqueue(notice.payload, to: try await subscribe(isStandard: false))

    await drain()

    let question = try #require(node.farSide.posts.first)
    let fields = Dictionary(question.fields) { first, _ in first }
    #expect(fields["Content-Encoding"] == "aesgcm")
    #expect(fields["Encryption"]?.hasPrefix("salt=") == true)
    let keys = try #require(fields["Crypto-Key"]).components(separatedBy: ";")
    #expect(keys.first?.hasPrefix("dh=") == true)
    #expect(keys.last == "p256ecdsa=\(node.services.push.publicKey)")
    #expect(fields["Authorization"]?.hasPrefix("WebPush ") == true)
    #expect(question.body.count > 2 + 16)
  }

  @Test("end the subscription that the service knows no more", arguments: [404, 410])
  func gone(status: Int) async throws {
    node.farSide.answer(PushApp.service, with: .status(status))
    try await enqueue([0x7B, 0x7D], to: try await subscribe())

    await drain()

    #expect(try await !isSubscribed())
    #expect(try await waiting() == 0)
  }

  @Test("wait and come again when the service has trouble", arguments: [429, 500, 503])
  func retry(status: Int) async throws {
    node.farSide.answer(PushApp.service, with: .status(status, fields: [("Retry-After", "120")]))
    try await enqueue(notice.payload, to: try await subscribe())

    await drain()
    await drain()
    let first = node.farSide.posts.count
    node.clock.advance(by: 119)
    await drain()
    let early = node.farSide.posts.count
    node.farSide.answer(PushApp.service, with: .status(201))
    node.clock.advance(by: 1)
    await drain()

    #expect(first == 1)
    #expect(early == 1)
    #expect(node.farSide.posts.count == 2)
    #expect(try await waiting() == 0)
    #expect(try await isSubscribed())
  }

  @Test("are given up after a day")
  func old() async throws {
    node.farSide.answer(PushApp.service, with: .failure(.timedOut))
    try await enqueue(notice.payload, to: try await subscribe())

    for _ in 0..<100 {
      await drain()
      node.clock.advance(by: 900)
    }

    #expect(try await waiting() == 0)
    #expect(node.farSide.posts.count < 40)
    #expect(try await isSubscribed())
  }

  @Test("of which one is refused hold up no other", arguments: [400, 403, 413])
  func refused(status: Int) async throws {
    node.farSide.answer(PushApp.service, with: .status(status))
    let subscription = try await subscribe()
    try await enqueue(notice.payload, to: subscription)
    try await enqueue(Array(repeating: 0x61, count: 9_000), to: subscription)

    await drain()

    #expect(try await waiting() == 0)
    #expect(try await isSubscribed())
  }

  @Test(
    "go nowhere but to addresses of https (threat 13)",
    arguments: ["http://push.example/1", "x"]
  )
  func addresses(endpoint: String) async throws {
    try await enqueue(notice.payload, to: try await subscribe(endpoint))

    await drain()

    #expect(node.farSide.posts.isEmpty)
    #expect(try await !isSubscribed())
  }

  @Test("fit, however long the texts are")
  func long() throws {
    var notice = notice
    notice.body = String(repeating: "👩‍👩‍👧‍👦\u{1}", count: 10_000)
    notice.title = String(repeating: "e" + String(repeating: "\u{301}", count: 9), count: 400)

    let payload = notice.payload

    #expect(payload.count <= PushEncryption.longestMessage - 300)
    #expect(try JSON.parse(payload)["notification_type"]?.string == "mention")
  }

  @Test("are wanted by alert and by who did it")
  func wanted() {
    let none = PushSubscription.Relation(isFollowed: false, isFollower: false)
    let followed = PushSubscription.Relation(isFollowed: true, isFollower: false)
    let follower = PushSubscription.Relation(isFollowed: false, isFollower: true)
    func wants(_ policy: PushSubscription.Policy) -> [Bool] {
      let subscription = PushSubscription(
        accessTokenID: 1,
        memberID: member.id,
        endpoint: "",
        p256dh: "",
        auth: "",
        alerts: [.mention],
        policy: policy
      )
      #expect(!subscription.wants(.poll, from: followed))
      return [none, followed, follower].map { subscription.wants(.mention, from: $0) }
    }

    #expect(wants(.all) == [true, true, true])
    #expect(wants(.followed) == [false, true, false])
    #expect(wants(.follower) == [false, false, true])
    #expect(wants(.none) == [false, false, false])
  }
}

/// An app's side of RFC 8291, written by the text of the standard.
private struct PushApp {
  static let service = "https://push.example"
  static let endpoint = "https://push.example/send/abc"

  private let key = P256.KeyAgreement.PrivateKey()
  private let secret = SharedSecret.random(count: 16)

  var p256dh: String { Base64URL.encode(key.publicKey.x963Representation) }
  var auth: String { Base64URL.encode(secret) }

  struct Malformed: Error {}

  func decrypt(_ body: [UInt8]) throws -> [UInt8] {
    guard body.count > 86, body[20] == 65 else { throw Malformed() }
    let (salt, theirs) = (Array(body[..<16]), Array(body[21..<86]))
    let shared = try key.sharedSecretFromKeyAgreement(
      with: try P256.KeyAgreement.PublicKey(x963Representation: theirs)
    )
    let pseudorandom = HMAC<SHA256>.authenticationCode(
      for: shared.withUnsafeBytes { Data($0) },
      using: SymmetricKey(data: secret)
    )
    let info =
      Data("WebPush: info\0".utf8) + key.publicKey.x963Representation + Data(theirs) + [1]
    let input = HMAC<SHA256>.authenticationCode(
      for: info,
      using: SymmetricKey(data: Data(pseudorandom))
    )
    let extracted = HMAC<SHA256>.authenticationCode(
      for: Data(input),
      using: SymmetricKey(data: salt)
    )
    func expand(_ text: String, _ count: Int) -> Data {
      let code = HMAC<SHA256>.authenticationCode(
        for: Data(text.utf8) + [0, 1],
        using: SymmetricKey(data: Data(extracted))
      )
      return Data(code).prefix(count)
    }
    let box = try AES.GCM.SealedBox(
      combined: expand("Content-Encoding: nonce", 12) + Data(body[86...])
    )
    let key = SymmetricKey(data: expand("Content-Encoding: aes128gcm", 16))
    let record = try AES.GCM.open(box, using: key)
    guard record.last == 2 else { throw Malformed() }
    return Array(record.dropLast())
  }
}
