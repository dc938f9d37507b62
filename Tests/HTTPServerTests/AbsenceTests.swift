import Federation
import HTTPTypes
import Model
import TestSupport
import Testing

/// Threat 29: what may not be read answers with the same bytes as what is not there.
@Suite("Absence")
struct AbsenceTests {
  /// A post that strangers may not read, and how it came to be so.
  enum Hidden: String, CaseIterable, Sendable {
    case node, followers, direct, territory
    /// Public once.
    case narrowed
    /// Public, by an author who is suspended now.
    case suspended
  }

  private struct Scene {
    let server: TestServer
    let author: ActorProfile
    let stranger: RemoteActor
    var node: TestNode { server.node }
  }

  private func scene() async throws -> Scene {
    let node = try await TestNode.make()
    let stranger = try RemoteActor("eve", at: "evil.example", key: 2)
    try await node.know(stranger)
    let addressee = try RemoteActor("anne", at: "near.example", key: 3)
    try await node.know(addressee)
    let author = try await node.member("marie")
    let territory = TestTerritory(with: ["near.example"])
    try await node.join(territory)
    try await node.accept(territory, by: author)
    return Scene(server: TestServer(node), author: author, stranger: stranger)
  }

  private func publish(_ hidden: Hidden, in scene: Scene) async throws -> Post {
    let audience = Audience(rawValue: hidden.rawValue) ?? .public
    let text = hidden == .direct ? "pour @anne@near.example #secret" : "entre nous #secret"
    let draft = PostDraft(source: text, audience: audience)
    let post = try await scene.node.outbox.publish(draft, as: scene.author.id)
    if hidden == .narrowed {
      try await scene.node.execute("UPDATE post SET audience = 'followers'")
    }
    return post
  }

  private func suspend(_ hidden: Hidden, in scene: Scene) async throws {
    guard hidden == .suspended else { return }
    try await scene.node.execute("UPDATE actor SET suspendedAt = 1 WHERE name = 'marie'")
  }

  /// The number of the one activity of the scene.
  private func activity(in scene: Scene) async throws -> Int64 {
    let rows = try await scene.node.dump()["outboxActivity"] ?? []
    let row = try required(rows.count == 1 ? rows.first : nil, "one activity")
    let number = row.drop { $0 != ":" }.dropFirst().prefix { $0.isNumber }
    return try required(Int64(number), row)
  }

  private static let forms = ["application/activity+json", "text/html", "*/*"]

  @Test("No endpoint of a hidden post tells it from none", arguments: Hidden.allCases)
  func ofThePost(_ hidden: Hidden) async throws {
    let scene = try await scene()
    let post = try await publish(hidden, in: scene)
    let activity = try await activity(in: scene)
    try await suspend(hidden, in: scene)
    let paths = [
      "/posts/ID", "/posts/ID/replies", "/posts/ID/likes", "/posts/ID/shares",
      "/posts/ID/replies?page=true", "/posts/ID/likes?page=true", "/posts/ID/shares?page=true",
      "/posts/ID/replies?page=true&before=99", "/conversations/ID", "/conversations/ID?page=true",
      "/activities/ACTIVITY", "/tags/secret", "/tags/secret?page=true",
    ]

    for path in paths {
      let real = path.replacing("ID", with: String(post.id.rawValue))
        .replacing("ACTIVITY", with: String(activity))
      let none = path.replacing("ID", with: "4242").replacing("ACTIVITY", with: "4242")
        .replacing("secret", with: "inconnu")
      for reader in [nil, scene.stranger] {
        // A browser that asks for a hashtag is sent to its page, whatever there is under it.
        for form in Self.forms where form != "text/html" || !path.hasPrefix("/tags/") {
          let shown = try await scene.server.get(real, accept: form, as: reader)
          let absent = try await scene.server.get(none, accept: form, as: reader)
          #expect(shown.status == 404, "\(path) as \(reader?.name ?? "nobody")")
          #expect(shown.comparable == absent.comparable, "\(path)")
        }
      }
      let page = try await scene.server.get("/hashtags/secret", accept: "text/html")
      let other = try await scene.server.get("/hashtags/inconnu", accept: "text/html")
      #expect(
        page.text.replacing("secret", with: "inconnu") == other.text,
        "a page of a hashtag tells of a hidden post"
      )
      let head = try await scene.server.send(.head, real)
      let noHead = try await scene.server.send(.head, none)
      #expect(head.comparable == noHead.comparable, "HEAD \(path)")
    }
  }

  @Test(
    "No list looks different for a hidden post in it",
    arguments: [Hidden.node, .followers, .direct, .territory, .narrowed]
  )
  func inLists(_ hidden: Hidden) async throws {
    let scene = try await scene()
    let parent = try await scene.node.outbox.publish(PostDraft(source: "tous"), as: scene.author.id)
    let id = parent.id.rawValue
    let paths =
      ["/users/marie/outbox", "/users/marie/featured", "/posts/\(id)/replies"]
      .flatMap { [$0, "\($0)?page=true"] } + ["/conversations/\(id)?page=true", "/@marie"]
    let readers = [nil, scene.stranger]
    var before: [String] = []
    for path in paths {
      for reader in readers {
        before.append(try await scene.server.get(path, as: reader).comparable)
      }
    }

    let audience = Audience(rawValue: hidden.rawValue) ?? .public
    let text = hidden == .direct ? "pour @anne@near.example" : "entre nous"
    let reply = try await scene.node.outbox.publish(
      PostDraft(source: text, audience: audience, inReplyTo: parent.uri),
      as: scene.author.id
    )
    try await scene.node.outbox.pin(reply.id, true, as: scene.author.id)
    if hidden == .narrowed {
      try await scene.node.execute(
        "UPDATE post SET audience = 'followers' WHERE id = \(reply.id.rawValue)"
      )
    }

    var after: [String] = []
    for path in paths {
      for reader in readers {
        after.append(try await scene.server.get(path, as: reader).comparable)
      }
    }
    #expect(before == after)
  }

  @Test("Whoever is blocked finds nothing, and no list tells why")
  func blocked() async throws {
    let scene = try await scene()
    let post = try await scene.node.outbox.publish(PostDraft(source: "tous"), as: scene.author.id)
    let target = try await scene.node.know(scene.stranger)
    try await scene.node.outbox.block(target, as: scene.author.id)

    let shown = try await scene.server.get("/posts/\(post.id.rawValue)", as: scene.stranger)
    let absent = try await scene.server.get("/posts/4242", as: scene.stranger)
    let outbox = try await scene.server.get("/users/marie/outbox?page=true", as: scene.stranger)

    #expect(shown.comparable == absent.comparable)
    #expect(!outbox.text.contains("tous"))
  }

  @Test("A boost tells nothing of a post that was narrowed after it")
  func boosted() async throws {
    let scene = try await scene()
    let other = try await scene.node.member("jean")
    let post = try await scene.node.outbox.publish(PostDraft(source: "tous"), as: scene.author.id)
    try await scene.node.outbox.announce(post.uri, as: other.id)
    let before = try await scene.server.get("/users/jean/outbox?page=true")
    try await scene.node.execute("UPDATE post SET audience = 'node'")

    let after = try await scene.server.get("/users/jean/outbox?page=true")
    let whole = try await scene.server.get("/users/jean/outbox")

    #expect(before.text.contains(post.uri))
    #expect(!after.text.contains(post.uri))
    #expect(try whole.json()["totalItems"]?.int == 0)
  }
}
