import Federation
import HTTPTypes
import Signatures
import StrictJSON
import TestSupport
import Testing

@Suite("Inbox routes")
struct InboxRoutesTests {
  private let limit = 1 << 20

  private func setUp() async throws -> (TestServer, RemoteActor) {
    let node = try await TestNode.make()
    try await node.member("marie")
    let sender = try RemoteActor("paul")
    try node.farSide.host(sender)
    return (TestServer(node), sender)
  }

  private func fields(
    _ sender: RemoteActor,
    _ body: [UInt8],
    on server: TestServer,
    to target: String = "/inbox"
  ) throws -> [(String, String)] {
    let now = server.node.clock.now
    let message = try sender.request(body, to: server.node.origin + target, at: now)
    return message.fields.fields.map { ($0.name, $0.value) }
  }

  @Test(
    "A signed activity is kept and acknowledged, at the shared inbox and at a personal one",
    arguments: ["/inbox", "/users/marie/inbox", "/actor/inbox"],
    [SignatureScheme.draftCavage, .messageSignature]
  )
  func accepts(_ inbox: String, _ scheme: SignatureScheme) async throws {
    let (server, sender) = try await setUp()
    let activity = sender.create(sender.note("Bonjour"))

    let reply = try await server.post(activity, from: sender, to: inbox, by: scheme)

    #expect(reply.status == 202)
    #expect(try await server.node.outcome(of: activity) == "waiting")
  }

  @Test("An activity that comes twice is acknowledged twice and kept once")
  func duplicates() async throws {
    let (server, sender) = try await setUp()
    let activity = sender.create(sender.note("Bonjour"))

    _ = try await server.post(activity, from: sender)
    let reply = try await server.post(activity, from: sender)

    #expect(reply.status == 202)
    #expect(try await server.node.database.read { try $0.inbox.countWaiting() } == 1)
  }

  @Test(
    "Only the two media types of ActivityStreams are taken",
    arguments: [
      "application/json", "text/plain", "image/png", "application/ld+json",
      "application/activity+json, text/plain",
      "application/ld+json; profile=\"https://x.example/\"",
      "",
    ]
  )
  func mediaTypes(_ type: String) async throws {
    let (server, sender) = try await setUp()
    let body = sender.create(sender.note("Bonjour")).serialized()
    let signed = try fields(sender, body, on: server)

    let reply = try await server.send(
      .post,
      "/inbox",
      signed.filter { $0.0 != "content-type" } + (type.isEmpty ? [] : [("content-type", type)]),
      body: body
    )

    #expect(reply.status == 415)
    #expect(try await server.node.database.read { try $0.inbox.countWaiting() } == 0)
  }

  @Test("One byte too many is refused before it is read as anything", arguments: [false, true])
  func tooLarge(isChunked: Bool) async throws {
    let (server, _) = try await setUp()
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: limit + 1)

    let reply = try await server.send(
      .post,
      "/inbox",
      [("content-type", "application/activity+json")],
      body: body,
      route: .init(isChunked: isChunked)
    )

    #expect(reply.status == 413)
  }

  @Test("An announced length is believed when it is too large")
  func announcedLength() async throws {
    let (server, _) = try await setUp()

    let reply = try await server.send(
      .post,
      "/inbox",
      [("content-type", "application/activity+json"), ("content-length", "\(limit + 1)")],
      body: [1],
      route: .init(isChunked: true)
    )

    #expect(reply.status == 413)
  }

  @Test("What just fits is looked at", arguments: [false, true])
  func fits(isChunked: Bool) async throws {
    let (server, _) = try await setUp()

    let reply = try await server.send(
      .post,
      "/inbox",
      [("content-type", "application/activity+json")],
      body: [UInt8](repeating: UInt8(ascii: "x"), count: limit),
      route: .init(isChunked: isChunked)
    )

    #expect(reply.status == 401)
  }

  @Test(
    "The inbox of nobody is not there",
    arguments: ["/users/nobody/inbox", "/groups/marie/inbox", "/users/Marie/inbox"]
  )
  func absent(_ inbox: String) async throws {
    let (server, sender) = try await setUp()

    let reply = try await server.post(
      sender.create(sender.note("Bonjour")),
      from: sender,
      to: inbox
    )

    #expect(reply.status == 404)
  }

  // MARK: Authentication

  @Test("A changed body, another inbox or another method is not what was signed")
  func forged() async throws {
    let (server, sender) = try await setUp()
    let body = sender.create(sender.note("Bonjour")).serialized()
    let signed = try fields(sender, body, on: server)
    var changed = body
    changed[changed.count / 2] ^= 1

    let tampered = try await server.send(.post, "/inbox", signed, body: changed)
    let moved = try await server.send(.post, "/users/marie/inbox", signed, body: body)
    let queried = try await server.send(.post, "/inbox?a=b", signed, body: body)
    let unsigned = try await server.send(
      .post,
      "/inbox",
      [("content-type", "application/activity+json")],
      body: body
    )

    #expect([tampered, moved, queried, unsigned].map(\.status) == [401, 401, 401, 401])
    #expect(unsigned["WWW-Authenticate"] != nil)
    #expect(try await server.node.database.read { try $0.inbox.countWaiting() } == 0)
  }

  @Test("Each field that a signature leaves out is missed", arguments: ["host", "date", "digest"])
  func uncovered(_ name: String) async throws {
    let (server, sender) = try await setUp()
    let body = sender.create(sender.note("Bonjour")).serialized()
    let signed = try fields(sender, body, on: server).map { field, value in
      (field, field == "signature" ? value.replacing(" \(name)", with: "") : value)
    }

    let reply = try await server.send(.post, "/inbox", signed, body: body)

    #expect(reply.status == 401)
  }

  @Test("A signature for another host is worth nothing here")
  func replayedFromElsewhere() async throws {
    let (server, sender) = try await setUp()
    let body = sender.create(sender.note("Bonjour")).serialized()
    let now = server.node.clock.now
    let message = try sender.request(body, to: "https://other.example/inbox", at: now)

    let reply = try await server.send(
      .post,
      "/inbox",
      message.fields.fields.map { ($0.name, $0.value) },
      body: body
    )

    #expect(reply.status == 401)
  }

  @Test(
    "Nobody speaks in another's name, at any inbox",
    arguments: ["/inbox", "/users/marie/inbox"]
  )
  func otherActor(_ inbox: String) async throws {
    let (server, victim) = try await setUp()
    let evil = try RemoteActor("eve", at: "evil.example", key: 2)
    try server.node.farSide.host(evil)

    let reply = try await server.post(victim.create(victim.note("Moi")), from: evil, to: inbox)

    #expect(reply.status == 401)
    #expect(try await server.node.database.read { try $0.inbox.countWaiting() } == 0)
  }

  @Test("A key that is gone makes its owner unknown, not this inbox gone")
  func goneKey() async throws {
    let (server, _) = try await setUp()
    let stranger = try RemoteActor("personne", at: "gone.example", key: 3)
    server.node.farSide.answer(stranger.origin, with: .status(410))

    let reply = try await server.post(stranger.create(stranger.note("?")), from: stranger)

    #expect(reply.status == 401)
  }

  @Test("A suspended host is told so")
  func suspended() async throws {
    let (server, sender) = try await setUp()
    try await server.node.suspend(sender.host)

    let reply = try await server.post(sender.create(sender.note("Bonjour")), from: sender)

    #expect(reply.status == 403)
  }
}
