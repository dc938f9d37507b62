import Federation
import Model
import StrictJSON
import TestSupport
import Testing

@Suite("Pictures of actors")
struct PortraitTests {
  @Test("A member's picture is part of the profile, followers hear of it, and the old one goes")
  func own() async throws {
    let node = try await TestNode.make(host: TestServer.host)
    let marie = try await node.member("marie")
    let server = TestServer(node)
    let remote = try RemoteActor("paul", at: "asso.example")
    try await node.follow(marie, by: remote)
    let draft = Uploads.Draft(
      bytes: try MediaFixture.bytes("located.jpg"),
      description: "Marie"
    )

    try await node.services.portraits.set(draft, at: .icon, of: marie.id)
    let first = try await server.get("/users/marie").json()
    try await node.services.portraits.set(draft, at: .icon, of: marie.id)
    let second = try await server.get("/users/marie").json()

    let urls = try [first, second].map { try required($0["icon"]?["url"]?.string) }
    #expect(first["icon"]?["type"]?.string == "Image")
    #expect(first["icon"]?["mediaType"]?.string == "image/jpeg")
    #expect(first["icon"]?["name"]?.string == "Marie")
    let paths = urls.map { $0.replacing(node.origin, with: "") }
    #expect(try await server.send(.get, paths[0]).status == 404)
    let shown = try await server.send(.get, paths[1])
    #expect(shown.status == 200 && shown["cache-control"]?.hasPrefix("public") == true)
    #expect(try await node.waitingInboxes().count == 2)

    try await node.services.portraits.set(nil, at: .icon, of: marie.id)

    #expect(try await server.get("/users/marie").json()["icon"] == nil)
    #expect(try await server.send(.get, paths[1]).status == 404)
  }

  @Test("What is no picture shows nobody")
  func refusal() async throws {
    let node = try await TestNode.make(host: TestServer.host)
    let marie = try await node.member("marie")
    let draft = Uploads.Draft(bytes: Array("%PDF-1.7".utf8))

    await #expect(throws: Refusal.self) {
      try await node.services.portraits.set(draft, at: .icon, of: marie.id)
    }
  }
}
