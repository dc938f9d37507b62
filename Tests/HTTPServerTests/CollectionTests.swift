import ActivityStreams
import Federation
import Foundation
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

  @Test("An actor’s events to come are listed by their beginning, for those who may read them")
  func upcomingEvents() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let now = server.node.clock.now
    func hold(_ title: String, in hours: Double, _ audience: Audience = .public) async throws {
      var draft = PostDraft(source: title, audience: audience)
      let start = now.addingTimeInterval(hours * 3_600)
      draft.event = Event(title: title, startsAt: start, endsAt: start.addingTimeInterval(1_800))
      draft.event?.categories = ["WORKSHOPS_SKILL_SHARING"]
      _ = try await server.node.outbox.publish(draft, as: marie.id)
    }
    try await hold("later", in: 5)
    try await hold("soon", in: 1)
    try await hold("for us", in: 2, .node)
    try await hold("over", in: -9)

    let actor = try await server.get("/users/marie").json()
    let address = try required(actor["upcomingEvents"]?.string)
    let list = try await server.get(address.replacing(server.node.origin, with: "")).json()

    #expect(list["type"] == "OrderedCollection" && list["totalItems"] == .integer(2))
    var events: [JSON] = []
    for item in list["orderedItems"]?.array ?? [] {
      let path = try required(item.string).replacing(server.node.origin, with: "")
      events.append(try await server.get(path).json())
    }
    #expect(events.map { $0["name"]?.string } == ["soon", "later"])
    #expect(events.allSatisfy { $0["category"] == "WORKSHOPS_SKILL_SHARING" })
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

  @Test("A conversation is in the order of time and belongs to who began it")
  func conversation() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let root = try await server.node.outbox.publish(PostDraft(source: "un"), as: marie.id)
    var uris = [root.uri]
    for number in 2...45 {
      let draft = PostDraft(source: "\(number)", audience: .public, inReplyTo: uris.last)
      uris.append(try await server.node.outbox.publish(draft, as: marie.id).uri)
    }
    let address = "/conversations/\(root.id.rawValue)"

    let note = try AS.Note(json: try await server.get("/posts/\(root.id.rawValue)").json())
    let whole = try AS.Collection(json: try await server.get(address).json())
    let pages = try await walk(server, try required(whole.first?.id?.string))

    #expect(note.thread.context?.string == server.node.origin + address)
    #expect(whole.id == note.thread.context)
    #expect(whole.attributedTo?.string == marie.uri)
    #expect(pages.joined().compactMap(\.string) == uris)
    #expect(pages.map(\.count) == [40, 5])
  }

  @Test("A conversation of this node is what answers in it, not what claims to")
  func claimedConversation() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let node = server.node
    let root = try await node.outbox.publish(PostDraft(source: "un"), as: marie.id)
    let paul = try RemoteActor("paul")
    try await node.follow(paul, by: marie)
    let address = "/conversations/\(root.id.rawValue)"
    let claim = paul.note("pub").setting("context", to: .string(node.origin + address))
    let answer = paul.note("oui", inReplyTo: root.uri)
      .setting("context", to: .string(node.origin + address))

    try await node.process(paul.create(claim), paul.create(answer), from: paul)

    let page = try await server.get("\(address)?page=true").json()
    #expect(page["orderedItems"] == [.string(root.uri), try required(answer["id"])])
  }

  @Test("An answer that came before what it answers finds its conversation")
  func lateParent() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let node = server.node
    let root = try await node.outbox.publish(PostDraft(source: "un"), as: marie.id)
    let paul = try RemoteActor("paul")
    try await node.follow(paul, by: marie)
    let address = "/conversations/\(root.id.rawValue)"
    let context = JSON.string(node.origin + address)
    let answer = paul.note("deux", inReplyTo: root.uri).setting("context", to: context)
    let second = paul.note("trois", inReplyTo: answer["id"]?.string)
      .setting("context", to: context)

    try await node.process(paul.create(second), from: paul)
    try await node.process(paul.create(answer), from: paul)

    let page = try await server.get("\(address)?page=true").json()
    let items = Set((page["orderedItems"]?.array ?? []).compactMap(\.string))
    #expect(items == Set([root.uri, answer["id"]?.string ?? "", second["id"]?.string ?? ""]))
  }

  @Test("A conversation shows each what it may read, and strangers of a private one nothing")
  func privateConversation() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let node = server.node
    let paul = try RemoteActor("paul")
    let eve = try RemoteActor("eve", at: "evil.example", key: 2)
    try await node.follow(marie, by: paul)
    try await node.know(eve)
    let draft = PostDraft(source: "entre nous", audience: .followers)
    let root = try await node.outbox.publish(draft, as: marie.id)
    let address = "/conversations/\(root.id.rawValue)"

    let friend = try await server.get(address, as: paul)
    let stranger = try await server.get(address, as: eve)
    let absent = try await server.get("/conversations/7", as: eve)

    #expect(try friend.json()["attributedTo"]?.string == marie.uri)
    #expect(stranger.status == 404)
    #expect(stranger.comparable == absent.comparable)
  }

  @Test("Another node sees which of its own actors follow somebody here, and signs for it")
  func partialFollowers() async throws {
    let (server, marie) = try await setUp(posts: 0)
    let node = server.node
    let paul = try RemoteActor("paul")
    let zoe = try RemoteActor("zoe")
    let eve = try RemoteActor("eve", at: "evil.example", key: 2)
    for follower in [paul, zoe, eve] { try await node.follow(marie, by: follower) }
    let address = "/users/marie/followers_synchronization"

    let far = try AS.Collection(json: try await server.get(address, as: zoe).json())
    let evil = try AS.Collection(json: try await server.get(address, as: eve).json())
    let unsigned = try await server.get(address)
    let nobody = try await server.get("/users/nobody/followers_synchronization", as: zoe)

    #expect(far.id?.string == node.origin + address)
    #expect(far.items.compactMap(\.id?.string) == [paul.uri, zoe.uri])
    #expect(evil.items.compactMap(\.id?.string) == [eve.uri])
    #expect(unsigned.status == 401)
    #expect(nobody.status == 404)
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

  @Test("Whoever wants to be found puts its most used hashtags forward", arguments: [true, false])
  func featuredTags(isDiscoverable: Bool) async throws {
    let (server, marie) = try await setUp(posts: 0)
    let node = server.node
    var profile = marie
    profile.traits.isDiscoverable = isDiscoverable
    try await node.database.write { [profile] tx in try tx.actors.update(profile, of: marie.id) }
    for text in ["#forêt et #bois", "encore #bois"] {
      _ = try await node.outbox.publish(PostDraft(source: text), as: marie.id)
    }
    let hidden = PostDraft(source: "#secret #secret2", audience: .followers)
    _ = try await node.outbox.publish(hidden, as: marie.id)

    let actor = try AS.Actor(json: try await server.get("/users/marie").json())
    let reply = try await server.get("/users/marie/featuredTags")

    let found = try AS.FeaturedTags(json: try reply.json())
    #expect(actor.endpoints.featuredTags == found.id)
    let names = found.tags.compactMap { tag -> String? in
      if case .hashtag(let name, _) = tag { name } else { nil }
    }
    #expect(names == (isDiscoverable ? ["#bois", "#forêt"] : []))

    let chosen = try required(HashtagName("forêt"))
    _ = try await node.database.write { try $0.tags.feature(chosen, by: marie.id, at: Date()) }
    let again = try AS.FeaturedTags(json: try await server.get("/users/marie/featuredTags").json())
    #expect(again.tags.count == 1, "what is chosen comes instead of what is used most")
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
