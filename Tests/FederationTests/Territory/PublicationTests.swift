import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What other members publish: it arrives once, from whoever has it, and gaps are filled.
@Suite struct PublicationTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let nina: RemoteActor
  private let neil: RemoteActor
  private let territory = TestTerritory(with: ["near.example", "next.example"])

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    nina = try RemoteActor("nina", at: "near.example")
    neil = try RemoteActor("neil", at: "next.example", key: 2)
    try await node.join(territory)
    try node.farSide.host(nina, neil)
  }

  private var log: Digest { TestTerritory.member("near.example") }

  /// The first so many publications of nina's node: notes, each with its Create.
  private func posts(_ count: Int) throws -> [(note: JSON, create: JSON)] {
    var posts: [(note: JSON, create: JSON)] = []
    for number in 1...count {
      let note = nina.note("post \(number)", in: territory)
      let create = try nina.publish(
        nina.create(note),
        in: territory,
        number,
        after: posts.last?.create,
        at: node.clock.now
      )
      posts.append((note, create))
    }
    return posts
  }

  private func take(_ publication: JSON) async throws -> InboxOutcome {
    let outcome = try await node.services.inbox.receivePublication(
      publication.serialized(),
      of: territory.id
    )
    try await node.drainInbox()
    return outcome
  }

  private func timeline() async throws -> [String] {
    try await node.database.read { [alice, territory] tx in
      try tx.posts.territory(territory.id.text, by: .member(alice.id), Page(limit: 50))
        .map(\.post.body.html)
    }
  }

  private func head() async throws -> PublicationStore.Head? {
    try await node.database.read { [log, territory] in
      try $0.publications.head(of: log, in: territory.id)
    }
  }

  // MARK: Arriving

  @Test func aPostIsKeptThoughNobodyHereFollowsItsAuthor() async throws {
    let (note, create) = try posts(1)[0]

    try await node.process(create, from: nina)

    let post = try required(await node.post(note["id"]?.string ?? ""))
    #expect(post.audience == .territory && post.territory == territory.id.text)
    #expect(try await timeline() == ["post 1"])
    #expect(try await head()?.contiguous == 1)
  }

  @Test func aMemberPassesOnWhatIsNotItsOwn() async throws {
    let posts = try posts(2)

    try await node.receive(posts[1].create, from: neil)
    #expect(try await take(posts[0].create) == .accepted)

    #expect(try await timeline().count == 2)
    #expect(try await head()?.contiguous == 2)
  }

  @Test func itHasItsEffectOnceByWhicheverWayItComes() async throws {
    let (_, create) = try posts(1)[0]

    #expect(try await node.receive(create, from: nina) == .accepted)
    #expect(try await node.receive(create, from: nina) == .duplicate)
    #expect(try await take(create) == .duplicate)
    #expect(try await timeline().count == 1)
  }

  @Test func aPublicationThatIsAsOldAsTheLogIsTakenStill() async throws {
    let (_, create) = try posts(1)[0]
    node.clock.advance(by: 300 * 86_400)

    #expect(try await take(create) == .accepted)
    #expect(try await timeline() == ["post 1"])
  }

  @Test func whatTheInboxKnowsAlreadyGetsItsPlaceStill() async throws {
    let (_, create) = try posts(1)[0]
    try await node.process(create, from: nina)
    try await node.execute("DELETE FROM publication; DELETE FROM publicationHead")

    #expect(try await take(create) == .duplicate)

    #expect(try await head()?.contiguous == 1)
    #expect(try await timeline().count == 1)
  }

  // MARK: Replaced keys

  @Test func whatAReplacedKeySignedIsBelievedByWhatFollowsIt() async throws {
    let old = try posts(2)
    let renewed = try RemoteActor("nina", at: "near.example", key: 3)
    try node.farSide.host(renewed)
    let last = try renewed.publish(
      renewed.create(renewed.note("post 3", in: territory)),
      in: territory,
      3,
      after: old[1].create,
      at: node.clock.now
    )
    await #expect(throws: Refusal.self) { try await take(old[0].create) }
    #expect(try await take(last) == .accepted)
    // Only what it names, and not by what was not believed.
    let forged = try nina.publish(
      nina.create(nina.note("forged", in: territory)),
      in: territory,
      2,
      after: old[0].create,
      at: node.clock.now
    )
    await #expect(throws: Refusal.self) { try await take(forged) }
    await #expect(throws: Refusal.self) { try await take(old[0].create) }

    #expect(try await take(old[1].create) == .accepted)
    #expect(try await take(old[0].create) == .accepted)

    #expect(try await head()?.contiguous == 3)
    #expect(try await timeline().count == 3)
  }

  // MARK: Gaps

  private func gaps() async throws -> [ClosedRange<Int>] {
    try await node.database.read { [log, territory] in
      try $0.publications.missing(log, in: territory.id)
    }
  }

  @Test func aGapIsNoticedAndFilledFromAnotherMember() async throws {
    let posts = try posts(3)
    try await node.process(posts[0].create, posts[2].create, from: nina)
    #expect(try await gaps() == [2...2])
    #expect(try await node.services.publications.wanted(of: territory.id)[log] == 1)

    let other = try await TestNode.make(host: "next.example")
    try await other.join(TestTerritory(with: ["near.example", "home.example"]))
    try other.farSide.host(nina)
    try await other.process(posts[0].create, posts[1].create, posts[2].create, from: nina)
    let wanted = try await node.services.publications.wanted(of: territory.id)
    let offer = try await other.services.publications.offer(
      wanted: wanted,
      of: territory.id,
      limit: 1 << 20
    )
    for body in offer {
      _ = try await node.services.inbox.receivePublication(body, of: territory.id)
    }
    try await node.drainInbox()

    #expect(offer.count == 2)
    #expect(try await head()?.contiguous == 3)
    #expect(try await gaps().isEmpty)
    #expect(try await timeline().count == 3)
  }

  @Test func anOfferHasOfEachLogAPartAndOneAtLeast() async throws {
    let posts = try posts(3)
    let note = neil.note("neil", in: territory)
    let other = try neil.publish(neil.create(note), in: territory, 1, at: node.clock.now)
    for (_, create) in posts { try await node.process(create, from: nina) }
    try await node.process(other, from: neil)
    let size = posts[0].create.serialized().count
    let wanted = [log: 0, TestTerritory.member("next.example"): 0, Digest(of: [1]): 0]

    func offer(_ limit: Int) async throws -> Int {
      try await node.services.publications.offer(wanted: wanted, of: territory.id, limit: limit)
        .count
    }

    #expect(try await offer(1) == 1)
    #expect(try await offer(2 * size + 200) == 2)
    #expect(try await offer(1 << 20) == 4)
  }

  @Test func anEditAndABoostWaitForThePostThatComesLater() async throws {
    let posts = try posts(2)
    let note = posts[0].note.setting("content", to: "edited")
      .setting("updated", to: "2026-11-25T12:00:00Z")
    let update = try nina.publish(
      nina.activity("Update", note),
      in: territory,
      3,
      after: posts[1].create,
      at: node.clock.now
    )
    let boost = try neil.publish(
      neil.activity("Announce", note["id"] ?? .null),
      in: territory,
      1,
      at: node.clock.now
    )
    try await node.process(update, from: nina)
    try await node.process(boost, from: neil)
    #expect(try await node.outcome(of: update) == "waiting")
    #expect(try await node.outcome(of: boost) == "waiting")

    _ = try await take(posts[0].create)
    node.clock.advance(by: 60)
    try await node.drainInbox()

    #expect(try await timeline() == ["edited"])
    #expect(try await node.outcome(of: boost) == "done")
    let address = posts[0].note["id"]?.string ?? ""
    #expect(node.farSide.questions(to: address).isEmpty)
  }

  // MARK: Taking back

  @Test func aDeletionFillsThePlacesOfWhatItTakesBack() async throws {
    let posts = try posts(2)
    let delete = try deletion(of: posts[0].note, 3, after: posts[1].create, forgets: [1])

    #expect(try await take(delete) == .accepted)
    #expect(try await take(posts[1].create) == .accepted)

    #expect(try await head()?.contiguous == 3)
    #expect(try await timeline() == ["post 2"])
  }

  @Test func aPostThatComesAfterItsDeletionDoesNotComeBack() async throws {
    let posts = try posts(2)
    let delete = try deletion(of: posts[0].note, 3, after: posts[1].create, forgets: [1])
    _ = try await take(delete)
    // So long that nobody remembers the deletion but the log.
    node.clock.advance(by: 1000 * 86_400)
    let now = node.clock.now
    _ = try await node.database.write { try $0.posts.purgeTombstones(before: now) }

    let outcome = try await take(posts[0].create)

    #expect(outcome == .ignored("It was taken back."))
    #expect(try await timeline().isEmpty)
    let offer = try await node.services.publications.offer(
      wanted: [log: 0],
      of: territory.id,
      limit: 1 << 20
    )
    #expect(offer.count == 1)
  }

  @Test func theWordsOfADeletedPostAreOfferedToNobody() async throws {
    let posts = try posts(1)
    try await node.process(posts[0].create, from: nina)
    let delete = try deletion(of: posts[0].note, 2, after: posts[0].create, forgets: [1])

    try await node.process(delete, from: nina)

    let dump = try await node.dump()["publication"] ?? []
    let bodies = try await node.services.publications.offer(
      wanted: [log: 0],
      of: territory.id,
      limit: 1 << 20
    )
    #expect(dump.count == 2)
    #expect(bodies == [delete.serialized()])
    #expect(try await node.post(posts[0].note["id"]?.string ?? "") == nil)
  }

  @Test func anUnnumberedDeletionTakesTheWordsToo() async throws {
    let posts = try posts(1)
    try await node.process(posts[0].create, from: nina)

    try await node.process(
      nina.activity("Delete", posts[0].note["id"] ?? .null),
      from: nina
    )

    let offer = try await node.services.publications.offer(
      wanted: [log: 0],
      of: territory.id,
      limit: 1 << 20
    )
    #expect(offer.isEmpty)
  }

  @Test func whatSomebodyGonePublishedKeepsItsPlaceWithoutItsWords() async throws {
    let posts = try posts(2)
    try await node.process(posts[0].create, nina.activity("Delete", .string(nina.uri)), from: nina)

    let outcome = try await take(posts[1].create)

    #expect(outcome == .ignored("Only its place in the log is kept."))
    #expect(try await head()?.contiguous == 2)
    let offer = try await node.services.publications.offer(
      wanted: [log: 0],
      of: territory.id,
      limit: 1 << 20
    )
    #expect(offer.isEmpty)
  }

  @Test func aNodeThatLostItsLogGetsItBackAndGivesNoNumberTwice() async throws {
    try await node.accept(territory, by: alice)
    let draft = PostDraft(source: "mine", audience: .territory)
    _ = try await node.outbox.publish(draft, as: alice.id)
    let body = try required(await node.published(in: territory).first)
    try await node.execute("DELETE FROM publication; DELETE FROM publicationHead")

    _ = try await take(body)
    _ = try await node.outbox.publish(draft, as: alice.id)

    let numbers = try await node.published(in: territory).map {
      $0["maillage:publication"]?["seq"]?.int
    }
    #expect(numbers == [1, 2])
  }

  private func deletion(
    of note: JSON,
    _ number: Int,
    after previous: JSON,
    forgets: [Int]
  ) throws -> JSON {
    try nina.publish(
      nina.activity("Delete", note["id"] ?? .null),
      in: territory,
      number,
      after: previous,
      forgets: forgets,
      at: node.clock.now
    )
  }
}
