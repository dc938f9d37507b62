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

  @Test("The picture of an actor of another node is kept by its address and shown through this one")
  func remote() async throws {
    let node = try await TestNode.make(host: TestServer.host)
    let url = "https://asso.example/media/paul.png"
    var paul = try RemoteActor("paul", at: "asso.example")
    paul.edits["icon"] = ["type": "Image", "mediaType": "image/png", "url": .string(url)]
    let bytes = try MediaFixture.bytes("alpha.png")
    node.farSide.answer(url, with: .response(200, type: "image/png", bytes, fields: [], from: nil))

    let known = try await node.know(paul)

    let pictures = try await node.database.read { try $0.actorPictures.find(of: known.id) }
    #expect(pictures.icon?.url == url)
    #expect(node.farSide.questions(to: url).isEmpty)
    let address = try required(try await node.services.mediaProxy.address(of: url))
    let path = address.string.replacing(node.origin, with: "")
    let shown = try await TestServer(node).send(.get, path)
    #expect(shown.status == 200 && shown["content-type"] == "image/png")

    // A member's own node says when it shows another one, or none.
    paul.edits["icon"] = .null
    try await node.process(paul.activity("Update", paul.document), from: paul)

    let after = try await node.database.read { try $0.actorPictures.find(of: known.id) }
    #expect(after.icon == nil)
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
