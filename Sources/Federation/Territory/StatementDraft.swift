import ActivityStreams
import Foundation
import Model
import Signatures
import StrictJSON

/// What this node states next in its log of a territory, before it has a place there.
package enum StatementDraft: Sendable {
  /// With the record as it was written, which is this node's member id.
  case join(JSONObject)
  case endorse(join: Digest)
  case leave
  /// A new record; for another key with the key that agrees to follow.
  case record(JSONObject, successor: SigningKey?)
  case propose(Proposal.Wish, terms: JSONObject?, reason: String)
  case vote(proposal: Digest)
  case seal(Seal)
  case cosign(seal: Digest)

  /// Where in its log a statement stands.
  struct Place {
    let territory: Digest
    let log: Digest
    let head: TerritoryLedger.Head?
  }

  /// Writes and signs the statement.
  func signed(
    at place: Place,
    in ledger: TerritoryLedger,
    with services: FederationServices
  ) throws -> SignedStatement {
    let signer = try services.keys.nodeSigner(.ed25519)
    let origin = services.addresses.origin.string
    let sequence = place.head.map { $0.sequence + 1 } ?? 0
    let group = "\(origin)/territories/\(place.territory.text)"
    let now = services.now()
    var document: JSONObject = [
      "@context": AS.territoryContext,
      "id": .string("\(group)/log/\(place.log.text)/\(sequence)"), "type": .string(type),
      "actor": .string(services.addresses.nodeActor.string),
      "territory": .string(place.territory.text), "log": .string(place.log.text),
      "seq": .integer(sequence),
    ]
    document["prev"] = place.head.map { .string($0.digest.text) }
    document["key"] = .string(try multikey(signer))
    document["published"] = .string(AS.Timestamp.text(now))
    try fill(&document, group: group, in: ledger)
    if case .record(_, let successor?) = self {
      let proof = try successor.sign(try SuccessorProof.message(for: document))
      document["successorProof"] = .string(Base64URL.encode(proof))
    }
    let signed = try IntegrityProof.sign(document, as: signer, created: now)
    return try SignedStatement(signed)
  }

  private var type: String {
    switch self {
    case .join: "Join"
    case .leave: "Leave"
    case .endorse, .vote, .cosign: "Accept"
    case .propose: "Offer"
    case .record, .seal: "Update"
    }
  }

  private func fill(
    _ document: inout JSONObject,
    group: String,
    in ledger: TerritoryLedger
  ) throws {
    switch self {
    case .join(let record):
      document["object"] = .string(group)
      document["instrument"] = .object(record)
    case .leave: document["object"] = .string(group)
    case .endorse(let digest): document["object"] = try Self.reference(digest, "Join", in: ledger)
    case .vote(let digest): document["object"] = try Self.reference(digest, "Offer", in: ledger)
    case .cosign(let digest): document["object"] = try Self.reference(digest, "Update", in: ledger)
    case .record(let record, _): document["object"] = .object(record)
    case .seal(let seal): document["object"] = seal.json
    case .propose(let wish, let terms, let reason):
      document["object"] = Self.object(of: wish, terms)
      document["version"] = .integer(ledger.state.version)
      if !reason.isEmpty { document["content"] = .string(reason) }
    }
  }

  private static func object(of wish: Proposal.Wish, _ terms: JSONObject?) -> JSON {
    switch wish {
    case .exclude(let member): ["type": "Remove", "member": .string(member.text)]
    case .suspend(let member): ["type": "Block", "member": .string(member.text)]
    case .recover(let member, let successor):
      ["type": "Move", "member": .string(member.text), "successor": .string(successor.text)]
    case .amend(_, let base):
      ["type": "Update", "base": .string(base.text), "terms": .object(terms ?? [:])]
    }
  }

  private static func reference(
    _ digest: Digest,
    _ type: String,
    in ledger: TerritoryLedger
  ) throws(Refusal) -> JSON {
    guard let statement = ledger.statements[digest], let origin = Origin(of: statement.actor) else {
      throw .absent
    }
    let territory = ledger.charter.id.text
    let place = "\(statement.log.text)/\(statement.sequence)"
    return [
      "id": .string("\(origin)/territories/\(territory)/log/\(place)"), "type": .string(type),
      "digest": .string(digest.text),
    ]
  }
}
