import Foundation
import Model
import Signatures
import StrictJSON

/// Keys of peers that follow those that are known.
extension PeeringDesk {
  private static let mostRotations = 8

  /// The key that follows, when a message of a known node brings one: it carries the proof of the
  /// key that is known, which had committed itself to this one, and the new key's consent.
  static func successor(
    of known: NodeRecord,
    _ record: NodeRecord,
    in message: PeerMessage
  ) throws -> String? {
    guard message.kind == .update, message.actor.string == known.actor, known.key != record.key,
      let text = message.document["successorProof"]?.string
    else { return nil }
    try message.verify(with: known.key)
    guard record.actor == known.actor, known.nextKeyDigest == record.keyDigest,
      let signature = Base64URL.decode(text),
      try VerificationKey(multikey: record.key)
        .isValid(signature, for: try SuccessorProof.message(for: message.document))
    else { throw Refusal.forbidden("The new key of \(known.host) is not the one it committed to.") }
    return record.key
  }

  /// What follows what is known of a node, by the rotations in an answer of it.
  func following(_ known: NodeRecord, in body: [UInt8]) throws -> [PeeringOffer] {
    let json = try JSON.parse(body, limits: .peers(maxBytes: body.count))
    guard let list = json["rotations"]?.array, list.count <= Self.mostRotations else { return [] }
    var (known, offers) = (known, [PeeringOffer]())
    for rotation in list {
      let message = try PeerMessage(rotation)
      let offer = try message.terms()
      // Those that this node has heard of come before those that it has not.
      guard let bare = try? Self.successor(of: known, offer.record, in: message), !bare.isEmpty
      else { continue }
      known = offer.record
      offers.append(offer)
    }
    return offers
  }

  /// Takes the keys that follow, one after the other.
  func follow(_ offers: [PeeringOffer], of host: String) async throws {
    for offer in offers {
      try await modify(host, hearing: offer) { found in
        guard let peering = found else { throw Refusal.absent }
        try requireCommitted(offer.record, after: peering)
      }
    }
  }
}
