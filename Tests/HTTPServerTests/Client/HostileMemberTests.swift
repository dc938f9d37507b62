import Federation
import Foundation
import HTTPTypes
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What a member, or an app that nobody knows, might do to the node or to others.
@Suite("Hostile members and apps")
struct HostileMemberTests {
  @Test(
    "A time span that nobody means is refused and ends nothing (threat 24)",
    arguments: ["9223372036854775807", "-9223372036854775808", "315360001", "-1"]
  )
  func spans(seconds: String) async throws {
    let scene = try await ClientScene()
    let made = try await scene.send(
      .post,
      "/api/v1/filters",
      [("phrase", "pluie"), ("context[]", "home")]
    ).json()
    let old = "/api/v1/filters/\(try required(made["id"]?.string))"
    let bob = "/api/v1/accounts/\(scene.bob.id.rawValue)/mute"
    let requests: [(HTTPRequest.Method, String, [(String, String)])] = [
      (.put, old, [("phrase", "pluie"), ("context[]", "home"), ("expires_in", seconds)]),
      (
        .post, "/api/v1/filters", [("phrase", "x"), ("context[]", "home"), ("expires_in", seconds)]
      ),
      (.post, "/api/v2/filters", [("title", "x"), ("context[]", "home"), ("expires_in", seconds)]),
      (.post, bob, [("duration", seconds)]),
    ]
    for (method, path, form) in requests {
      #expect(try await scene.send(method, path, form).status == 422, "\(path)")
    }
    #expect(try await scene.get(old).status == 200)
  }

  @Test("A token that nobody was given counts as its sender's address (threat 34)")
  func unknownTokens() async throws {
    let scene = try await ClientScene(
      limits: ServerSettings.Limits(requestsPerMinute: 1_000_000, clientRequests: 60)
    )
    var statuses: Set<Int> = []
    for number in 0..<80 {
      let reply = try await scene.server.send(
        .get,
        "/api/v1/timelines/public",
        [("authorization", "Bearer made-up-\(number)")]
      )
      statuses.insert(reply.status)
    }
    #expect(statuses == [401, 429])
  }

  @Test("One address registers so many applications, and one application has so many tokens")
  func applications() async throws {
    let scene = try await ClientScene(
      limits: ServerSettings.Limits(requestsPerMinute: 1_000_000, clientRequests: 200)
    )
    var last = 200
    for _ in 0..<30 where last == 200 {
      last = try await scene.server.form(
        .post,
        "/api/v1/apps",
        [("client_name", "x"), ("redirect_uris", ClientScene.redirect)]
      ).status
    }
    #expect(last == 429)

    let first = try await scene.node.services.database.read { [scene] tx in
      try tx.clients.tokens(of: scene.bob.id).map(\.0.id)
    }
    let hub = scene.node.services.live
    let seat = try hub.sit(
      .listener(token: try required(first.first), member: scene.bob.id),
      [.user]
    )
    for _ in 0..<(ClientStore.mostTokens + 5) {
      _ = try await ClientScene.token(for: scene.bob, "read", scene.application, scene.server)
    }
    let tokens = try await scene.node.services.database.read { [scene] tx in
      try tx.clients.tokens(of: scene.bob.id).count
    }
    #expect(tokens == ClientStore.mostTokens)
    #expect(!hub.seats.contains { $0.number == seat.seat }, "its stream ends with the oldest token")
  }

  @Test("Who may read posts alone hears of no notifications, by either way (threat 32)")
  func scopes() throws {
    func listener(_ scopes: String) throws -> LiveHub.Listener {
      LiveHub.Listener(
        TokenGrant(
          id: 1,
          applicationID: 1,
          member: ActorID(rawValue: 1),
          scopes: try OAuthScopes(scopes),
          createdAt: Date()
        )
      )
    }
    #expect(try !listener("read:statuses").hearsNotifications)
    #expect(try listener("read:statuses read:notifications").hearsNotifications)
    #expect(try listener("read").hearsNotifications)
  }

  @Test("However a name is written, its account has so many attempts (threat 34)")
  func spellings() async throws {
    let scene = try await ClientScene()
    let wish = [
      ("response_type", "code"), ("client_id", scene.application.id),
      ("redirect_uri", ClientScene.redirect), ("scope", "read"), ("step", "sign-in"),
    ]
    var statuses: [Int] = []
    for number in 0..<25 {
      let name = String(repeating: "@", count: number) + "alice"
      let client = scene.server.server.client
      statuses.append(
        try await client.attempt(
          name,
          password: "wrong",
          code: nil,
          from: IPAddress("192.0.2.\(number + 1)")
        ).status.code
      )
    }
    #expect(statuses.filter { $0 == 429 }.count == 25 - 20 + 1, "one attempt was the scene's own")
    let other = try await scene.server.form(
      .post,
      "/oauth/authorize",
      wish + [("name", "bob"), ("password", "bob".reversed().map(String.init).joined())]
    )
    #expect(other.status == 303)
  }

  @Test("One token has so many streams, and applications together (threat 19)")
  func seats() throws {
    let hub = LiveHub()
    // Whose messages nobody waits for any more has left.
    var open: [AsyncStream<LiveHub.Message>] = []
    defer { open = [] }
    for _ in 0..<LiveHub.mostOfToken {
      open.append(try hub.sit(.listener(token: 1, member: nil), [.user]).messages)
    }
    #expect(throws: Refusal.self) { try hub.sit(.listener(token: 1, member: nil), [.user]) }
    for number in 0..<(LiveHub.mostOfMember - LiveHub.mostOfToken) {
      open.append(try hub.sit(.listener(token: Int64(number + 2), member: nil), [.user]).messages)
    }
    #expect(throws: Refusal.self) { try hub.sit(.listener(token: 999, member: nil), [.user]) }
    _ = try hub.sit(.listener(token: 998, member: ActorID(rawValue: 7)), [.user])
  }

  @Test("Streams show nothing of whom their member blocks or moderators limit (threat 30)")
  func unwelcome() async throws {
    let scene = try await ClientScene()
    let database = scene.node.services.database
    let post = PostID(
      rawValue: try required(Int64(try await scene.post("À tous")["id"]?.string ?? ""))
    )
    func arrives(at reader: Reader) async throws -> Bool {
      try await database.read { try $0.posts.comingAcross(post, for: reader) != nil }
    }
    let bob = Reader.member(scene.bob.id)
    #expect(try await arrives(at: bob))
    _ = try await scene.send(
      .post,
      "/api/v1/accounts/\(scene.alice.id.rawValue)/mute",
      as: "bob"
    )
    #expect(try await !arrives(at: bob))
    #expect(try await arrives(at: .anyone))
    try await database.write { [alice = scene.alice.id] in
      try $0.limits.set(.init(author: "admin", reason: "bruit", createdAt: Date()), on: alice)
    }
    #expect(try await !arrives(at: .anyone))
  }

  @Test("A subscription is not made with a token that has just ended (threat 31)")
  func lateSubscription() async throws {
    let scene = try await ClientScene()
    let database = scene.node.services.database
    let grant = try await database.read { [scene] tx in
      try tx.clients.tokens(of: scene.alice.id).map(\.0).first
    }
    let token = try required(grant)
    #expect(try await database.read { try $0.clients.isGood(token) })
    _ = try await database.write { try $0.clients.revoke(token: token.id) }
    #expect(try await database.read { try !$0.clients.isGood(token) })
  }

  @Test("A code that was asked for without a challenge takes no verifier (threat 32)")
  func downgrade() async throws {
    let scene = try await ClientScene()
    let code = try await ClientScene.code(for: scene.alice, "read", scene.application, scene.server)
    let reply = try await scene.server.form(
      .post,
      "/oauth/token",
      [
        ("grant_type", "authorization_code"), ("code", code), ("client_id", scene.application.id),
        ("client_secret", scene.application.secret), ("redirect_uri", ClientScene.redirect),
        ("code_verifier", String(repeating: "v", count: 64)),
      ]
    )
    #expect(reply.status == 400)
    #expect(try reply.json()["error"]?.string == "invalid_grant")
  }

  @Test("What is no language is neither kept nor sent", arguments: ["a b", "<x>"])
  func languages(tag: String) async throws {
    let scene = try await ClientScene()
    let long = String(repeating: tag, count: 5_000)
    for text in [tag, long] {
      let reply = try await scene.send(
        .patch,
        "/api/v1/accounts/update_credentials",
        [("source[language]", text)]
      )
      #expect(reply.status == 422)
      let status = try await scene.post("Bonjour", [("language", text)])
      #expect(status["language"]?.string == "fr")
    }
  }

  @Test("Two private talks under one public post stay two")
  func talks() async throws {
    let scene = try await ClientScene()
    let eve = try await scene.node.member("eve")
    let token = try await ClientScene.token(
      for: eve,
      ClientScene.everything,
      scene.application,
      scene.server
    )
    let id = try required(try await scene.post("Pour tous")["id"]?.string)
    try await scene.post("@bob entre nous", [("visibility", "direct"), ("in_reply_to_id", id)])
    _ = try await scene.server.form(
      .post,
      "/api/v1/statuses",
      [("status", "@alice à toi"), ("visibility", "direct"), ("in_reply_to_id", id)],
      [("authorization", "Bearer \(token)")]
    )
    let talks = try required(try await scene.get("/api/v1/conversations").json().array)
    let people = talks.map { $0["accounts"]?.array?.compactMap { $0["username"]?.string } ?? [] }
    #expect(Set(people) == [["bob"], ["eve"]])
  }

  @Test("Questions that differ in nothing that counts do not fill the memory (threat 19)")
  func longQuestions() async throws {
    let scene = try await ClientScene()
    let cache = ReplyCache(scene.node.services.database)
    let now = Date()
    var reply = ClientReply([])
    reply.basis = AnswerBasis([])
    let long = ReplyCache.Key(viewer: nil, path: "/" + String(repeating: "x", count: 2_000))
    cache.keep(reply, as: long, number: 0, at: now)
    #expect(cache.reply(long, at: now) == nil)
    for number in 0..<20_000 {
      cache.keep(reply, as: .init(viewer: nil, path: "/\(number)"), number: 0, at: now)
    }
    #expect(cache.reply(.init(viewer: nil, path: "/0"), at: now) == nil)
    #expect(cache.reply(.init(viewer: nil, path: "/19999"), at: now) != nil)
  }
}
