import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Nobody acts on what is another's (threats 3, 8 and 9): the whole database is compared.
@Suite struct OwnershipTests {
  /// A node on which everything exists that could be attacked, and the attacker.
  struct Scene {
    let node: TestNode
    let alice: ActorProfile
    let bob: RemoteActor
    let evil: RemoteActor
    /// bob's post and alice's.
    let post: String
    let own: String
    let follow: JSON
    let pendingFollow: String
    let like: String
    let boost: String
    let block: String
    /// bob's poll and alice's.
    let poll: String
    let ownPoll: String
    /// alice's question whether she may quote bob, her stamp for bob, and bob's for her.
    let quoteRequest: String
    let ownStamp: String
    let stamp: String
    let agreements: AgreementAttacks
    let words: EndorsedWords
    let consultations: ConsultationAttacks

    /// The attacker may be of bob's own host: even a neighbour may not.
    init(evilHost: String) async throws {
      node = try await TestNode.make()
      alice = try await node.member("alice")
      let dora = try await node.member("dora", approvesFollowers: true)
      bob = try RemoteActor("bob", key: 1)
      evil = try RemoteActor("evil", at: evilHost, key: 2)
      try await node.follow(bob, by: alice)
      try await node.know(evil)
      let note = bob.note("bob's", to: [AS.Recipient.publicCollection], cc: [bob.followers])
      post = note["id"]?.string ?? ""
      own = try await node.outbox.publish(PostDraft(source: "alice's"), as: alice.id).uri
      follow = bob.activity("Follow", .string(alice.uri)).setting("@context", to: nil)
      let like = bob.activity("Like", .string(own))
      let boost = bob.activity("Announce", .string(own))
      let carol = try await node.member("carol")
      let block = bob.activity("Block", .string(carol.uri))
      let pin = bob.activity("Add", .string(post)).setting("target", to: .string(bob.featured))
      for activity in [bob.create(note), follow, like, boost, block, pin] {
        try await node.receive(activity, from: bob)
      }
      let question = bob.note("?").setting("type", to: "Question").setting(
        "oneOf",
        to: [["type": "Note", "name": "x"], ["type": "Note", "name": "y"]]
      )
      poll = question["id"]?.string ?? ""
      try await node.receive(bob.create(question), from: bob)
      var draft = PostDraft(source: "?")
      draft.poll = PollDraft(options: ["x", "y"])
      ownPoll = try await node.outbox.publish(draft, as: alice.id).uri
      (quoteRequest, ownStamp, stamp) = try await Self.quotes(node, alice, bob, own)
      agreements = try await AgreementAttacks(node, alice, bob)
      words = try await EndorsedWords(node, alice, bob)
      consultations = try await ConsultationAttacks(node, alice)
      let pending = bob.activity("Follow", .string(dora.uri))
      try await node.process(pending, from: bob)
      pendingFollow = pending["id"]?.string ?? ""
      self.like = like["id"]?.string ?? ""
      self.boost = boost["id"]?.string ?? ""
      self.block = block["id"]?.string ?? ""
    }

    /// alice quotes bob and bob quotes alice, both with a yes.
    private static func quotes(
      _ node: TestNode,
      _ alice: ActorProfile,
      _ bob: RemoteActor,
      _ own: String
    ) async throws -> (request: String, ownStamp: String, stamp: String) {
      let quoted = bob.note("quote me").setting(
        "interactionPolicy",
        to: ["canQuote": ["automaticApproval": .string(AS.Recipient.publicCollection)]]
      )
      try await node.process(bob.create(quoted), from: bob)
      let draft = PostDraft(source: "x", quote: quoted["id"]?.string)
      _ = try await node.outbox.publish(draft, as: alice.id)
      try await node.drainDeliveries()
      let asked = node.farSide.posts.compactMap(\.json).last { $0["type"] == "QuoteRequest" }
      let request = try required(asked?["id"]?.string)
      let stamp = "\(bob.origin)/stamps/1"
      try await node.process(
        bob.activity("Accept", .string(request)).setting("result", to: .string(stamp)),
        from: bob
      )
      let quoting = bob.newID("posts")
      try await node.process(
        bob.activity("QuoteRequest", .string(own)).setting("instrument", to: .string(quoting)),
        from: bob
      )
      let given = try await node.database.read {
        try $0.quotes.stamp(for: quoting, by: alice.id)
      }
      return (request, try required(given).uri, stamp)
    }

    /// Everything the attacker tries, one or more for each handler.
    var attacks: [String: JSON] {
      let onAgreements = agreements.attacks(by: evil, on: bob)
      let onWords = words.attacks(by: evil)
        .merging(consultations.attacks(by: evil, alice: alice)) { first, _ in first }
      return [onTies, onAccountsPollsAndQuotes, onAgreements, onWords, onTheRest].reduce(onPosts) {
        all,
        some in
        all.merging(some) { first, _ in first }
      }
    }

    private var onPosts: [String: JSON] {
      let forged = evil.note("forged", id: post)
      let theirs = bob.note("by bob?")
      return [
        "Create in the name of bob": evil.create(theirs),
        "Create over bob's post": evil.create(forged),
        "Create over alice's post": evil.create(evil.note("x", id: own, to: [alice.uri])),
        "Update of bob's post as its own": evil.activity("Update", forged),
        "Update of bob's post as bob's": evil.activity(
          "Update",
          forged.setting("attributedTo", to: .string(bob.uri))
        ),
        "Update of alice's post": evil.activity("Update", evil.note("x", id: own)),
        "Update of bob himself": evil.activity("Update", bob.document),
        "Update of itself as bob": evil.activity(
          "Update",
          evil.document.setting("id", to: .string(bob.uri))
        ),
        "Delete of bob's post": evil.activity("Delete", .string(post)),
        "Delete of bob's post by Tombstone": evil.activity(
          "Delete",
          ["id": .string(post), "type": "Tombstone"]
        ),
        "Delete of alice's post": evil.activity("Delete", .string(own)),
        "Delete of bob himself": evil.activity("Delete", .string(bob.uri)),
        "Delete of alice herself": evil.activity("Delete", .string(alice.uri)),
      ]
    }

    private var onTies: [String: JSON] {
      [
        "Accept of a follow of another": evil.activity("Accept", .string(pendingFollow)),
        "Accept of a follow, carried along": evil.activity("Accept", follow),
        "Reject of a follow of another": evil.activity("Reject", follow),
        "Reject by id": evil.activity("Reject", follow["id"] ?? nil),
        "Undo of bob's follow": evil.activity("Undo", follow),
        "Undo of bob's follow by id": evil.activity("Undo", follow["id"] ?? nil),
        "Undo of bob's follow, actor changed": evil.activity(
          "Undo",
          follow.setting("actor", to: .string(evil.uri))
        ),
        "Undo of bob's like": evil.activity("Undo", .string(like)),
        "Undo of bob's like, carried along": evil.activity(
          "Undo",
          [
            "id": .string(like), "type": "Like", "actor": .string(evil.uri),
            "object": .string(own),
          ]
        ),
        "Undo of bob's boost": evil.activity("Undo", .string(boost)),
        "Undo of bob's block": evil.activity("Undo", .string(block)),
        "Undo of bob's Accept": evil.activity(
          "Undo",
          [
            "id": "\(evil.origin)/x", "type": "Accept", "actor": .string(evil.uri),
            "object": follow,
          ]
        ),
      ]
    }

    private var onAccountsPollsAndQuotes: [String: JSON] {
      [
        "Move of bob": evil.activity("Move", .string(bob.uri)).setting(
          "target",
          to: .string(evil.uri)
        ),
        "Move of itself to bob, who does not name it": evil.activity("Move", .string(evil.uri))
          .setting("target", to: .string(bob.uri)),
        "Move of alice": evil.activity("Move", .string(alice.uri)).setting(
          "target",
          to: .string(evil.uri)
        ),
        "Update of the votes in bob's poll": evil.activity(
          "Update",
          evil.note("?", id: poll)
            .setting("type", to: "Question").setting("oneOf", to: [["type": "Note", "name": "x"]])
        ),
        "Delete of bob's poll": evil.activity("Delete", .string(poll)),
        "Vote in the name of bob": evil.create(
          bob.note("", to: [alice.uri], inReplyTo: ownPoll).setting("content", to: nil)
            .setting("name", to: "x")
        ),
        "QuoteRequest for bob's post": evil.activity("QuoteRequest", .string(own))
          .setting("instrument", to: .string(post)),
        "Accept of alice's QuoteRequest": evil.activity("Accept", .string(quoteRequest))
          .setting("result", to: .string("\(evil.origin)/stamps/1")),
        "Reject of alice's QuoteRequest": evil.activity("Reject", .string(quoteRequest)),
        "Delete of alice's stamp": evil.activity("Delete", .string(ownStamp)),
        "Delete of bob's stamp": evil.activity("Delete", .string(stamp)),
      ]
    }

    private var onTheRest: [String: JSON] {
      [
        "Add to bob's pins": evil.activity("Add", .string(post))
          .setting("target", to: .string(bob.featured)),
        "Add of bob's post to its own pins": evil.activity("Add", .string(post))
          .setting("target", to: .string(evil.featured)),
        "Remove from bob's pins": evil.activity("Remove", .string(post))
          .setting("target", to: .string(bob.featured)),
        "Remove of bob's post from its own pins": evil.activity("Remove", .string(post))
          .setting("target", to: .string(evil.featured)),
        "Announce of a forged Delete by bob": evil.activity(
          "Announce",
          bob.activity("Delete", .string(post))
        ),
        "Announce of a forged Undo by bob": evil.activity(
          "Announce",
          bob.activity("Undo", follow)
        ),
        "Like of something unknown": evil.activity("Like", "\(bob.origin)/posts/none"),
        "Follow of bob by way of this node": evil.activity("Follow", .string(bob.uri)),
        "Block of bob by way of this node": evil.activity("Block", .string(bob.uri)),
        "Join of what is no event": evil.activity("Join", .string(own)),
        "Leave of what one takes no part in": evil.activity("Leave", .string(own)),
        "Ignore of what another was asked": evil.activity("Ignore", .string(pendingFollow)),
        "Invite to what another looks after": evil.activity("Invite", .string(alice.uri))
          .setting("target", to: .string(bob.uri)),
        "Flag of what is not of this node": evil.activity("Flag", .list([bob.uri])),
      ]
    }
  }

  @Test(arguments: ["evil.example", "far.example"])
  func noActivityChangesWhatIsAnothers(evilHost: String) async throws {
    let scene = try await Scene(evilHost: evilHost)
    let tried = Set(scene.attacks.values.compactMap { $0["type"]?.string })
    var before = try await scene.node.dump(except: ["inboxActivity"])

    for (name, attack) in scene.attacks.sorted(by: { $0.key < $1.key }) {
      _ = try? await scene.node.receive(attack, from: scene.evil)
      try await scene.node.drainInbox()
      let after = try await scene.node.dump(except: ["inboxActivity"])
      for (table, rows) in after where rows != before[table] {
        Issue.record("\(name) changed \(table): \(rows)")
      }
      before = after
    }

    let all = Set(ActivityRegistry.handlers.map { $0.type.rawValue })
    #expect(tried == all)
  }

  @Test func nobodyWritesUnderAnIDOfAnotherOrigin() async throws {
    let scene = try await Scene(evilHost: "evil.example")
    let dave = try await scene.node.member("dave")
    let note = scene.evil.note("x", id: "https://victim.example/posts/1", to: [dave.uri])

    try await scene.node.process(scene.evil.create(note), from: scene.evil)
    await #expect(throws: Refusal.self) {
      try await scene.node.receive(
        scene.evil.activity("Like", .string(scene.own), id: "https://victim.example/likes/1"),
        from: scene.evil
      )
    }

    #expect(try await scene.node.post("https://victim.example/posts/1") == nil)
  }

  @Test func anAnnouncedObjectIsNeverBelievedButFetched() async throws {
    let scene = try await Scene(evilHost: "evil.example")
    try await scene.node.follow(scene.evil, by: scene.alice)
    let victim = try RemoteActor("victim", at: "victim.example", key: 3)
    let forged = victim.note("never said")

    try await scene.node.process(scene.evil.activity("Announce", forged), from: scene.evil)

    #expect(try await scene.node.post(forged["id"]?.string ?? "") == nil)
    #expect(scene.node.farSide.questions(to: forged["id"]?.string ?? "").count == 1)
  }
}
