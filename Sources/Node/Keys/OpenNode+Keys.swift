import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage

/// The keys that take part in a change of the node's Ed25519 key.
package struct NodeKeyRotation: Sendable {
  /// In force until now.
  package let old: SigningKey
  /// In force from now on; the node committed itself to it before.
  package let new: SigningKey
  /// The one to which the node commits itself now.
  package let following: SigningKey
}

extension OpenNode {
  /// The node's Ed25519 key.
  package var nodeKey: SigningKey {
    get throws { try services.keys.nodeSigner(.ed25519).key }
  }

  /// The key that the node has committed itself to as its next.
  package var nextKey: SigningKey {
    get throws { try NodeKeyFiles(home).next() }
  }

  /// Makes the next key the node's, and a new one the next; and makes it a new RSA key.
  ///
  /// - Parameter announce: Signs and keeps the announcement, in the transaction that makes the keys
  ///   the actor's: all are there or none (``NodeKeyFiles`` says why nothing is lost).
  /// - Returns: What the announcement is.
  /// - Throws: What the announcement throws; nothing has changed then. Afterwards only what is
  ///   wrong with the disk: then the change is in force, and the files follow at the next start.
  package func rotateNodeKey<Value: Sendable>(
    announcing announce: @escaping @Sendable (NodeKeyRotation, Transaction) throws -> Value
  ) async throws -> Value {
    let (files, rsaFiles) = (NodeKeyFiles(home), NodeRSAKeyFiles(home))
    let rotation = NodeKeyRotation(
      old: try nodeKey,
      new: try files.next(),
      following: try files.following()
    )
    let rsa = try await rsaFiles.next()
    let old = rotation.old.verificationKey.multikey
    let (actor, addresses) = (nodeActor.id, services.addresses)
    let (value, rsaID) = try await database.write { tx in
      let published = try tx.actors.keys(of: actor)
      guard published.first(where: { $0.algorithm == .ed25519 })?.publicKey == old else {
        throw Refusal.conflict("The node changes its key already: stop it and start it again.")
      }
      let value = try announce(rotation, tx)
      let address = addresses.key(.ed25519, of: addresses.nodeActor)
      let key = ActorKey(rotation.new.verificationKey, .ed25519, at: address)
      try tx.actors.replaceKey(key, sealed: nil, of: actor)
      let rsaKey = ActorKey(
        rsa.verificationKey,
        .rsa,
        at: addresses.newRSAKey(of: addresses.nodeActor, after: published)
      )
      try tx.actors.replaceKey(rsaKey, sealed: nil, of: actor)
      return (value, rsaKey.uri)
    }
    // What was announced is in force, even if the disk refuses the files.
    services.keys.replaceNodeKey(.ed25519, by: rotation.new)
    services.keys.replaceNodeKey(.rsa, by: rsa, named: KeyID(rsaID))
    try files.advance()
    try rsaFiles.advance()
    return value
  }

  /// Brings the files in line with the keys that the database names.
  ///
  /// - Returns: Whether a file holds another key now.
  static func settleNodeKeys(
    _ home: NodeHome,
    published: [ActorKey],
    isKeyLost: Bool
  ) throws -> Bool {
    func key(_ algorithm: ActorKey.Algorithm) -> String? {
      published.first { $0.algorithm == algorithm }?.publicKey
    }
    let hasNewRSA = try NodeRSAKeyFiles(home).settle(published: key(.rsa))
    guard !isKeyLost else { return hasNewRSA }
    return try NodeKeyFiles(home).settle(published: key(.ed25519)) || hasNewRSA
  }
}

extension Addresses {
  /// The id of a new RSA key of an actor that has these.
  fileprivate func newRSAKey(of actor: AS.IRI, after keys: [ActorKey]) -> AS.IRI {
    keys.first { $0.algorithm == .rsa }.map { key(after: $0, of: actor) } ?? key(.rsa, of: actor)
  }
}
