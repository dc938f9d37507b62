import Foundation
import Model
import Signatures
import Storage
import StrictJSON

extension KeyRotation {
  /// Says in all logs, by the committed next key alone, that it is the node's key now.
  ///
  /// The one before it is lost (Protocol/territory.md, "reveal"). The key ring has the next key
  /// already.
  ///
  /// - Parameters:
  ///   - following: The key that will come after it.
  ///   - tx: The transaction that takes the key into use.
  /// - Returns: The statements, which are kept already; none for a territory whose log has not
  ///   committed itself to this key.
  /// - Throws: What is wrong with the keys or the database.
  package func reveal(following: SigningKey, in tx: Transaction) throws -> [SignedStatement] {
    guard let next = following.verificationKey.multikey else {
      throw Refusal.unavailable("The key that is to follow is no Ed25519 key.")
    }
    let key = try multikey(try services.keys.nodeSigner(.ed25519))
    var record = try OwnRecord(services: services).fresh().record
    record.nextKeyDigest = Digest(ofKey: next)
    let document = NodeRecord.document(record)
    return try services.known.territories.compactMap { territory -> SignedStatement? in
      guard let own = territory.own, let holding = services.territories.holding(territory.id),
        holding.ledger.nextKeyDigest(of: own) == Digest(ofKey: key)
      else { return nil }
      let place = StatementDraft.Place(
        territory: territory.id,
        log: own,
        head: holding.ledger.head(of: own)
      )
      let signed = try StatementDraft.record(document, successor: nil)
        .signed(at: place, in: holding.ledger, with: services)
      _ = try tx.statements.insert(signed.entry(at: services.now()))
      return signed
    }
  }
}
