import Federation
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

/// Valves, levels and suspensions at work: on what comes in and on what goes out.
@Suite struct FlowTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob", key: 2)
    try await node.follow(bob, by: alice)
    try await node.follow(alice, by: bob)
  }

  private func peer(
    _ state: PeeringState = .active,
    level: Peering.Level = .full,
    in valves: [Scope: Valve.Setting] = [:],
    out: [Scope: Valve.Setting] = [:]
  ) {
    let ours = valves.map { valve($0, .in, $1) } + out.map { valve($0, .out, $1) }
    node.services.known.setPeerings([
      Peering(
        host: "far.example",
        state: state,
        level: level,
        ours: Peering.Terms(valves: ours),
        createdAt: node.clock.now
      )
    ])
  }

  private func valve(
    _ scope: Scope,
    _ direction: Valve.Direction,
    _ setting: Valve.Setting
  ) -> Valve {
    Valve(
      scope: scope,
      direction: direction,
      setting: setting,
      author: "admin",
      reason: "test",
      createdAt: node.clock.now
    )
  }

  private func post(_ text: String = "hello") async throws -> Post {
    try await node.outbox.publish(PostDraft(source: text, audience: .public), as: alice.id)
  }

  // MARK: In

  @Test func whatIsReviewedWaitsUntilItIsReleased() async throws {
    peer(in: [.posts: .reviewed])
    let create = bob.create(bob.note("held"))

    #expect(try await node.receive(create, from: bob) == .accepted)
    #expect(try await node.receive(create, from: bob) == .duplicate)
    try await node.drainInbox()

    #expect(try await node.home(of: alice).isEmpty)
    let held = try await node.services.held.list("far.example")
    #expect(held.map(\.type) == ["Create"] && held.map(\.actorURI) == [bob.uri])
    #expect(try await node.services.held.release("far.example", held.map(\.id)).in == 1)
    try await node.drainInbox()
    #expect(try await node.home(of: alice) == ["held"])
  }

  @Test func whatIsDroppedNeverComesInAgain() async throws {
    peer(in: [.posts: .reviewed])
    let create = bob.create(bob.note("dropped"))
    try await node.receive(create, from: bob)

    #expect(try await node.services.held.drop("far.example").in == 1)

    peer()
    try await node.process(create, from: bob)
    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test func aPeerNamesNothingHeldOfAnother() async throws {
    peer(in: [.posts: .reviewed])
    try await node.receive(bob.create(bob.note("held")), from: bob)
    let ids = try await node.services.held.list("far.example").map(\.id)

    let count = try await node.services.held.release("other.example", ids)

    #expect(count.sum == 0)
    #expect(try await node.services.held.list("far.example").count == 1)
  }

  @Test func whatIsClosedIsTurnedAway() async throws {
    peer(in: [.posts: .closed])

    await #expect(throws: Refusal.againstPolicy("This node does not take that from far.example.")) {
      try await node.receive(bob.create(bob.note("closed")), from: bob)
    }
  }

  @Test func followsPassWhateverTheValvesSay() async throws {
    peer(in: [.posts: .closed, .groups: .closed])
    let carol = try RemoteActor("carol", key: 3)
    try node.farSide.host(carol)

    let follow = carol.activity("Follow", .string(alice.uri), to: [alice.uri])
    try await node.process(follow, from: carol)

    #expect(try await node.outcome(of: follow) == "done")
  }

  @Test(arguments: [Valve.Setting.reviewed, .closed])
  func whatWasTakenBackBeforeItsReleaseIsNotShown(later: Valve.Setting) async throws {
    peer(in: [.posts: .reviewed])
    let note = bob.note("taken back")
    try await node.receive(bob.create(note), from: bob)

    peer(in: [.posts: later])
    let delete = bob.activity("Delete", .string(note["id"]?.string ?? ""))
    try await node.process(delete, from: bob)
    _ = try await node.services.held.release("far.example")
    try await node.drainInbox()

    #expect(try await node.outcome(of: delete) == "done")
    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test func whoIsFollowedCannotBoostAroundAClosedValve() async throws {
    let carol = try RemoteActor("carol", at: "open.example", key: 3)
    try await node.follow(carol, by: alice)
    peer(in: [.posts: .closed])
    let note = bob.note("by a side door")
    try node.farSide.serve(note)

    _ = try? await node.receive(carol.activity("Announce", note["id"] ?? nil), from: carol)
    try await node.drainInbox()

    #expect(try await node.home(of: alice).isEmpty)
    #expect(try await node.post(note["id"]?.string ?? "") == nil)
  }

  @Test func aBoostOfWhatIsReviewedIsHeldForItsOrigin() async throws {
    let carol = try RemoteActor("carol", at: "open.example", key: 3)
    try await node.follow(carol, by: alice)
    peer(in: [.posts: .reviewed])
    let note = bob.note("boosted")
    try node.farSide.serve(note)

    try await node.process(carol.activity("Announce", note["id"] ?? nil), from: carol)

    #expect(try await node.home(of: alice).isEmpty)
    #expect(try await node.services.held.release("far.example").in == 1)
    try await node.drainInbox()
    #expect(try await node.home(of: alice) == ["boosted"])
  }

  @Test func anotherMessengerDoesNotOpenTheValveOfTheAuthor() async throws {
    let carol = try RemoteActor("carol", at: "open.example", key: 3)
    try node.farSide.host(carol)
    peer(in: [.posts: .closed])
    let create = try bob.proven(bob.create(bob.note("relayed")), at: node.clock.now)

    await #expect(throws: Refusal.self) { try await node.receive(create, from: carol) }
  }

  @Test func aReplyToWhatIsOpenDoesNotFetchWhatIsReviewed() async throws {
    let carol = try RemoteActor("carol", at: "open.example", key: 3)
    try await node.follow(carol, by: alice)
    peer(in: [.posts: .reviewed])
    let parent = bob.note("the parent")
    try node.farSide.serve(parent)
    let parentID = parent["id"]?.string ?? ""

    try await node.process(carol.create(carol.note("a reply", inReplyTo: parentID)), from: carol)

    #expect(try await node.home(of: alice) == ["a reply"])
    #expect(try await node.post(parentID) == nil)
  }

  @Test func aGroupOpensNoClosedValveForPosts() async throws {
    let group = try RemoteActor("club", at: "open.example", key: 3)
    var club = group
    club.edits = ["type": "Group"]
    try await node.know(club)
    peer(in: [.posts: .closed])

    let create = bob.create(
      bob.note("hello", to: ["https://www.w3.org/ns/activitystreams#Public", club.uri])
    )

    await #expect(throws: Refusal.self) { try await node.receive(create, from: bob) }
  }

  @Test func theSuspendedPeerIsNotHeardUntilItsTimeIsOver() async throws {
    peer(.suspended(until: node.clock.now.addingTimeInterval(60)))
    await #expect(throws: Refusal.self) {
      try await node.receive(bob.create(bob.note("one")), from: bob)
    }

    node.clock.advance(by: 61)
    try await node.process(bob.create(bob.note("two")), from: bob)

    #expect(try await node.home(of: alice) == ["two"])
  }

  @Test(arguments: Peering.Level.allCases)
  func theLevelSaysWhatIsListedAndWhetherPicturesStay(level: Peering.Level) async throws {
    peer(level: level)
    let picture: JSON = [
      "type": "Document", "mediaType": "image/png", "url": "https://far.example/a.png",
    ]
    let note = bob.note("picture").setting("attachment", to: [picture])

    try await node.process(bob.create(note), from: bob)
    try await node.process(
      bob.activity("Update", note.setting("updated", to: "2030-01-01T00:00:00Z")),
      from: bob
    )

    let post = try #require(try await node.post(note["id"]?.string ?? ""))
    #expect(post.isListed == (level != .limited))
    #expect(post.body.attachments.isEmpty == (level == .mediaOff))
    #expect(try await node.home(of: alice).count == 1)
  }

  // MARK: Out

  @Test func whatGoesOutIsHeldUntilItIsReleased() async throws {
    peer(out: [.posts: .reviewed])

    _ = try await post()
    try await node.drainDeliveries()

    #expect(node.farSide.posts.isEmpty)
    #expect(try await node.deliveries().map(\.delivery.state) == [.held])
    let held = try await node.services.held.list("far.example")
    #expect(held.map(\.id.direction) == [.out] && held.map(\.type) == ["Create"])
    #expect(try await node.services.held.release("far.example").out == 1)
    try await node.drainDeliveries()
    #expect(node.farSide.posts.count == 1)
  }

  @Test func whatIsHeldAndDeletedIsNeverSent() async throws {
    peer(out: [.posts: .reviewed])
    let post = try await post("a mistake")

    try await node.outbox.delete(post.id, as: alice.id)
    _ = try await node.services.held.release("far.example")
    try await node.drainDeliveries()

    #expect(node.farSide.posts.map { $0.json?["type"]?.string } == ["Delete"])
  }

  @Test func nothingIsSentThroughAClosedValveOrToOneThatIsOnlyHeard() async throws {
    peer(out: [.posts: .closed])
    _ = try await post()
    peer(level: .receiveOnly)
    _ = try await post()

    #expect(try await node.deliveries().isEmpty)
  }

  @Test func whatWasSharedIsTakenBackThroughAClosedValve() async throws {
    let post = try await post()
    try await node.drainDeliveries()
    node.farSide.forgetQuestions()
    peer(out: [.posts: .closed])

    try await node.outbox.delete(post.id, as: alice.id)
    try await node.drainDeliveries()

    #expect(node.farSide.posts.map { $0.json?["type"]?.string } == ["Delete"])
  }

  @Test func nothingIsDeliveredToASuspendedPeer() async throws {
    _ = try await post("before")
    peer(.suspended(until: nil))
    _ = try await post("after")

    try await node.drainDeliveries()

    #expect(node.farSide.posts.isEmpty)
    #expect(try await node.deliveries().map(\.delivery.state) == [.abandoned])
    await #expect(throws: Refusal.self) { try await node.services.held.release("far.example") }
  }
}
