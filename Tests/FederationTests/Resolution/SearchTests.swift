import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Who of another node lets its posts be found (FEP-268d, FEP-5feb), and what an address names.
@Suite struct SearchTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let dave: ActorProfile
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    dave = try await node.member("dave")
    bob = try RemoteActor("bob")
  }

  private func found(_ text: String, by member: ActorProfile) async throws -> [String] {
    let query = try SearchStore.Query(text)
    return try await node.database.read { tx in
      try tx.search.posts(query, for: .member(member.id), Page()).map(\.post.body.html)
    }
  }

  @Test(arguments: [
    (JSON.null, false, false, false), (.null, true, true, true),
    (.string(AS.Recipient.publicCollection), false, true, true),
    (.string("as:Public"), false, true, true),
    (.string("https://far.example/users/bob/followers"), true, true, false),
    (.string("https://far.example/users/bob"), true, false, false),
    (.array([]), true, true, true), (.string("no address"), true, false, false),
  ])
  func aPostSaysWhoFindsIt(
    searchableBy: JSON,
    isIndexable: Bool,
    byFollower: Bool,
    byOthers: Bool
  ) async throws {
    var bob = bob
    bob.edits["indexable"] = .bool(isIndexable)
    try await node.follow(bob, by: alice)
    let note = bob.note("trouvaille")
      .setting("searchableBy", to: searchableBy == .null ? nil : searchableBy)

    try await node.process(bob.create(note), from: bob)

    #expect(try await node.home(of: alice) == ["trouvaille"])
    #expect(try await found("trouvaille", by: alice).isEmpty == !byFollower)
    #expect(try await found("trouvaille", by: dave).isEmpty == !byOthers)
  }

  @Test func anActorMaySayItForAllItsPosts() async throws {
    var bob = bob
    bob.edits["searchableBy"] = .string(bob.followers)
    bob.edits["indexable"] = true
    try await node.follow(bob, by: alice)
    try await node.process(bob.create(bob.note("trouvaille")), from: bob)
    #expect(try await found("trouvaille", by: alice).count == 1)
    #expect(try await found("trouvaille", by: dave).isEmpty)

    bob.edits["searchableBy"] = .string(AS.Recipient.publicCollection)
    try await node.process(bob.activity("Update", bob.document), from: bob)

    #expect(try await found("trouvaille", by: dave).count == 1)
  }

  @Test func anEditAndADeletionAreFollowed() async throws {
    var bob = bob
    bob.edits["indexable"] = true
    try await node.follow(bob, by: alice)
    let note = bob.note("avant")
    try await node.process(bob.create(note), from: bob)

    try await node.process(
      bob.activity("Update", note.setting("content", to: "après")),
      from: bob
    )
    #expect(try await found("avant", by: alice).isEmpty)
    #expect(try await found("apres", by: alice) == ["après"])

    try await node.process(bob.activity("Delete", note["id"] ?? .null), from: bob)
    #expect(try await found("apres", by: alice).isEmpty)
  }

  // MARK: Addresses

  @Test func anAddressOrURLIsAskedForOnce() async throws {
    try node.farSide.host(bob)
    let note = bob.note("ailleurs")
    try node.farSide.serve(note)
    let lookup = Lookup(services: node.services)
    let url = note["id"]?.string ?? ""

    for _ in 0..<2 {
      guard case .actor(let actor) = try await lookup.find(bob.address, for: alice.id),
        case .actor(let same) = try await lookup.find(bob.uri, for: alice.id),
        case .post(let post) = try await lookup.find(url, for: alice.id)
      else {
        Issue.record("An address named something else.")
        return
      }
      #expect(actor.uri == bob.uri && same.id == actor.id)
      #expect(post.post.body.html == "ailleurs")
    }
    #expect(node.farSide.questions(to: url).count == 1)
  }

  private func isKnown(_ url: String) async throws -> Bool {
    try await Lookup(services: node.services).known(url, for: alice.id) != nil
  }

  @Test func aPageFindsAPostThatIsKnownAndOnlyOfItsOwnHost() async throws {
    let carol = try RemoteActor("carol", at: "evil.example")
    for actor in [bob, carol] { try await node.follow(actor, by: alice) }
    let page = "https://far.example/@bob/1"
    // Somebody else claims the page first.
    let claim = carol.note("claimed").setting("url", to: .string(page))
    try await node.process(carol.create(claim), from: carol)
    #expect(try await !isKnown(page))
    let note = bob.note("trouvaille").setting("url", to: .string(page))
    try await node.process(bob.create(note), from: bob)
    let asked = node.farSide.questions(to: page).count

    let found = try await Lookup(services: node.services).known(page, for: alice.id)

    guard case .post(let post)? = found else {
      Issue.record("The page is not found.")
      return
    }
    #expect(post.post.body.html.contains("trouvaille"))
    #expect(node.farSide.questions(to: page).count == asked)
    #expect(try await !isKnown("https://far.example/@bob/2"))
  }

  @Test func aPageFindsSomebodyWhoIsKnownAndOnlyOfItsOwnHost() async throws {
    let page = "https://far.example/@bob"
    var (claiming, showing) = (try RemoteActor("carol", at: "evil.example"), bob)
    claiming.edits["url"] = .string(page)
    showing.edits["url"] = .string(page)
    _ = try await node.know(claiming)
    #expect(try await !isKnown(page))
    _ = try await node.know(showing)

    let found = try await Lookup(services: node.services).known(page, for: alice.id)

    guard case .actor(let actor)? = found else {
      Issue.record("The page is not found.")
      return
    }
    #expect(actor.uri == bob.uri)
    #expect(node.farSide.questions(to: page).isEmpty)
  }

  @Test func whatIsPrivateOrKeptOutLooksLikeNothing() async throws {
    try await node.follow(bob, by: alice)
    let note = bob.note("entre nous", to: [bob.followers])
    try await node.process(bob.create(note), from: bob)
    let url = note["id"]?.string ?? ""
    let lookup = Lookup(services: node.services)

    guard case .post = try await lookup.find(url, for: alice.id) else {
      Issue.record("A follower does not find it.")
      return
    }
    await #expect(throws: Refusal.absent) { try await lookup.find(url, for: dave.id) }
    try await node.suspend(bob.host)
    await #expect(throws: Refusal.self) { try await lookup.find(url, for: alice.id) }
    await #expect(throws: Refusal.absent) { try await lookup.find(bob.uri, for: alice.id) }
    for text in ["bob", "", "javascript:alert(1)", "@", "@bob", "https://"] {
      await #expect(throws: Refusal.self, "\(text)") { try await lookup.find(text, for: alice.id) }
    }
  }
}
