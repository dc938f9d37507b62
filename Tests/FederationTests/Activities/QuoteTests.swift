import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Quotes with the consent of who is quoted, both ways (FEP-044f).
@Suite struct QuoteTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let dave: ActorProfile
  private let bob: RemoteActor
  private let eve: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    dave = try await node.member("dave")
    bob = try RemoteActor("bob")
    eve = try RemoteActor("eve", at: "third.example", key: 2)
    try await node.follow(bob, by: alice)
    try await node.follow(alice, by: eve)
  }

  private func state(_ uri: String) async throws -> Quotation.State? {
    try await node.post(uri)?.quote?.state
  }

  private func anyone() -> JSON {
    ["canQuote": ["automaticApproval": .string(AS.Recipient.publicCollection)]]
  }

  /// A post of bob that lets everyone quote it, unless told otherwise.
  private func quotable(_ policy: JSON?) async throws -> String {
    let note = bob.note("quote me").setting("interactionPolicy", to: policy)
    try await node.process(bob.create(note), from: bob)
    return note["id"]?.string ?? ""
  }

  // MARK: Members quote

  @Test func aQuoteIsAskedForAndStampedByTheAuthorAlone() async throws {
    let quoted = try await quotable(anyone())
    let post = try await node.outbox.publish(
      PostDraft(source: "Look", quote: quoted),
      as: alice.id
    )
    #expect(try await state(post.uri) == .pending)
    try await node.drainDeliveries()
    let request = try #require(
      node.farSide.posts.compactMap(\.json).first { $0["type"] == "QuoteRequest" }
    )
    #expect(request["object"] == .string(quoted))
    #expect(request["instrument"]?["id"] == .string(post.uri))
    #expect(request["instrument"]?["_misskey_quote"] == .string(quoted))

    // Somebody else's yes is none.
    let forged = eve.activity("Accept", request["id"] ?? nil)
      .setting("result", to: "\(eve.origin)/stamps/1")
    try await node.process(forged, from: eve)
    #expect(try await state(post.uri) == .pending)

    node.farSide.forgetQuestions()
    let stamp = "\(bob.origin)/stamps/1"
    let accept = bob.activity("Accept", request["id"] ?? nil).setting("result", to: .string(stamp))
    try await node.process(accept, from: bob)
    #expect(try await state(post.uri) == .accepted)
    try await node.drainDeliveries()
    let update = node.farSide.posts.last?.json
    #expect(update?["object"]?["quoteAuthorization"] == .string(stamp))

    try await node.process(bob.activity("Delete", .string(stamp)), from: bob)
    #expect(try await state(post.uri) == .revoked)
  }

  @Test func aRejectedQuoteIsNoneAnyMore() async throws {
    let quoted = try await quotable(anyone())
    let post = try await node.outbox.publish(
      PostDraft(source: "Look", quote: quoted),
      as: alice.id
    )
    try await node.drainDeliveries()
    let request = node.farSide.posts.compactMap(\.json).first { $0["type"] == "QuoteRequest" }

    try await node.process(bob.activity("Reject", request?["id"] ?? nil), from: bob)

    #expect(try await state(post.uri) == .rejected)
    try await node.drainDeliveries()
    #expect(node.farSide.posts.last?.json?["object"]?["quote"] == nil)
  }

  @Test func whatItsAuthorDoesNotLetBeQuotedIsNot() async throws {
    let onlyBob: JSON = ["canQuote": ["automaticApproval": .string(bob.uri)]]
    for policy in [onlyBob, nil, ["canQuote": ["always": []]]] {
      let quoted = try await quotable(policy)
      await #expect(throws: Refusal.self) {
        try await node.outbox.publish(PostDraft(source: "Look", quote: quoted), as: alice.id)
      }
    }
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func membersQuoteEachOtherUnderTheSameRules() async throws {
    let open = try await node.outbox.publish(PostDraft(source: "open"), as: dave.id)
    let closed = try await node.outbox.publish(
      PostDraft(source: "closed", quotableBy: .nobody),
      as: dave.id
    )

    let post = try await node.outbox.publish(PostDraft(source: "x", quote: open.uri), as: alice.id)
    #expect(try await state(post.uri) == .accepted)
    let stamp = try #require(try await node.post(post.uri)?.quote?.authorization)
    await #expect(throws: Refusal.self) {
      try await node.outbox.publish(PostDraft(source: "x", quote: closed.uri), as: alice.id)
    }
    let own = try await node.outbox.publish(PostDraft(source: "x", quote: closed.uri), as: dave.id)
    #expect(try await state(own.uri) == .accepted)

    await #expect(throws: Refusal.self) {
      try await node.outbox.unquote(post.uri, as: alice.id)
    }
    try await node.outbox.unquote(post.uri, as: dave.id)
    #expect(try await state(post.uri) == .revoked)
    #expect(try await node.database.read { try $0.quotes.stamp(uri: stamp) } == nil)
  }

  // MARK: Others quote members

  private func request(_ quoted: Post, by actor: RemoteActor, _ quoting: JSON) -> JSON {
    actor.activity("QuoteRequest", .string(quoted.uri)).setting("instrument", to: quoting)
  }

  @Test func aRequestIsAnsweredByThePostsPolicy() async throws {
    let open = try await node.outbox.publish(PostDraft(source: "open"), as: alice.id)
    let closed = try await node.outbox.publish(
      PostDraft(source: "closed", quotableBy: .nobody),
      as: alice.id
    )
    try await node.drainDeliveries()
    node.farSide.forgetQuestions()
    let quoting = eve.note("look").setting("quote", to: .string(open.uri))

    try await node.process(request(open, by: eve, quoting), from: eve)
    try await node.process(request(open, by: eve, quoting), from: eve)
    try await node.process(request(closed, by: eve, eve.note("look")), from: eve)
    try await node.drainDeliveries()

    let answers = node.farSide.posts.compactMap(\.json)
    #expect(answers.compactMap { $0["type"]?.string } == ["Accept", "Accept", "Reject"])
    let stamp = try #require(answers[0]["result"]?.string)
    #expect(answers[1]["result"] == .string(stamp))
    let kept = try await node.database.read { try $0.quotes.stamp(uri: stamp) }
    #expect(kept?.quoting == quoting["id"]?.string)
    #expect(answers[2]["result"] == nil)
  }

  @Test func nobodyAsksForAPostOfAnother() async throws {
    let open = try await node.outbox.publish(PostDraft(source: "open"), as: alice.id)
    let theirs = bob.note("bob's")

    try await node.process(request(open, by: eve, theirs), from: eve)
    let named = eve.activity("QuoteRequest", .string(open.uri))
      .setting("instrument", to: theirs["id"])
    try await node.process(named, from: eve)

    #expect(try await node.dump()["quoteStamp"]?.isEmpty == true)
  }

  @Test func aQuoteOfAMembersPostCountsByThisNodesOwnStamp() async throws {
    let open = try await node.outbox.publish(PostDraft(source: "open"), as: alice.id)
    let quoting = bob.note("look").setting("quoteUrl", to: .string(open.uri))
      .setting("quoteAuthorization", to: "\(node.origin)/stamps/1")
    let uri = quoting["id"]?.string ?? ""
    try await node.process(bob.create(quoting), from: bob)
    try await QuoteClerk(services: node.services).work()
    #expect(try await state(uri) != .accepted)

    try await node.process(request(open, by: bob, quoting), from: bob)
    let changed = quoting.setting("updated", to: "2026-11-25T00:00:00Z")
      .setting("quoteAuthorization", to: nil)
    try await node.process(bob.activity("Update", changed), from: bob)

    #expect(try await state(uri) == .accepted)
  }

  // MARK: Others quote others

  /// A quote by bob of a post of eve, with a stamp that may have been tampered with.
  private func quote(_ edit: (JSON) -> JSON) async throws -> Quotation.State? {
    let quoted = eve.note("original")
    try node.farSide.serve(quoted)
    let stamp = "\(eve.origin)/stamps/1"
    let quoting = bob.note("look").setting("quote", to: quoted["id"])
      .setting("quoteAuthorization", to: .string(stamp))
    let document: JSON = [
      "id": .string(stamp), "type": "QuoteAuthorization", "attributedTo": .string(eve.uri),
      "interactingObject": quoting["id"] ?? nil, "interactionTarget": quoted["id"] ?? nil,
    ]
    try node.farSide.serve(edit(document))
    try await node.process(bob.create(quoting), from: bob)
    #expect(try await state(quoting["id"]?.string ?? "") == .pending)
    try await QuoteClerk(services: node.services).work()
    return try await state(quoting["id"]?.string ?? "")
  }

  @Test func aStampIsLookedAtAtItsOrigin() async throws {
    #expect(try await quote { $0 } == .accepted)
  }

  @Test func aStampForSomethingElseIsNone() async throws {
    #expect(
      try await quote { $0.setting("interactingObject", to: "https://far.example/posts/other") }
        == .rejected
    )
    #expect(
      try await quote { $0.setting("interactionTarget", to: "https://third.example/posts/other") }
        == .rejected
    )
    #expect(
      try await quote { $0.setting("attributedTo", to: "https://third.example/users/x") }
        == .rejected
    )
    #expect(try await quote { $0.setting("type", to: "Note") } == .rejected)
  }

  @Test func aStampThatCannotBeHadIsAskedForAgainAndNotForEver() async throws {
    let quoting = bob.note("look").setting("quote", to: "https://gone.example/posts/1")
      .setting("quoteAuthorization", to: "https://gone.example/stamps/1")
    node.farSide.answer("https://gone.example", with: .status(503))
    try await node.process(bob.create(quoting), from: bob)

    for _ in 0..<QuoteStore.mostAttempts {
      #expect(try await state(quoting["id"]?.string ?? "") == .pending)
      try await QuoteClerk(services: node.services).work()
      node.clock.advance(by: 3601)
    }

    #expect(try await state(quoting["id"]?.string ?? "") == .rejected)
  }

  @Test func theOlderSpellingsAreRead() async throws {
    let uri = "https://third.example/posts/1"
    let link: JSON = [
      "type": "Link", "href": .string(uri), "mediaType": "application/activity+json",
      "rel": "https://misskey-hub.net/ns#_misskey_quote",
    ]
    for note in [
      bob.note("a").setting("quoteUri", to: .string(uri)),
      bob.note("b").setting("quoteUrl", to: .string(uri)),
      bob.note("c").setting("_misskey_quote", to: .string(uri)),
      bob.note("d").setting("tag", to: [link]),
    ] {
      try await node.process(bob.create(note), from: bob)
      #expect(try await node.post(note["id"]?.string ?? "")?.quote?.quoted == uri)
    }
  }

  @Test func aStampThatSomebodyGotForAnothersPostIsNone() async throws {
    let post = try await node.outbox.publish(
      PostDraft(source: "for friends", quotableBy: .followers),
      as: alice.id
    )
    let mallory = try RemoteActor("mallory", at: eve.host, key: 3)
    try await node.know(mallory)
    let note = mallory.note("look", to: [alice.uri]).setting("quote", to: .string(post.uri))
    // eve, who may quote it, asks for what mallory is going to write.
    let request = eve.activity("QuoteRequest", .string(post.uri))
      .setting("instrument", to: note["id"])
    try await node.process(request, from: eve)

    try await node.process(mallory.create(note), from: mallory)

    #expect(try await state(note["id"]?.string ?? "") == .pending)
  }
}
