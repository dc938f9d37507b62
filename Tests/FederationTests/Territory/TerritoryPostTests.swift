import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What members write for a territory: where it goes, and what it says on the way.
@Suite struct TerritoryPostTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let near: RemoteActor
  private let outsider: RemoteActor
  private let territory = TestTerritory(with: ["near.example", "next.example"])

  /// Somebody inside and somebody outside the territory follow alice.
  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    near = try RemoteActor("nina", at: "near.example")
    outsider = try RemoteActor("oscar", at: "out.example", key: 2)
    try await node.join(territory)
    try await node.accept(territory, by: alice)
    try await node.follow(alice, by: near)
    try await node.follow(alice, by: outsider)
  }

  private let inside = ["https://near.example/inbox", "https://next.example/inbox"]

  private func publish(_ source: String = "hello", to parent: String? = nil) async throws -> Post {
    let draft = PostDraft(source: source, audience: .territory, inReplyTo: parent)
    return try await node.outbox.publish(draft, as: alice.id)
  }

  private func received(_ sequence: Int = 1) async throws -> String {
    let note = near.note("from near", in: territory)
    let create = try near.publish(near.create(note), in: territory, sequence, at: node.clock.now)
    try await node.process(create, from: near)
    return note["id"]?.string ?? ""
  }

  // MARK: Where it goes

  @Test func itGoesToTheMemberNodesAndToNobodyElse() async throws {
    let post = try await publish("hello \(outsider.address)")

    #expect(post.territory == territory.id.text)
    #expect(try await node.waitingInboxes() == inside)
  }

  @Test func itIsAddressedToTheMembersAsPlainActivityPubHasIt() async throws {
    let post = try await publish("hello \(near.address) and \(outsider.address)")

    let create = try required(await node.published(in: territory).first)
    let note = try required(create["object"])
    let group = "\(node.origin)/territories/\(territory.id.text)"
    for document in [create, note] {
      #expect(document["to"] == ["\(group)/members"])
      #expect(document["cc"] == [.string(near.uri)])
      #expect(document["audience"] == .string(group))
    }
    #expect(note["id"]?.string == post.uri)
    #expect(note["maillage:audience"] == "territory")
    #expect(note["maillage:territory"]?.string == territory.id.text)
  }

  @Test func nobodyOutsideIsAskedForOrNamed() async throws {
    node.farSide.forgetQuestions()

    let post = try await publish("hello @x@unknown.example \(near.address)")

    let named = try await node.database.read { try $0.posts.addressees(of: post.id).map(\.uri) }
    #expect(named == [near.uri])
    #expect(node.farSide.questions(to: "https://unknown.example").isEmpty)
  }

  @Test func aSuspendedMemberAndANodeThatThePolicyKeepsOutGetNothing() async throws {
    var changed = territory
    changed.suspended = ["near.example"]
    try await node.join(changed)
    try await node.suspend("next.example")

    _ = try await publish()

    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func aMemberThatTakesNoConnectionsIsDeliveredToOnlyAsAPeer() async throws {
    var changed = territory
    changed.outboundOnly = ["near.example"]
    try await node.join(changed)
    _ = try await publish("one")
    #expect(try await node.waitingInboxes() == ["https://next.example/inbox"])

    let record = node.services.known.node(host: "near.example")?.record
    let peering = Peering(
      host: "near.example",
      record: record,
      state: .active,
      createdAt: node.clock.now
    )
    node.services.known.setPeerings([peering])
    _ = try await publish("two")

    #expect(Set(try await node.waitingInboxes()) == Set(inside))
  }

  @Test func editsBoostsAndDeletionsGoToAllMembersAndALikeToTheAuthor() async throws {
    let uri = try await received()
    let post = try await publish()
    try await node.drainDeliveries()
    for act in 0..<4 {
      switch act {
      case 0: _ = try await node.outbox.edit(post.id, to: PostDraft(source: "b"), as: alice.id)
      case 1: try await node.outbox.announce(uri, as: alice.id)
      case 2: try await node.outbox.undo(.boost, of: uri, as: alice.id)
      default: try await node.outbox.delete(post.id, as: alice.id)
      }
      let waiting = try await node.waitingInboxes()
      #expect(waiting == inside, "\(act)")
      try await node.drainDeliveries()
    }

    try await node.outbox.like(uri, as: alice.id)
    #expect(try await node.waitingInboxes() == [near.inbox])
  }

  // MARK: Which territory

  @Test func withoutATerritoryItSaysHowToGetOne() async throws {
    let lonely = try await TestNode.make()
    let dave = try await lonely.member("dave")

    await #expect {
      _ = try await lonely.outbox.publish(PostDraft(source: "a", audience: .territory), as: dave.id)
    } throws: { "\($0)".contains("maillage territory join") }
  }

  @Test func ofSeveralTerritoriesOneIsToBeNamed() async throws {
    let other = TestTerritory("port", with: ["sea.example"])
    try await node.join(other)
    try await node.accept(other, by: alice)

    await #expect { _ = try await publish() } throws: { "\($0)".contains("port, vallee") }
    let draft = PostDraft(source: "a", audience: .territory, territory: other.id)
    let post = try await node.outbox.publish(draft, as: alice.id)

    #expect(post.territory == other.id.text)
    #expect(try await node.waitingInboxes() == ["https://sea.example/inbox"])
  }

  @Test func aMemberFirstAcceptsTheTermsAsTheyAreNow() async throws {
    let dave = try await node.member("dave")
    let draft = PostDraft(source: "a", audience: .territory)

    await #expect { _ = try await node.outbox.publish(draft, as: dave.id) } throws: {
      "\($0)".contains("maillage territory charter --territory vallee")
    }
    try await node.accept(territory, by: dave)

    #expect(try await node.outbox.publish(draft, as: dave.id).audience == .territory)
  }

  @Test func theNodeItselfPostsWithoutAccepting() async throws {
    let draft = PostDraft(source: "news", audience: .territory)

    let post = try await node.outbox.publish(draft, as: node.nodeActor.id)

    #expect(post.territory == territory.id.text)
  }

  // MARK: Replies and boosts

  @Test func aReplyStaysInTheTerritoryWhateverIsWished() async throws {
    let other = TestTerritory("port", with: ["sea.example"])
    try await node.join(other)
    try await node.accept(other, by: alice)
    let parent = try await received()

    let draft = PostDraft(source: "answer", audience: .public, inReplyTo: parent)
    let reply = try await node.outbox.publish(draft, as: alice.id)
    let elsewhere = PostDraft(source: "a", territory: other.id, inReplyTo: parent)

    #expect(reply.audience == .territory && reply.territory == territory.id.text)
    #expect(try await node.waitingInboxes() == inside)
    await #expect(throws: Refusal.self) {
      _ = try await node.outbox.publish(elsewhere, as: alice.id)
    }
  }

  @Test func aDirectAnswerTellsNobodyOutside() async throws {
    let parent = try await received()
    let text = "\(near.address) \(outsider.address)"

    _ = try await node.outbox.publish(
      PostDraft(source: text, audience: .direct, inReplyTo: parent),
      as: alice.id
    )

    #expect(try await node.waitingInboxes() == [near.inbox])
  }

  // MARK: The log

  @Test func eachActivityHasItsNumberAndTheDigestOfTheOneBefore() async throws {
    let post = try await publish("one")
    _ = try await node.outbox.edit(post.id, to: PostDraft(source: "two"), as: alice.id)
    try await node.outbox.announce(try await received(), as: alice.id)
    try await node.outbox.pin(post.id, true, as: alice.id)

    let log = try await node.published(in: territory)
    let places = log.compactMap { $0["maillage:publication"] }
    #expect(log.compactMap { $0["type"]?.string } == ["Create", "Update", "Announce"])
    #expect(places.compactMap { $0["seq"]?.int } == [1, 2, 3])
    #expect(places.allSatisfy { $0["log"]?.string == node.log.text })
    #expect(places.allSatisfy { $0["territory"]?.string == territory.id.text })
    let digests = try log.map { try Digest(of: required($0.object)).text }
    #expect(places.map { $0["prev"]?.string } == [nil, digests[0], digests[1]])
  }

  @Test func aDeletionNamesTheNumbersThatItTakesBackAndTheirWordsGo() async throws {
    let kept = try await publish("kept")
    let post = try await publish("secret one")
    _ = try await node.outbox.edit(post.id, to: PostDraft(source: "secret two"), as: alice.id)

    try await node.outbox.delete(post.id, as: alice.id)

    let left = try await node.published(in: territory)
    #expect(left.map { $0["object"]?["id"]?.string } == [kept.uri, post.uri])
    #expect(left.last?["maillage:publication"]?["forgets"] == [2, 3])
    #expect(left.last?["maillage:publication"]?["seq"] == 4)
    #expect(!left.contains { "\($0)".contains("secret") })
  }

  @Test func aBoostThatIsTakenBackIsForgotten() async throws {
    let uri = try await received()
    try await node.outbox.announce(uri, as: alice.id)

    try await node.outbox.undo(.boost, of: uri, as: alice.id)

    let left = try await node.published(in: territory)
    #expect(left.compactMap { $0["type"]?.string } == ["Undo"])
    #expect(left.first?["maillage:publication"]?["forgets"] == [1])
  }

  @Test func whoeverLeavesTakesEverythingBack() async throws {
    let other = try await node.member("dave")
    try await node.accept(territory, by: other)
    let draft = PostDraft(source: "stays", audience: .territory)
    _ = try await publish("goes")
    let stays = try await node.outbox.publish(draft, as: other.id)
    _ = try await publish("goes too")

    try await node.outbox.deleteActor(alice.id)

    let left = try await node.published(in: territory)
    #expect(
      left.map { $0["object"]?["id"]?.string ?? $0["object"]?.string } == [stays.uri, alice.uri]
    )
    #expect(left.last?["maillage:publication"]?["forgets"] == [1, 3])
  }

  @Test func aNodeThatLeftDeletesWithoutAWordToThoseItLeft() async throws {
    let post = try await publish()
    try await node.drainDeliveries()
    node.services.known.removeTerritory(territory.id)

    await #expect(throws: Refusal.self) {
      _ = try await node.outbox.edit(post.id, to: PostDraft(source: "b"), as: alice.id)
    }
    try await node.outbox.delete(post.id, as: alice.id)

    #expect(try await node.waitingInboxes().isEmpty)
    #expect(try await node.published(in: territory).isEmpty)
    #expect(try await node.post(post.uri) == nil)
  }
}
