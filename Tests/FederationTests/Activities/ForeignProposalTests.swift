import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Proposals of other software (FEP-0837 as Mitra speaks it), and hostile ones.
@Suite struct ForeignProposalTests {
  private struct Scene {
    let node: TestNode
    let alice: ActorProfile
    let silver: RemoteActor
    let proposal: JSON

    init() async throws {
      node = try await TestNode.make()
      alice = try await node.member("alice")
      silver = try RemoteActor("silver")
      try await node.know(silver)
      try await node.follow(silver, by: alice)
      let id = "\(silver.origin)/proposals/1"
      proposal = [
        "type": "Proposal", "id": .string(id), "purpose": "offer",
        "attributedTo": .string(silver.uri), "name": "Garde d’enfants",
        "publishes": [
          "type": "Intent", "id": .string("\(id)#primary"), "action": "deliverService",
          "resourceConformsTo": "https://www.wikidata.org/wiki/Q579716",
          "resourceQuantity": ["hasUnit": "second", "hasNumericalValue": "1"],
        ],
        "reciprocal": [
          "type": "Intent", "id": .string("\(id)#reciprocal"), "action": "transfer",
          "resourceConformsTo": "caip:19:monero:418015bb9ae982a1975da7d79277c270/slip44:128",
          "resourceQuantity": ["hasUnit": "one", "hasNumericalValue": "20000"],
        ],
        "unitBased": true, "to": "https://www.w3.org/ns/activitystreams#Public",
      ]
    }

    var uri: String { "\(silver.origin)/proposals/1" }

    func receive(_ proposal: JSON) async throws -> Post? {
      try await node.process(silver.create(proposal), from: silver)
      return try await node.post(uri)
    }

    /// The agreement that Alice began.
    func begun() async throws -> AgreementStore.Entry {
      try await node.outbox.propose(on: uri, amount: Amount("3600"), as: alice.id)
    }

    func accept(_ entry: AgreementStore.Entry, _ change: (JSON) -> JSON = { $0 }) -> JSON {
      let id = "\(silver.origin)/agreements/1"
      func commitment(_ side: String, _ unit: String, _ value: String) -> JSON {
        [
          "type": "Commitment", "id": .string("\(id)#\(side)"),
          "satisfies": .string("\(uri)#\(side)"),
          "resourceQuantity": ["hasUnit": .string(unit), "hasNumericalValue": .string(value)],
        ]
      }
      let agreement: JSON = [
        "type": "Agreement", "id": .string(id),
        "stipulates": commitment("primary", "second", "3600"),
        "stipulatesReciprocal": commitment("reciprocal", "one", "72000000"),
        "url": ["type": "Link", "href": "https://pay.example/1", "rel": "payment"],
      ]
      return [
        "@context": "https://www.w3.org/ns/activitystreams", "type": "Accept",
        "id": .string(silver.newID()), "actor": .string(silver.uri),
        "object": .string(entry.offer), "result": change(agreement),
        "to": .string(alice.uri),
      ]
    }
  }

  @Test func `Mitra’s proposal is shown with its title, and can be answered`() async throws {
    let scene = try await Scene()

    let post = try #require(try await scene.receive(scene.proposal))

    #expect(post.kind == Need.kind && post.body.need?.purpose == .offer)
    #expect(PlainText.text(of: post.body.html).contains("Garde d’enfants"))
    let entry = try await scene.begun()
    #expect(entry.agreement.reciprocal?.share.amount == Amount("72000000"))
    #expect(try await scene.node.waitingInboxes() == [scene.silver.inbox])
    try await scene.node.process(scene.accept(entry), from: scene.silver)
    let accepted = try await scene.node.outbox.agreement(entry.id, of: scene.alice.id)
    #expect(accepted.agreement.stage == .accepted)
    #expect(accepted.uri == "\(scene.silver.origin)/agreements/1")
  }

  @Test func `A proposal whose intents have other names is a post and no more`() async throws {
    let scene = try await Scene()
    let intent = scene.proposal["publishes"]?.setting("id", to: .string("\(scene.uri)/intent"))

    let post = try await scene.receive(scene.proposal.setting("publishes", to: intent))

    #expect(post != nil && post?.body.need == nil)
    await #expect(throws: Refusal.self) { _ = try await scene.begun() }
  }

  @Test func `A yes to other terms, or in the name of another origin, is none`() async throws {
    let scene = try await Scene()
    _ = try await scene.receive(scene.proposal)
    let entry = try await scene.begun()
    let changes: [(JSON) -> JSON] = [
      { $0.setting("id", to: "https://elsewhere.example/agreements/1") },
      { $0.setting("id", to: nil) },
      { $0.setting("stipulatesReciprocal", to: nil) },
      { agreement in
        let primary = agreement["stipulates"]?.setting(
          "resourceQuantity",
          to: ["hasUnit": "second", "hasNumericalValue": "1"]
        )
        return agreement.setting("stipulates", to: primary)
      },
    ]

    for change in changes {
      try await scene.node.process(scene.accept(entry, change), from: scene.silver)
      let kept = try await scene.node.outbox.agreement(entry.id, of: scene.alice.id)
      #expect(kept.agreement.stage == .offered)
    }
  }

  @Test func `One id does not stand for two agreements or two deeds`() async throws {
    let scene = try await Scene()
    _ = try await scene.receive(scene.proposal)
    let entry = try await scene.begun()
    try await scene.node.process(scene.accept(entry), from: scene.silver)
    let bob = try await scene.node.member("bob")
    let second = try await scene.node.outbox.propose(
      on: scene.uri,
      amount: Amount("3600"),
      as: bob.id
    )

    try await scene.node.process(scene.accept(second), from: scene.silver)

    let kept = try await scene.node.outbox.agreement(second.id, of: bob.id)
    #expect(kept.agreement.stage == .offered)
    let deed: JSON = [
      "type": "EconomicEvent", "id": .string("\(scene.silver.origin)/events/1"),
      "attributedTo": .string(scene.silver.uri),
      "context": .string("\(scene.silver.origin)/agreements/1"),
      "fulfills": .string("\(scene.silver.origin)/agreements/1#primary"),
      "resourceQuantity": ["hasUnit": "second", "hasNumericalValue": "3600"],
      "hasPointInTime": "2026-01-01T00:00:00Z",
    ]
    let other = deed.setting(
      "fulfills",
      to: .string("\(scene.silver.origin)/agreements/1#reciprocal")
    )
    .setting("resourceQuantity", to: ["hasUnit": "one", "hasNumericalValue": "1"])
    for event in [deed, other] {
      try await scene.node.process(scene.silver.create(event), from: scene.silver)
    }
    let first = try await scene.node.outbox.agreement(entry.id, of: scene.alice.id)
    #expect(first.agreement.primary.deed?.amount == Amount("3600"))
    #expect(first.agreement.reciprocal?.deed == nil)
  }

  @Test func `A deed of tomorrow, in another unit or of another's is none`() async throws {
    let scene = try await Scene()
    _ = try await scene.receive(scene.proposal)
    let entry = try await scene.begun()
    try await scene.node.process(scene.accept(entry), from: scene.silver)
    let deed: JSON = [
      "type": "EconomicEvent", "id": .string("\(scene.silver.origin)/events/1"),
      "attributedTo": .string(scene.silver.uri),
      "context": .string("\(scene.silver.origin)/agreements/1"),
      "fulfills": .string("\(scene.silver.origin)/agreements/1#primary"),
      "resourceQuantity": ["hasUnit": "second", "hasNumericalValue": "3600"],
      "hasPointInTime": "2026-01-01T00:00:00Z",
    ]
    let changes: [(String, JSON)] = [
      ("hasPointInTime", "2999-01-01T00:00:00Z"), ("attributedTo", .string(scene.alice.uri)),
      ("resourceQuantity", ["hasUnit": "hour", "hasNumericalValue": "1"]),
      ("resourceQuantity", ["hasUnit": "second"]), ("fulfills", "https://x.example/1"),
      ("id", "https://x.example/events/1"), ("context", "https://x.example/agreements/1"),
    ]

    for (name, value) in changes {
      let activity = scene.silver.create(deed.setting(name, to: value))
      try await scene.node.process(activity, from: scene.silver)
      let kept = try await scene.node.outbox.agreement(entry.id, of: scene.alice.id)
      #expect(kept.agreement.primary.deed == nil, "\(name)")
    }
  }

  @Test func `A stranger's call is matched with nobody`() async throws {
    let scene = try await Scene()
    let marc = try await scene.node.member("marc")
    let skill = "https://skills.example/1"
    try await TalentDesk(services: scene.node.services).edit(marc.id, by: .own) { profile, _ in
      guard let id = SkillID(skill) else { return }
      profile.talents = [try Talent(skill: id, level: .mastery)]
    }
    let call = scene.proposal.setting("purpose", to: "request")
      .setting("maillage:call", to: .bool(true))
      .setting("maillage:skills", to: [["id": .string(skill), "level": .integer(1)]])
      .setting("to", to: .string(scene.node.services.addresses.nodeActor.string))

    _ = try await scene.receive(call)
    try await NeedWorker(services: scene.node.services).runOnce()

    let calls = try await CallDesk(services: scene.node.services).calls(for: marc.id, limit: 10)
    #expect(calls.isEmpty)
  }
}
