import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// Tells territories and peers that another key will speak for this node: the one that its records
/// had committed it to.
///
/// It is told under the old key and with the consent of the new one, before the new one is taken
/// into use. Who cannot be reached is told again later, by the same words.
package struct KeyRotation: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Says that a key follows.
  ///
  /// - Parameters:
  ///   - successor: The key that the current records commit to.
  ///   - following: The hash of the key that will come after it.
  package func announce(_ successor: SigningKey, following: Digest) async throws {
    guard let key = successor.verificationKey.multikey,
      Digest(ofKey: key) == (try services.identity.nextKeyDigest())
    else { throw Refusal.conflict("This is not the key that the node has committed itself to.") }
    var record = try await OwnRecord(services: services).current().record
    record.key = key
    record.keyDigest = Digest(ofKey: key)
    record.nextKeyDigest = following
    let document = NodeRecord.document(record)
    let log = TerritoryLog(services: services)
    for territory in services.known.territories where territory.own != nil {
      _ = try await log.append(.record(document, successor: successor), to: territory.id)
    }
    try await tellPeers(document, successor)
  }

  private func tellPeers(_ record: JSONObject, _ successor: SigningKey) async throws {
    let desk = PeeringDesk(services: services)
    for node in services.known.nodes {
      guard let peering = node.peering, peering.state != .revoked else { continue }
      let object = PeeringOffer.object(peering.ours, record: record, charters: desk.charters())
      let message = try PeerMessage.make(
        .update,
        object: object,
        successor: successor,
        with: services
      )
      let text = String(decoding: JSON.object(message.document).serialized(), as: UTF8.self)
      try await services.database.write { try $0.state.set(Self.name(node.host), to: text) }
      await repeatToPeer(node)
    }
  }

  /// Tells a peer what it was not reached with.
  func repeatToPeer(_ node: KnownNodes.Node) async {
    do {
      let text = try await services.database.read { try $0.state.value(Self.name(node.host)) }
      guard let text, !text.isEmpty, let message = try JSON.parse(Array(text.utf8)).object else {
        return
      }
      _ = try await PeerClient(services: services)
        .post(message, to: "/peering", of: PeerClient.Target(node))
      try await services.database.write { try $0.state.set(Self.name(node.host), to: "") }
    } catch {
      services.logger.notice(
        "A peer has not heard of the new key yet.",
        metadata: ["host": "\(node.host)", "reason": "\(error)"]
      )
    }
  }

  private static func name(_ host: String) -> String { "rotation \(host)" }
}
