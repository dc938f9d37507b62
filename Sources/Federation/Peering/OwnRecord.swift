import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// The record by which this node is known to others, kept so that everybody has the same bytes.
struct OwnRecord {
  let services: FederationServices

  private static let key = "nodeRecord"

  /// The record as things are; a new one where settings or keys have changed since.
  func current() async throws -> (record: NodeRecord, document: JSONObject) {
    let wanted = try draft()
    let known = try await services.database.read { tx in
      try kept(saying: wanted, in: tx)
    }
    if let known { return known }
    return try await services.database.write { try current(in: $0) }
  }

  func current(in tx: Transaction) throws -> (record: NodeRecord, document: JSONObject) {
    let wanted = try draft()
    if let kept = try kept(saying: wanted, in: tx) { return kept }
    let document = NodeRecord.document(wanted)
    let text = String(decoding: JSON.object(document).serialized(), as: UTF8.self)
    try tx.state.set(Self.key, to: text)
    return (try NodeRecord(json: .object(document)), document)
  }

  private func kept(
    saying wanted: NodeRecord,
    in tx: Transaction
  ) throws -> (record: NodeRecord, document: JSONObject)? {
    guard let text = try tx.state.value(Self.key), let known = try? JSON.parse(Array(text.utf8)),
      let document = known.object, let record = try? NodeRecord(json: known),
      wanted.saysTheSame(as: record)
    else { return nil }
    return (record, document)
  }

  /// A record that nobody has seen, for another life in a territory.
  func fresh() throws -> (record: NodeRecord, document: JSONObject) {
    let document = NodeRecord.document(try draft())
    return (try NodeRecord(json: .object(document)), document)
  }

  /// What this node would say now; its digest means nothing yet.
  private func draft() throws -> NodeRecord {
    let identity = services.identity
    let key = try multikey(try services.keys.nodeSigner(.ed25519))
    let record = NodeRecord(
      digest: Digest(ofKey: key),
      actor: services.addresses.nodeActor.string,
      key: key,
      keyDigest: Digest(ofKey: key),
      nextKeyDigest: try identity.nextKeyDigest(),
      inbox: services.addresses.sharedInbox.string,
      isReachable: identity.isReachable,
      addresses: Array(identity.addresses.prefix(NodeRecord.mostAddresses)),
      tlsPins: Array(try identity.tlsPins().prefix(NodeRecord.mostPins)),
      presentation: identity.presentation
    )
    // As others will read it.
    return try NodeRecord(json: .object(NodeRecord.document(record)))
  }
}

/// A signer's public key in the form of records.
func multikey(_ signer: Signer) throws(Refusal) -> String {
  guard let key = signer.key.verificationKey.multikey else {
    throw .unavailable("The node's key is no Ed25519 key.")
  }
  return key
}
