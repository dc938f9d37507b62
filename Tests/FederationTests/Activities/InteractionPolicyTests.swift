import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// What authors let others do with their posts is kept to, here and by those elsewhere.
@Suite struct InteractionPolicyTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    try await node.follow(bob, by: alice)
  }

  private func received(_ policy: JSON, cc: [String] = []) async throws -> String {
    let note = bob.note("x", cc: cc).setting("interactionPolicy", to: policy)
    try await node.process(bob.create(note), from: bob)
    return note["id"]?.string ?? ""
  }

  private func reply(to uri: String) async throws {
    _ = try await node.outbox.publish(PostDraft(source: "y", inReplyTo: uri), as: alice.id)
  }

  @Test func membersDoNothingThatTheAuthorForbids() async throws {
    let own: JSON = ["automaticApproval": .string(bob.uri)]
    let post = try await received(["canLike": own, "canReply": own, "canAnnounce": own])

    await #expect(throws: Refusal.self) { try await node.outbox.like(post, as: alice.id) }
    await #expect(throws: Refusal.self) { try await node.outbox.announce(post, as: alice.id) }
    await #expect(throws: Refusal.self) { try await reply(to: post) }
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func followersPublicTheOlderWordsAndALaterLookAreUnderstood() async throws {
    let everyone = AS.Recipient.publicCollection
    let policies: [JSON] = [
      ["canLike": ["automaticApproval": .list([bob.followers])]],
      ["canLike": ["always": .string(everyone)]],
      ["canLike": ["always": [], "approvalRequired": .list([everyone])]],
      ["canLike": ["manualApproval": "as:Public"]],
      ["canAnnounce": ["automaticApproval": .string(bob.uri)]],
      [:],
    ]

    for policy in policies {
      let post = try await received(policy)
      try await node.outbox.like(post, as: alice.id)
    }
  }

  @Test func whoeverIsNamedMayAnswer() async throws {
    let post = try await received(
      ["canReply": ["automaticApproval": .string(bob.uri)]],
      cc: [alice.uri]
    )

    try await reply(to: post)
  }

  @Test func anEditChangesThePolicy() async throws {
    let note = bob.note("x")
    try await node.process(bob.create(note), from: bob)
    let closed = note.setting("updated", to: "2026-11-25T00:00:00Z").setting(
      "interactionPolicy",
      to: ["canLike": ["automaticApproval": .string(bob.uri)]]
    )

    try await node.process(bob.activity("Update", closed), from: bob)

    await #expect(throws: Refusal.self) {
      try await node.outbox.like(note["id"]?.string ?? "", as: alice.id)
    }
  }

  // MARK: Posts of this node

  @Test func aPostSaysWhatItsAuthorLets() async throws {
    let post = try await node.outbox.publish(
      PostDraft(source: "x", quotableBy: .followers, answerableBy: .nobody),
      as: alice.id
    )
    let eve = try RemoteActor("eve", at: "third.example", key: 2)
    try await node.follow(alice, by: eve)
    _ = try await node.outbox.edit(post.id, to: PostDraft(source: "y"), as: alice.id)
    try await node.drainDeliveries()

    let policy = node.farSide.posts.last?.json?["object"]?["interactionPolicy"]
    let everyone: JSON = .list([AS.Recipient.publicCollection])
    #expect(policy?["canLike"]?["automaticApproval"] == everyone)
    #expect(policy?["canReply"]?["automaticApproval"] == .list([alice.uri]))
    let followers = alice.endpoints.followers ?? ""
    let quoters = policy?["canQuote"]?["automaticApproval"]?.array?.compactMap(\.string) ?? []
    #expect(Set(quoters) == [followers, alice.uri])
  }

  @Test func anAnswerAgainstThePolicyIsIgnored() async throws {
    let post = try await node.outbox.publish(
      PostDraft(source: "x", answerableBy: .followers),
      as: alice.id
    )
    let first = bob.note("y", to: [alice.uri], inReplyTo: post.uri)
    try await node.process(bob.create(first), from: bob)
    #expect(try await node.post(first["id"]?.string ?? "") == nil)

    try await node.follow(alice, by: bob)
    let second = bob.note("y", to: [alice.uri], inReplyTo: post.uri)
    try await node.process(bob.create(second), from: bob)
    #expect(try await node.post(second["id"]?.string ?? "") != nil)
  }
}
