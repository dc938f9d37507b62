import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Accounts that move in, out and away, and those that only say so.
@Suite struct MoveTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let old: RemoteActor
  private var new: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    old = try RemoteActor("bob")
    new = try RemoteActor("bob", at: "new.example", key: 2)
    new.edits["alsoKnownAs"] = .list([old.uri])
    try await node.follow(old, by: alice)
    try node.farSide.host(new)
  }

  private func move(_ target: String, by actor: RemoteActor) -> JSON {
    actor.activity("Move", .string(actor.uri)).setting("target", to: .string(target))
  }

  private func follows(_ uri: String) async throws -> Follow? {
    try await node.database.read { [alice] tx in
      guard let followee = try tx.actors.find(uri: uri) else { return nil }
      return try tx.follows.find(follower: alice.id, followee: followee.id)
    }
  }

  @Test func followersOfWhoMovesFollowTheNewAccountAndLeaveTheOld() async throws {
    try await node.process(move(new.uri, by: old), from: old)

    #expect(try await follows(old.uri) == nil)
    #expect(try await follows(new.uri)?.state == .pending)
    try await node.drainDeliveries()
    let sent = node.farSide.posts.compactMap { $0.json?["type"]?.string }
    #expect(Set(sent) == ["Follow", "Undo"])
  }

  @Test func anAccountThatDoesNotNameTheOldOneGetsNobody() async throws {
    var other = try RemoteActor("mallory", at: "other.example", key: 3)
    other.edits["alsoKnownAs"] = .list(["https://far.example/users/somebody"])
    try node.farSide.host(other)

    try await node.process(move(other.uri, by: old), from: old)

    #expect(try await follows(old.uri)?.state == .accepted)
    #expect(try await follows(other.uri) == nil)
  }

  @Test func theNewAccountIsAskedAfreshEvenWhenItIsKnown() async throws {
    var before = new
    before.edits["alsoKnownAs"] = nil
    try await node.know(before)
    try node.farSide.host(new)

    try await node.process(move(new.uri, by: old), from: old)

    #expect(try await follows(new.uri) != nil)
  }

  @Test func whoHasMovedOnIsNoPlaceToMoveTo() async throws {
    var chained = new
    chained.edits["movedTo"] = .string(old.uri)
    try node.farSide.host(chained)

    try await node.process(move(chained.uri, by: old), from: old)

    #expect(try await follows(old.uri)?.state == .accepted)
    #expect(try await follows(chained.uri) == nil)
  }

  @Test func aSecondMoveWithinThePauseIsNotActedOn() async throws {
    try await node.process(move(new.uri, by: old), from: old)
    try await node.follow(old, by: alice)
    var third = try RemoteActor("bob", at: "third.example", key: 3)
    third.edits["alsoKnownAs"] = .list([old.uri])
    try node.farSide.host(third)
    node.clock.advance(by: MoveActivity.pause - 60)

    try await node.process(move(third.uri, by: old), from: old)
    #expect(try await follows(third.uri) == nil)

    node.clock.advance(by: 120)
    try await node.process(move(third.uri, by: old), from: old)
    #expect(try await follows(third.uri) != nil)
  }

  @Test func aStrangersMoveMakesTheNodeAskNobody() async throws {
    let stranger = try RemoteActor("eve", at: "eve.example", key: 3)
    try await node.know(stranger)
    node.farSide.forgetQuestions()

    try await node.process(move(new.uri, by: stranger), from: stranger)

    #expect(node.farSide.questions(to: new.uri).isEmpty)
  }

  @Test func nobodyMovesAnother() async throws {
    try await node.know(new)
    let forged = new.activity("Move", .string(old.uri)).setting("target", to: .string(new.uri))

    try await node.process(forged, from: new)

    #expect(try await follows(old.uri)?.state == .accepted)
  }

  // MARK: Moving in and out

  @Test func whoMovesToAMemberBringsItsLocalFollowers() async throws {
    let dave = try await node.member("dave")
    try await node.outbox.change(dave.id) { [old] in $0.aliases = [old.uri] }

    try await node.process(move(dave.uri, by: old), from: old)

    #expect(try await follows(dave.uri)?.state == .accepted)
  }

  @Test func aMemberMovesOutAndItsAccountOnlyPointsThere() async throws {
    let carol = try RemoteActor("carol", at: "third.example", key: 3)
    try await node.follow(alice, by: carol)
    var away = new
    away.edits["alsoKnownAs"] = .list([alice.uri])
    let target = try await node.know(away)

    try await node.outbox.move(alice.id, to: target)

    try await node.drainDeliveries()
    let sent = node.farSide.posts.compactMap(\.json)
    let move = try #require(sent.first { $0["type"] == "Move" })
    #expect(move["object"] == .string(alice.uri))
    #expect(move["target"] == .string(away.uri))
    let update = try #require(sent.first { $0["type"] == "Update" })
    #expect(update["object"]?["movedTo"] == .string(away.uri))
    await #expect(throws: Refusal.self) {
      try await node.outbox.publish(PostDraft(source: "still here?"), as: alice.id)
    }
    let late = try RemoteActor("late", at: "late.example", key: 2)
    try await node.know(late)
    try await node.process(late.activity("Follow", .string(alice.uri)), from: late)
    let followers = try await node.database.read { [alice] in
      try $0.follows.countFollowers(of: alice.id)
    }
    #expect(followers == 1)
  }

  @Test func aMemberCannotMoveToAnAccountThatDoesNotNameIt() async throws {
    let target = try await node.know(new)

    await #expect(throws: Refusal.self) {
      try await node.outbox.move(alice.id, to: target)
    }
    #expect(try await node.waitingInboxes().isEmpty)
  }

  // MARK: Profiles

  @Test func linesOfAProfileAreKeptSafeAndShownBothWays() async throws {
    var bob = old
    bob.edits["attachment"] = [
      [
        "type": "PropertyValue", "name": "Site",
        "value": "<a href=\"https://b.example\">b</a><script>x</script>",
      ]
    ]
    try node.farSide.host(bob)
    let here = try await node.services.actors.refresh(try required(AS.IRI(bob.uri)))
    let kept = try await node.database.read { try $0.actors.details(of: here.id) }
    #expect(kept.lines.map(\.name) == ["Site"])
    #expect(!kept.lines[0].value.contains("script"))

    let carol = try RemoteActor("carol", at: "third.example", key: 3)
    try await node.follow(alice, by: carol)
    let line = try ActorDetails.Line(typed: "Site", "https://alice.example/")
    try await node.outbox.change(alice.id) { $0.lines = [line] }
    try await node.drainDeliveries()
    let field = node.farSide.posts.last?.json?["object"]?["attachment"]?[0]
    #expect(field?["type"] == "PropertyValue")
    #expect(field?["value"]?.string?.contains("href=\"https://alice.example/\"") == true)
  }
}
