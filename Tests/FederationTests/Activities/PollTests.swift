import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Polls of this node and of others, and who may vote in them when.
@Suite struct PollTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let dave: ActorProfile
  private let bob: RemoteActor
  private let carol: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    dave = try await node.member("dave")
    bob = try RemoteActor("bob")
    carol = try RemoteActor("carol", at: "third.example", key: 2)
    try await node.follow(alice, by: bob)
    try await node.know(carol)
  }

  private func ask(multiple: Bool = false) async throws -> Post {
    var draft = PostDraft(source: "When?")
    draft.poll = PollDraft(options: ["Samedi", "Dimanche"], isMultiple: multiple, lifetime: 3600)
    return try await node.outbox.publish(draft, as: alice.id)
  }

  private func vote(_ option: String, in poll: String, by voter: RemoteActor) -> JSON {
    let note = voter.note("", to: [alice.uri], inReplyTo: poll)
      .setting("content", to: nil).setting("name", to: .string(option))
    return voter.create(note)
  }

  private func tallies(_ uri: String) async throws -> [Int] {
    try #require(try await node.post(uri)?.poll).options.map(\.votes)
  }

  private func posts() async throws -> Int {
    try await node.dump(except: [])["post"]?.count ?? 0
  }

  @Test func aPollIsSentAsAQuestion() async throws {
    let post = try await ask()

    try await node.drainDeliveries()

    let question = node.farSide.posts.last?.json?["object"]
    #expect(question?["type"] == "Question")
    #expect(question?["oneOf"]?.array?.compactMap { $0["name"]?.string } == ["Samedi", "Dimanche"])
    #expect(question?["endTime"]?.string != nil)
    #expect(try await node.post(post.uri)?.poll?.voters == 0)
  }

  @Test func aVoteCountsOnceAndIsNoPost() async throws {
    let post = try await ask()
    let before = try await posts()

    try await node.process(vote("Samedi", in: post.uri, by: bob), from: bob)
    let again = vote("Samedi", in: post.uri, by: bob)
    let other = vote("Dimanche", in: post.uri, by: bob)
    try await node.process(again, other, from: bob)

    #expect(try await tallies(post.uri) == [1, 0])
    #expect(try await node.post(post.uri)?.poll?.voters == 1)
    #expect(try await posts() == before)
    #expect(try await node.home(of: alice).count == 1)
    #expect(try await node.outcome(of: again) != "done")
    #expect(try await node.outcome(of: other) != "done")
  }

  @Test func whereSeveralMayBeChosenEachCountsOnce() async throws {
    let post = try await ask(multiple: true)

    for option in ["Samedi", "Dimanche", "Samedi"] {
      try await node.process(vote(option, in: post.uri, by: bob), from: bob)
    }

    #expect(try await tallies(post.uri) == [1, 1])
    #expect(try await node.post(post.uri)?.poll?.voters == 1)
  }

  @Test func anUnknownOptionAndAVoteAfterTheEndCountNothing() async throws {
    let post = try await ask()

    try await node.process(vote("Jamais", in: post.uri, by: bob), from: bob)
    node.clock.advance(by: 3601)
    let late = vote("Samedi", in: post.uri, by: bob)
    try await node.process(late, from: bob)

    #expect(try await tallies(post.uri) == [0, 0])
    #expect(try await node.outcome(of: late) != "done")
  }

  @Test func nobodyVotesInAPollThatIsNotForIt() async throws {
    var draft = PostDraft(source: "Inside?", audience: .node)
    draft.poll = PollDraft(options: ["a", "b"])
    let post = try await node.outbox.publish(draft, as: alice.id)
    let before = try await posts()

    try await node.process(vote("a", in: post.uri, by: bob), from: bob)

    #expect(try await tallies(post.uri) == [0, 0])
    #expect(try await posts() == before)
  }

  @Test func aVoteForADeletedPollIsNotShown() async throws {
    let post = try await ask()
    try await node.outbox.delete(post.id, as: alice.id)
    let before = try await posts()

    try await node.process(vote("Samedi", in: post.uri, by: bob), from: bob)

    #expect(try await posts() == before)
  }

  @Test func membersVoteInEachOthersPolls() async throws {
    let post = try await ask()

    try await node.outbox.vote(["Dimanche"], in: post.uri, as: dave.id)

    #expect(try await tallies(post.uri) == [0, 1])
    await #expect(throws: Refusal.self) {
      try await node.outbox.vote(["Samedi"], in: post.uri, as: dave.id)
    }
    await #expect(throws: Refusal.self) {
      try await node.outbox.vote(["Samedi"], in: post.uri, as: alice.id)
    }
  }

  @Test func theResultIsToldToFollowersAndVotersNotTooOftenAndAtTheEnd() async throws {
    let post = try await ask()
    try await node.drainDeliveries()
    node.farSide.forgetQuestions()
    let clerk = PollClerk(services: node.services)
    try await node.process(vote("Samedi", in: post.uri, by: carol), from: carol)

    try await clerk.work()
    #expect(try await node.waitingInboxes().isEmpty)
    node.clock.advance(by: 181)
    try await clerk.work()
    #expect(Set(try await node.waitingInboxes()) == [bob.sharedInbox, carol.sharedInbox])
    try await node.drainDeliveries()
    let update = node.farSide.posts.last?.json
    #expect(update?["type"] == "Update")
    #expect(update?["object"]?["votersCount"] == 1)
    #expect(update?["object"]?["updated"] == nil)

    try await clerk.work()
    #expect(try await node.waitingInboxes().isEmpty)
    node.clock.advance(by: 3600)
    try await clerk.work()
    try await node.drainDeliveries()
    #expect(node.farSide.posts.last?.json?["object"]?["closed"]?.string != nil)
    #expect(try await node.database.read { try $0.posts.revisions(of: post.id) }.isEmpty)
    try await clerk.work()
    #expect(try await node.waitingInboxes().isEmpty)
  }

  // MARK: Polls of others

  private func question(_ votes: [Int]) -> JSON {
    bob.note("Nord en haut ?", id: "\(bob.origin)/posts/poll", cc: [bob.followers])
      .setting("type", to: "Question")
      .setting("endTime", to: "2099-01-01T00:00:00Z")
      .setting("votersCount", to: .integer(votes.reduce(0, +)))
      .setting(
        "oneOf",
        to: .array(
          zip(["Oui", "Non"], votes).map { name, count in
            [
              "type": "Note", "name": .string(name),
              "replies": ["type": "Collection", "totalItems": .integer(count)],
            ]
          }
        )
      )
  }

  @Test func aPollOfAnotherNodeIsKeptAndItsVotesAreToldWithoutAnEdit() async throws {
    try await node.follow(bob, by: alice)
    try await node.process(bob.create(question([2, 1])), from: bob)
    let uri = "\(bob.origin)/posts/poll"
    #expect(try await tallies(uri) == [2, 1])

    try await node.process(bob.activity("Update", question([5, 3])), from: bob)

    #expect(try await tallies(uri) == [5, 3])
    let post = try #require(try await node.post(uri))
    #expect(post.editedAt == nil)
    #expect(try await node.database.read { try $0.posts.revisions(of: post.id) }.isEmpty)
  }

  @Test func aVoteForAPollOfAnotherNodeGoesToItsAuthorAlone() async throws {
    try await node.follow(bob, by: alice)
    try await node.process(bob.create(question([0, 0])), from: bob)
    let uri = "\(bob.origin)/posts/poll"

    try await node.outbox.vote(["Non"], in: uri, as: alice.id)

    #expect(try await node.waitingInboxes() == [bob.inbox])
    try await node.drainDeliveries()
    let sent = node.farSide.posts.last?.json
    #expect(sent?["to"] == .list([bob.uri]))
    #expect(sent?["object"]?["name"] == "Non")
    #expect(sent?["object"]?["inReplyTo"] == .string(uri))
    #expect(sent?["object"]?["content"] == nil)
    // The author's node counts; here it is known what alice chose.
    #expect(try await tallies(uri) == [0, 0])
    await #expect(throws: Refusal.self) {
      try await node.outbox.vote(["Oui"], in: uri, as: alice.id)
    }
  }

  @Test func nobodyTellsTheVotesOfAnothersPoll() async throws {
    try await node.follow(bob, by: alice)
    try await node.process(bob.create(question([2, 1])), from: bob)
    let forged = question([0, 99]).setting("attributedTo", to: .string(carol.uri))

    try await node.process(carol.activity("Update", forged), from: carol)

    #expect(try await tallies("\(bob.origin)/posts/poll") == [2, 1])
  }

  // MARK: What becomes of votes

  @Test func theVotesOfWhoIsDeletedCountNoLongerWhileThePollIsOpen() async throws {
    let post = try await ask(multiple: true)
    for option in ["Samedi", "Dimanche"] {
      try await node.process(vote(option, in: post.uri, by: bob), from: bob)
    }
    try await node.outbox.vote(["Samedi"], in: post.uri, as: dave.id)
    try await node.process(vote("Dimanche", in: post.uri, by: carol), from: carol)
    #expect(try await tallies(post.uri) == [2, 2])

    try await node.process(bob.activity("Delete", .string(bob.uri)), from: bob)
    try await node.outbox.deleteActor(dave.id)

    #expect(try await tallies(post.uri) == [0, 1])
    #expect(try await node.post(post.uri)?.poll?.voters == 1)
    #expect(try await node.dump(except: [])["vote"]?.count == 1)
  }

  @Test func aResultStaysWhenAVoterIsDeletedAfterwards() async throws {
    let post = try await ask()
    try await node.process(vote("Samedi", in: post.uri, by: bob), from: bob)
    node.clock.advance(by: 3601)
    try await PollClerk(services: node.services).work()

    try await node.process(bob.activity("Delete", .string(bob.uri)), from: bob)

    #expect(try await tallies(post.uri) == [1, 0])
    #expect(try await node.dump(except: [])["vote"]?.isEmpty ?? true)
  }

  /// A poll of bob, whom alice follows, and in which she has voted.
  private func foreignPoll() async throws -> JSON {
    try await node.follow(bob, by: alice)
    let question = bob.note("When?").setting("type", to: "Question")
      .setting("oneOf", to: Self.options(["a", "b"]))
    try await node.process(bob.create(question), from: bob)
    try await node.outbox.vote(["a"], in: question["id"]?.string ?? "", as: alice.id)
    return question
  }

  private static func options(_ names: [String]) -> JSON {
    .array(names.map { ["type": "Note", "name": .string($0)] })
  }

  private func choices(in question: JSON) async throws -> Set<Int> {
    let post = try required(await node.post(question["id"]?.string ?? ""))
    let alice = alice.id
    return try await node.database.read { try $0.polls.choices(of: alice, in: post.id) }
  }

  @Test(
    "Another question takes all votes back, the same one none",
    arguments: [
      (["a", "c"], "oneOf", true), (["a", "b"], "anyOf", true), (["a", "b"], "oneOf", false),
    ]
  )
  func edited(names: [String], member: String, isAnother: Bool) async throws {
    let question = try await foreignPoll()
    let edited = question.setting("oneOf", to: nil).setting(member, to: Self.options(names))
      .setting("updated", to: "2026-11-21T00:00:00Z")

    try await node.process(bob.activity("Update", edited), from: bob)

    let poll = try await node.post(question["id"]?.string ?? "")?.poll
    #expect(poll?.options.map(\.name) == names)
    #expect(poll?.isMultiple == (member == "anyOf"))
    #expect(try await choices(in: question) == (isAnother ? [] : [0]))
  }

  @Test func anEditMakesAPollOfAPostAndAPostOfAPoll() async throws {
    let question = try await foreignPoll()
    let id = question["id"]?.string ?? ""
    let plain = question.setting("type", to: "Note").setting("oneOf", to: nil)
      .setting("updated", to: "2026-11-21T00:00:00Z")
    try await node.process(bob.activity("Update", plain), from: bob)
    #expect(try await node.post(id)?.kind == "Note")
    #expect(try await node.post(id)?.poll == nil)

    let again = question.setting("updated", to: "2026-11-21T00:00:01Z")
    try await node.process(bob.activity("Update", again), from: bob)

    #expect(try await node.post(id)?.kind == "Question")
    #expect(try await node.post(id)?.poll?.options.map(\.name) == ["a", "b"])
    #expect(try await choices(in: question).isEmpty)
  }

  @Test func aMemberWhoAsksSomethingElseBeginsAnew() async throws {
    let post = try await ask()
    try await node.process(vote("Samedi", in: post.uri, by: bob), from: bob)
    _ = try await node.outbox.edit(post.id, to: PostDraft(source: "When then?"), as: alice.id)
    #expect(try await tallies(post.uri) == [1, 0])

    var draft = PostDraft(source: "When else?")
    draft.poll = PollDraft(options: ["Lundi", "Mardi"])
    _ = try await node.outbox.edit(post.id, to: draft, as: alice.id)

    #expect(try await tallies(post.uri) == [0, 0])
    #expect(try await node.post(post.uri)?.poll?.voters == 0)
    try await node.process(vote("Mardi", in: post.uri, by: bob), from: bob)
    #expect(try await tallies(post.uri) == [0, 1])
  }
}
