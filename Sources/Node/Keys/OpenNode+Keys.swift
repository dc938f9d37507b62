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

  /// Makes the next key the node's, and a new one the next.
  ///
  /// - Parameter announce: Signs and keeps the announcement, in the transaction that makes the key
  ///   the actor's: both are there or neither (``NodeKeyFiles`` says why nothing is lost).
  /// - Returns: What the announcement is.
  /// - Throws: What the announcement throws; nothing has changed then. Afterwards only what is
  ///   wrong with the disk: then the change is in force, and the files follow at the next start.
  package func rotateNodeKey<Value: Sendable>(
    announcing announce: @escaping @Sendable (NodeKeyRotation, Transaction) throws -> Value
  ) async throws -> Value {
    let files = NodeKeyFiles(home)
    let rotation = NodeKeyRotation(
      old: try nodeKey,
      new: try files.next(),
      following: try files.following()
    )
    let address = services.addresses.key(.ed25519, of: services.addresses.nodeActor)
    let (old, new) = (rotation.old.verificationKey, rotation.new.verificationKey)
    let actor = nodeActor.id
    let value = try await database.write { tx in
      let published = try tx.actors.keys(of: actor).first { $0.algorithm == .ed25519 }
      guard published?.publicKey == old.multikey else {
        throw Refusal.conflict("The node changes its key already: stop it and start it again.")
      }
      let value = try announce(rotation, tx)
      try tx.actors.replaceKey(ActorKey(new, .ed25519, at: address), sealed: nil, of: actor)
      return value
    }
    // What was announced is in force, even if the disk refuses the files.
    services.keys.replaceNodeKey(.ed25519, by: rotation.new)
    try files.advance()
    return value
  }

  /// Brings the files in line with the key that the database names.
  static func settleNodeKeys(
    _ home: NodeHome,
    in database: NodeDatabase,
    of actor: ActorProfile
  ) async throws -> Bool {
    let keys = try await database.read { try $0.actors.keys(of: actor.id) }
    let published = keys.first { $0.algorithm == .ed25519 }?.publicKey
    return try NodeKeyFiles(home).settle(published: published)
  }
}
