import Federation
import Model
import StrictJSON
import TestSupport
import Testing

/// What is for a territory is served to signed requests of its members; for all others it is not
/// there, to the last byte.
@Suite("Reading in a territory")
struct TerritoryReadingTests {
  private let node: TestNode
  private let server: TestServer
  private let post: Post
  private let inside: RemoteActor
  private let outsider: RemoteActor
  private let territory = TestTerritory(with: ["near.example"])

  init() async throws {
    node = try await TestNode.make()
    server = TestServer(node)
    inside = try RemoteActor("nina", at: "near.example")
    outsider = try RemoteActor("eve", at: "evil.example", key: 2)
    let marie = try await node.member("marie")
    try await node.join(territory)
    try await node.accept(territory, by: marie)
    try await node.know(inside)
    try await node.know(outsider)
    post = try await node.outbox.publish(
      PostDraft(source: "entre voisins @nina@near.example", audience: .territory),
      as: marie.id
    )
    _ = try await node.outbox.publish(
      PostDraft(source: "oui", audience: .territory, inReplyTo: post.uri),
      as: marie.id
    )
  }

  private func paths() async throws -> [String] {
    let activity = try required(await node.published(in: territory).first?["id"]?.string)
    let (path, conversation) = (post.uri, post.thread.conversation ?? "")
    return [path, "\(path)/replies", "\(path)/likes", "\(path)/shares", activity, conversation]
      .map { String($0.dropFirst(node.origin.count)) }
  }

  @Test("A member's signed request is answered")
  func members() async throws {
    for path in try await paths() {
      #expect(try await server.get(path, as: inside).status == 200, "\(path)")
    }
    let path = try await paths()[0]
    let json = try await server.get(path, as: inside).json()
    #expect(json["maillage:territory"]?.string == territory.id.text)
    let replies = try await server.get("\(path)/replies?page=true", as: inside).json()
    #expect(replies["orderedItems"]?.array?.count == 1)
  }

  @Test("Strangers, the unsigned, the excluded and the suspended find nothing")
  func strangers() async throws {
    for path in try await paths() {
      let none = String(path.prefix { !$0.isNumber }) + "4242"
      let rest = path.dropFirst(none.count - 4).drop { $0.isNumber }
      for reader in [nil, outsider] {
        let hidden = try await server.get(path, as: reader)
        let absent = try await server.get(none + rest, as: reader)
        #expect(hidden.status == 404)
        #expect(hidden.comparable == absent.comparable, "\(path)")
      }
    }
    let path = try await paths()[0]
    var changed = territory
    changed.suspended = ["near.example"]
    try await node.join(changed)
    #expect(try await server.get(path, as: inside).status == 404)
    changed.hosts = []
    try await node.join(changed)
    #expect(try await server.get(path, as: inside).status == 404)
  }

  @Test("A member of another territory finds nothing")
  func otherTerritory() async throws {
    try await node.join(TestTerritory("port", with: ["evil.example"]))

    #expect(try await server.get(try await paths()[0], as: outsider).status == 404)
  }

  @Test("No outbox lists it")
  func outbox() async throws {
    for reader in [nil, outsider] {
      let page = try await server.get("/users/marie/outbox?page=true", as: reader)
      let whole = try await server.get("/users/marie/outbox", as: reader).json()
      #expect(!page.text.contains("voisins"))
      #expect(whole["totalItems"]?.int == 0)
    }
  }

  @Test("What an excluded node posts is refused at the door")
  func excluded() async throws {
    var changed = territory
    changed.hosts = []
    try await node.join(changed)
    let create = try inside.publish(
      inside.create(inside.note("encore là", in: territory)),
      in: territory,
      1,
      at: node.clock.now
    )

    #expect(try await server.post(create, from: inside).status == 403)
  }
}
