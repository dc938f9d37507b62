import Federation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Subscriptions to push, from the app's side.
@Suite("Push subscriptions")
struct PushRouteTests {
  private static let path = "/api/v1/push/subscription"
  private static let auth = Base64URL.encode(Array(repeating: UInt8(7), count: 16))

  @Test("An app subscribes, is told what it wants, and loses all of it with its token (threat 31)")
  func wholeWay() async throws {
    let scene = try await ClientScene()
    #expect(try await scene.get(Self.path).status == 404)

    let made = try await subscribe(scene, alerts: ["favourite": true, "follow": false])
    #expect(made.status == 200)
    let json = try made.json()
    #expect(json["server_key"]?.string == scene.node.services.push.publicKey)
    #expect(json["alerts"]?["favourite"]?.bool == true && json["alerts"]?["follow"]?.bool == false)
    #expect(
      EntitySchema.faults(in: json, .entity("WebPushSubscription"), at: "subscription").isEmpty
    )

    let post = try required(try await scene.post("Bonjour")["id"]?.string)
    _ = try await scene.send(.post, "/api/v1/statuses/\(post)/favourite", as: "bob")
    _ = try await scene.send(.post, "/api/v1/accounts/\(scene.alice.id.rawValue)/follow", as: "bob")
    try await tellAll(scene)
    // The like, and not the follow.
    #expect(try await waiting(scene) == 1)

    _ = try await scene.node.services.database.write { [scene] tx in
      try tx.clients.revokeAll(of: scene.alice.id)
    }
    #expect(try await waiting(scene) == 0)
    let left = try await scene.node.services.database.read { [scene] tx in
      try tx.push.subscriptions(of: scene.alice.id)
    }
    #expect(left.isEmpty)
  }

  @Test(
    "A place that is no https address, and keys that are none, are refused",
    arguments: [
      ("http://push.example/1", VAPIDKey().publicKey, auth),
      ("nowhere", VAPIDKey().publicKey, auth),
      ("https://push.example/1", "AAAA", auth),
      ("https://push.example/1", VAPIDKey().publicKey, "AAAA"),
    ]
  )
  func refused(_ endpoint: String, _ key: String, _ auth: String) async throws {
    let scene = try await ClientScene()

    let reply = try await subscribe(scene, endpoint: endpoint, key: key, auth: auth, alerts: [:])

    #expect(reply.status == 422)
  }

  private func subscribe(
    _ scene: ClientScene,
    endpoint: String = "https://push.example/1",
    key: String = VAPIDKey().publicKey,
    auth: String = PushRouteTests.auth,
    alerts: JSON
  ) async throws -> TestServer.Reply {
    let body: JSON = [
      "subscription": [
        "endpoint": .string(endpoint),
        "keys": ["p256dh": .string(key), "auth": .string(auth)],
      ],
      "data": ["alerts": alerts, "policy": "all"],
    ]
    return try await scene.server.send(
      .post,
      Self.path,
      [
        ("authorization", "Bearer \(scene.tokens["alice"] ?? "")"),
        ("content-type", "application/json"),
      ],
      body: body.serialized()
    )
  }

  /// What the feed does after each notification, and when it begins.
  private func tellAll(_ scene: ClientScene) async throws {
    let untold = try await scene.node.services.database.read { try $0.push.untold(limit: 10) }
    #expect(untold.count == 2)
    try await PushNotices(client: scene.server.server.client).enqueueUntold()
    #expect(try await scene.node.services.database.read { try $0.push.untold(limit: 10) }.isEmpty)
  }

  private func waiting(_ scene: ClientScene) async throws -> Int {
    try await scene.node.services.database.read { try $0.push.countWaiting() }
  }
}
