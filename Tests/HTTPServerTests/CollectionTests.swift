import Federation
import Model
import StrictJSON
import TestSupport
import Testing

@Suite("Collections")
struct CollectionTests {
  private func setUp(posts: Int) async throws -> (TestServer, ActorProfile) {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    for number in 0..<posts {
      _ = try await node.outbox.publish(PostDraft(source: "n° \(number)."), as: marie.id)
    }
    return (TestServer(node), marie)
  }

  private func walk(_ server: TestServer, _ start: String) async throws -> [[JSON]] {
    var pages: [[JSON]] = []
    var next: String? = start
    while let address = next, pages.count < 10 {
      let page = try await server.get(address.replacing(server.node.origin, with: "")).json()
      pages.append(page["orderedItems"]?.array ?? [])
      next = page["next"]?.string
    }
    return pages
  }

  @Test("An outbox is walked page by page, each entry once")
  func walking() async throws {
    let (server, _) = try await setUp(posts: 85)

    let whole = try await server.get("/users/marie/outbox").json()
    let pages = try await walk(server, try required(whole["first"]?.string))

    #expect(whole["type"]?.string == "OrderedCollection")
    #expect(whole["totalItems"]?.int == 85)
    #expect(pages.map(\.count) == [40, 40, 5])
    #expect(Set(pages.joined().compactMap { $0["id"]?.string }).count == 85)
  }

  @Test("A page stays as it is while posts come in")
  func stability() async throws {
    let (server, marie) = try await setUp(posts: 50)
    let first = try await server.get("/users/marie/outbox?page=true").json()
    let second = try required(first["next"]?.string).replacing(server.node.origin, with: "")
    let before = try await server.get(second)

    _ = try await server.node.outbox.publish(PostDraft(source: "neuf"), as: marie.id)

    let after = try await server.get(second)
    #expect(before.body == after.body)
    #expect(try after.json()["orderedItems"]?.array?.count == 10)
  }

  @Test("Hidden replies end no list early")
  func longThread() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let parent = try await server.node.outbox.publish(PostDraft(source: "tous"), as: marie.id)
    let draft = PostDraft(source: "vu", audience: .public, inReplyTo: parent.uri)
    let shown = try await server.node.outbox.publish(draft, as: marie.id)
    for _ in 0..<45 {
      let hidden = PostDraft(source: "caché", audience: .node, inReplyTo: parent.uri)
      _ = try await server.node.outbox.publish(hidden, as: marie.id)
    }

    let pages = try await walk(server, "/posts/\(parent.id.rawValue)/replies?page=true")
    let whole = try await server.get("/posts/\(parent.id.rawValue)/replies").json()
    let conversation = try await server.get("/conversations/\(parent.id.rawValue)")

    #expect(pages.joined().compactMap(\.string) == [shown.uri])
    #expect(whole["totalItems"] == nil)
    #expect(conversation.status == 200)
  }

  @Test("Followers, following, likes, shares, pins and hashtags are listed")
  func lists() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let node = server.node
    let jean = try await node.member("jean")
    let paul = try RemoteActor("paul")
    try await node.follow(marie, by: paul)
    let post = try await node.outbox.publish(PostDraft(source: "Voir #forêt"), as: marie.id)
    try await node.outbox.like(post.uri, as: jean.id)
    try await node.outbox.announce(post.uri, as: jean.id)
    try await node.outbox.pin(post.id, true, as: marie.id)
    let id = post.id.rawValue

    let followers = try await server.get("/users/marie/followers?page=true").json()
    let following = try await server.get("/users/marie/following").json()
    let featured = try await server.get("/users/marie/featured").json()
    let likes = try await server.get("/posts/\(id)/likes").json()
    let shares = try await server.get("/posts/\(id)/shares?page=true").json()
    let tag = try await server.get("/tags/for%C3%AAt?page=true").json()

    #expect(followers["orderedItems"] == [.string(paul.uri)])
    #expect(following["totalItems"]?.int == 0)
    #expect(featured["orderedItems"] == [.string(post.uri)])
    #expect(likes["totalItems"]?.int == 1)
    #expect(shares["orderedItems"]?.array?.count == 1)
    #expect(tag["orderedItems"] == [.string(post.uri)])
  }

  @Test(
    "A list may be asked for in the ways it names itself only",
    arguments: [
      "page=1", "page=true&before=x", "page=true&before=-1", "page=true&before=01", "page=",
    ]
  )
  func queries(_ query: String) async throws {
    let (server, _) = try await setUp(posts: 0)

    let reply = try await server.get("/users/marie/outbox?\(query)")

    #expect(reply.status == 400)
  }

  @Test(
    "The node's own actor has its collections",
    arguments: ["outbox", "followers", "following", "featured"]
  )
  func nodeActor(_ list: String) async throws {
    let (server, _) = try await setUp(posts: 0)

    let reply = try await server.get("/actor/\(list)")

    #expect(try reply.json()["id"]?.string == "https://home.example/actor/\(list)")
  }
}
