import Model
import Signatures
import Storage
import Synchronization

/// Gives the private keys of this node's actors, opened from their sealed form.
package final class KeyRing: Sendable {
  // A class, since all who sign share the opened keys.

  /// Opens a sealed private key; the key's id is bound into the seal.
  package typealias Unsealing = @Sendable (_ sealed: [UInt8], _ keyURI: String) throws -> [UInt8]

  private struct Name: Hashable {
    let actor: ActorID
    let algorithm: ActorKey.Algorithm
  }

  private static let capacity = 4096

  private let nodeActor: ActorID
  private let nodeSigners: Mutex<[ActorKey.Algorithm: Signer]>
  private let unseal: Unsealing
  private let opened = Mutex<[Name: Signer]>([:])

  /// Makes a ring; the node's own keys are given, for they are in files and not in the database.
  package init(
    nodeActor: ActorID,
    nodeSigners: [ActorKey.Algorithm: Signer],
    unseal: @escaping Unsealing
  ) {
    self.nodeActor = nodeActor
    self.nodeSigners = Mutex(nodeSigners)
    self.unseal = unseal
  }

  /// The key with which a local actor signs.
  ///
  /// - Throws: `Refusal.absent` when the actor has none.
  package func signer(
    _ algorithm: ActorKey.Algorithm,
    for actor: ActorID,
    in tx: Transaction
  ) throws
    -> Signer
  {
    if actor == nodeActor, let signer = try? nodeSigner(algorithm) { return signer }
    let name = Name(actor: actor, algorithm: algorithm)
    if let signer = opened.withLock({ $0[name] }) { return signer }
    guard let stored = try tx.actors.sealedPrivateKey(of: actor, algorithm),
      let keyID = KeyID(stored.uri)
    else { throw Refusal.absent }
    let key = try SigningKey(der: try unseal(stored.sealed, stored.uri))
    let signer = Signer(keyID: keyID, key: key)
    opened.withLock { opened in
      if opened.count >= Self.capacity { opened.removeAll() }
      opened[name] = signer
    }
    return signer
  }

  /// The node's own key.
  package func nodeSigner(_ algorithm: ActorKey.Algorithm) throws -> Signer {
    guard let signer = nodeSigners.withLock({ $0[algorithm] }) else { throw Refusal.absent }
    return signer
  }

  /// Puts a key of the node in the place of the one it had, under the same id or one of its own.
  package func replaceNodeKey(
    _ algorithm: ActorKey.Algorithm,
    by key: SigningKey,
    named keyID: KeyID? = nil
  ) {
    nodeSigners.withLock { signers in
      signers[algorithm] = signers[algorithm].map { Signer(keyID: keyID ?? $0.keyID, key: key) }
    }
  }

  /// Forgets an actor's keys after they were changed.
  package func forget(_ actor: ActorID) {
    opened.withLock { opened in
      opened[Name(actor: actor, algorithm: .rsa)] = nil
      opened[Name(actor: actor, algorithm: .ed25519)] = nil
    }
  }
}
