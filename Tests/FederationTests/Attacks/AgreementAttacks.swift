import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport

@testable import Federation

/// Agreements between two, and what a third might try with them.
struct AgreementAttacks {
  /// The ids of two of bob's Offers on alice's needs: one that waits, one that was accepted.
  let waiting: String
  let accepted: String
  /// The accepted agreement, and what bob says was done of it.
  let agreement: String
  let deed: String
  /// alice's need for her node alone.
  let hidden: String

  init(_ node: TestNode, _ alice: ActorProfile, _ bob: RemoteActor) async throws {
    func need(for audience: Audience = .public) async throws -> String {
      var draft = PostDraft(source: "x", audience: audience)
      draft.need = Need(
        .request,
        title: "x",
        primary: .init(.deliverService, Quantity(nil, .hour))
      )
      return try await node.outbox.publish(draft, as: alice.id).uri
    }
    let first = bob.activity("Offer", Self.agreement(on: try await need()))
    let second = bob.activity("Offer", Self.agreement(on: try await need()))
    hidden = try await need(for: .node)
    (waiting, accepted) = (first["id"]?.string ?? "", second["id"]?.string ?? "")
    try await node.process(first, second, from: bob)
    let entry = try await node.database.read { [accepted] in
      try $0.agreements.find(offer: accepted)
    }
    let id = try required(entry?.id, "bob's answer")
    agreement = try required(
      try await node.outbox.act(.accept, on: id, as: alice.id).uri,
      "the agreement"
    )
    deed = "\(bob.origin)/deeds/1"
    try await node.process(
      bob.create(Self.event(deed, by: bob, of: agreement)),
      from: bob
    )
    try await node.drainDeliveries()
  }

  private static func agreement(on need: String) -> JSON {
    [
      "type": "Agreement",
      "stipulates": [
        "type": "Commitment", "satisfies": .string("\(need)#primary"),
        "resourceQuantity": ["hasUnit": "hour", "hasNumericalValue": "1"],
      ],
    ]
  }

  private static func event(_ id: String, by actor: RemoteActor, of agreement: String) -> JSON {
    [
      "type": "EconomicEvent", "id": .string(id), "attributedTo": .string(actor.uri),
      "context": .string(agreement), "fulfills": .string("\(agreement)#primary"),
      "resourceQuantity": ["hasUnit": "hour", "hasNumericalValue": "1"],
      "hasPointInTime": "2026-01-01T00:00:00Z",
    ]
  }

  /// What somebody tries who has no part in them.
  func attacks(by evil: RemoteActor, on bob: RemoteActor) -> [String: JSON] {
    let result = Self.agreement(on: "https://home.example/posts/1")
      .setting("id", to: .string("\(evil.origin)/agreements/1"))
    return [
      "Accept of bob's answer": evil.activity("Accept", .string(waiting))
        .setting("result", to: result),
      "Accept of what bob says was done": evil.activity("Accept", .string(deed)),
      "Reject of bob's answer": evil.activity("Reject", .string(waiting)),
      "Reject of bob's agreement": evil.activity("Reject", .string(accepted)),
      "Reject of what bob says was done": evil.activity("Reject", .string(deed)),
      "Undo of bob's answer": evil.activity("Undo", .string(waiting)),
      "Create of something done of their agreement": evil.create(
        Self.event("\(evil.origin)/deeds/1", by: evil, of: agreement)
      ),
      "Create of something done in the name of bob": evil.create(
        Self.event("\(evil.origin)/deeds/2", by: bob, of: agreement)
      ),
      "Offer on what it cannot read": evil.activity("Offer", Self.agreement(on: hidden)),
      "Offer on something of another node": evil.activity(
        "Offer",
        Self.agreement(on: "\(bob.origin)/posts/1")
      ),
      "Offer of something else": evil.activity("Offer", ["type": "Note", "content": "x"]),
    ]
  }
}
