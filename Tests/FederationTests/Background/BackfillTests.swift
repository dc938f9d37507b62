import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What is fetched to complete what came, and its bounds (threats 1, 10 and 18).
@Suite struct BackfillTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor
  private let carol: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    carol = try RemoteActor("carol", at: "third.example", key: 2)
    try await node.follow(bob, by: alice)
    try node.farSide.host(carol)
  }

  private func collection(_ id: String, _ items: [JSON], next: String? = nil) -> JSON {
    let page: JSON = [
      "id": .string(id), "type": "OrderedCollectionPage", "partOf": .string(id),
      "orderedItems": .array(items),
    ]
    return page.setting("next", to: next.map(JSON.string))
  }

  /// Serves a document under its own id; what begins alike is another's.
  private func serve(_ document: JSON, on other: TestNode? = nil) throws {
    let id = try required(document["id"]?.string)
    (other ?? node).farSide.answer(id) { $0.url == id ? .json(document) : nil }
  }

  /// carol's first post of a thread, and bob's answer to it, which comes in.
  private func answer(_ root: JSON) async throws {
    try serve(root)
    try await node.process(
      bob.create(bob.note("answer", inReplyTo: root["id"]?.string)),
      from: bob
    )
  }

  private func isThere(_ note: JSON) async throws -> Bool {
    try await node.post(required(note["id"]?.string)) != nil
  }

  // MARK: Threads

  @Test func theRestOfAConversationComesByItsCollection() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    let more = try (0..<3).map { number in
      let note = carol.note("more \(number)", inReplyTo: root["id"]?.string)
      try serve(note)
      return note
    }
    try serve(collection(context, [try required(root["id"])] + more.compactMap { $0["id"] }))

    try await answer(root)

    #expect(try await isThere(root))
    for note in more { #expect(try await isThere(note)) }
    #expect(try await node.home(of: alice) == ["answer"])
  }

  @Test func withoutACollectionTheAnswersAreFollowed() async throws {
    let id = carol.newID("posts")
    let replies = "\(carol.origin)/replies/1"
    let root = carol.note("root", id: id).setting("replies", to: .string(replies))
    let child = carol.note("child", inReplyTo: id)
      .setting("replies", to: .string("\(carol.origin)/replies/2"))
    let grandchild = carol.note("grandchild", inReplyTo: child["id"]?.string)
    try serve(collection("\(carol.origin)/replies/2", [try required(grandchild["id"])]))
    try serve(collection(replies, [try required(child["id"])]))
    try serve(child)
    try serve(grandchild)

    try await answer(root)

    #expect(try await isThere(child))
    #expect(try await isThere(grandchild))
  }

  @Test func whatIsCarriedAlongCountsOnlyFromItsOwnOrigin() async throws {
    let victim = try RemoteActor("victim", at: "victim.example", key: 3)
    try node.farSide.host(victim)
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    let forged = victim.note("forged")
    let honest = carol.note("honest")
    try serve(collection(context, [forged, carol.create(honest)]))
    node.farSide.forgetQuestions()

    try await answer(root)

    #expect(try await !isThere(forged))
    #expect(try await isThere(honest))
    // The forged one was asked for at its own origin; the honest one not at all.
    #expect(node.farSide.questions(to: victim.origin).count == 1)
    #expect(node.farSide.questions(to: try required(honest["id"]?.string)).isEmpty)
  }

  @Test func onlyWhatIsForEveryoneIsKept() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    let unlisted = carol.note(
      "unlisted",
      to: [carol.followers],
      cc: [AS.Recipient.publicCollection]
    )
    let hidden = carol.note("hidden", to: [carol.followers])
    try serve(collection(context, [unlisted, hidden]))

    try await answer(root)

    #expect(try await isThere(unlisted))
    #expect(try await !isThere(hidden))
  }

  @Test func endlessPagesEnd() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    node.farSide.answer(context) { question in
      .json([
        "id": .string(question.url), "type": "OrderedCollectionPage", "orderedItems": [],
        "next": .string(question.url + "x"),
      ])
    }

    try await answer(root)

    #expect(node.farSide.questions(to: context).count == 32)
  }

  @Test func pagesLeadToNoOtherOrigin() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    try serve(collection(context, [], next: "https://target.example/page"))

    try await answer(root)

    #expect(node.farSide.questions(to: "https://target.example").isEmpty)
  }

  @Test func aNewSubdomainForEachAnswerIsStillOneDomain() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    let items = (0..<600).map { JSON.string("https://s\($0).evil.example/p") }
    try serve(collection(context, items))

    try await answer(root)

    let asked = node.farSide.questions.filter { $0.url.contains(".evil.example/") }
    #expect(asked.count == 128)
  }

  @Test func aWalkHasItsShareAndNoMore() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    let items = (0..<900).map { JSON.string("https://evil\($0).example/p") }
    try serve(collection(context, items))
    node.farSide.forgetQuestions()

    try await answer(root)

    let asked = node.farSide.questions.filter { $0.url.hasPrefix("https://evil") }
    #expect(asked.count > 400)
    #expect(node.farSide.questions.count <= 512 + 16)
  }

  @Test func aThreadIsNotFetchedAgainAtOnce() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    try serve(collection(context, []))

    try await answer(root)
    try await node.process(
      bob.create(bob.note("again", inReplyTo: root["id"]?.string)),
      from: bob
    )

    #expect(node.farSide.questions(to: context).count == 1)
  }

  @Test func whatWaitsSurvivesARestart() async throws {
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    let more = carol.note("more")
    try serve(collection(context, [more]))
    node.farSide.answer(try required(root["id"]?.string), with: .json(root))
    try await node.receive(
      bob.create(bob.note("answer", inReplyTo: root["id"]?.string)),
      from: bob
    )
    try await InboxWorker(services: node.services).drain()
    #expect(try await !isThere(root))

    try await node.restarted().drainInbox()

    #expect(try await isThere(root))
    #expect(try await isThere(more))
  }

  @Test(
    arguments: [
      FederationSettings.Backfill(fetchesThreads: false), .init(fetchesPerHour: 0),
    ]
  )
  func whatIsSwitchedOffIsNotFetched(backfill: FederationSettings.Backfill) async throws {
    var settings = FederationSettings(defaultAudience: .public)
    settings.backfill = backfill
    let node = try await TestNode.make(settings)
    let alice = try await node.member("alice")
    try await node.follow(bob, by: alice)
    try node.farSide.host(carol)
    let context = "\(carol.origin)/contexts/1"
    let root = carol.note("root").setting("context", to: .string(context))
    try serve(root, on: node)

    try await node.process(
      bob.create(bob.note("answer", inReplyTo: root["id"]?.string)),
      from: bob
    )

    #expect(node.farSide.questions(to: context).isEmpty)
    #expect(try await node.home(of: alice) == ["answer"])
  }

  // MARK: New follows

  private func follow(_ outbox: [JSON], first: JSON? = nil) async throws {
    let address = "\(carol.uri)/outbox"
    let profile = try await node.know(carol)
    node.farSide.answer(
      address,
      with: .json([
        "id": .string(address), "type": "OrderedCollection", "totalItems": 3,
        "first": first ?? collection("\(address)?page=1", outbox),
      ])
    )
    try await node.outbox.follow(profile, as: alice.id)
    let follow = try await node.database.read {
      try $0.follows.find(follower: alice.id, followee: profile.id)
    }
    let inner: JSON = [
      "id": .string(try required(follow).uri), "type": "Follow", "actor": .string(alice.uri),
      "object": .string(carol.uri),
    ]
    try await node.process(carol.activity("Accept", inner), from: carol)
  }

  private func written() async throws -> [String] {
    let profile = try await node.know(carol)
    return try await node.database.read {
      try $0.posts.written(by: profile.id, for: .member(alice.id), Page(limit: 50))
        .map(\.post.body.html)
    }
  }

  @Test func theLatestPostsOfSomebodyNewlyFollowedAreThere() async throws {
    let hidden = carol.note("hidden", to: [carol.followers])
    let items = [
      carol.create(carol.note("newest")), carol.create(hidden),
      carol.activity("Announce", "https://else.example/p"), carol.create(carol.note("oldest")),
    ]

    try await follow(items)

    #expect(try await written() == ["newest", "oldest"])
    #expect(try await node.home(of: alice).isEmpty)
    #expect(node.farSide.questions(to: "https://else.example").isEmpty)
  }

  @Test func noMoreThanSoManyAreTaken() async throws {
    try await follow((0..<60).map { carol.create(carol.note("n \($0)")) })

    #expect(try await written().count == 20)
  }

  @Test func whatOthersWroteIsNotTakenFromAnOutbox() async throws {
    let mate = try RemoteActor("mate", at: "third.example", key: 3)
    try node.farSide.host(mate)
    let note = mate.note("mine")

    try await follow([carol.create(note)])

    #expect(try await !isThere(note))
  }

  @Test func anOutboxElsewhereIsNotRead() async throws {
    var traitor = carol
    traitor.edits["outbox"] = "https://target.example/outbox"
    try node.farSide.host(traitor)

    let profile = try await node.know(traitor)
    try await node.outbox.follow(profile, as: alice.id)
    let follow = try await node.database.read {
      try $0.follows.find(follower: alice.id, followee: profile.id)
    }
    try await node.process(
      carol.activity("Accept", .string(try required(follow).uri)),
      from: carol
    )

    #expect(node.farSide.questions(to: "https://target.example").isEmpty)
  }
}
