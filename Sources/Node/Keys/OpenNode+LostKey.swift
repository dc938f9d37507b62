import Federation
import Foundation
import Model
import Signatures
import Storage

/// What speaks for a node whose Ed25519 key is lost.
package enum LostKeySubstitute: Sendable {
  /// The key to which it has committed itself, which its logs believe.
  case next(SigningKey)
  /// A key that nobody knows: the next one is lost as well.
  case new(SigningKey)

  var key: SigningKey {
    switch self {
    case .next(let key), .new(let key): key
    }
  }
}

extension NodeKeyFiles {
  /// What can take the place of the lost key; nothing is written.
  ///
  /// - Throws: `Refusal.conflict` when the key is not lost.
  func substitute() throws -> LostKeySubstitute {
    if try usable(home.ed25519Key) != nil {
      throw Refusal.conflict(
        "The node's key is there (\(home.ed25519Key)): maillage key rotate --node replaces it."
      )
    }
    if let next = try usable(home.nextEd25519Key) { return .next(next) }
    return .new(SigningKey.generateEd25519())
  }

  /// A file that cannot be opened is not lost.
  private func usable(_ path: String) throws -> SigningKey? {
    do {
      return try read(path)
    } catch StartupFailure.keyBroken {
      return nil
    }
  }

  /// Takes a key into use that nobody has announced.
  func start(with key: SigningKey) throws {
    unlink(home.nextEd25519Key)
    unlink(home.followingEd25519Key)
    try write(key, to: home.ed25519Key)
  }
}

extension OpenNode {
  /// Makes what was substituted for the lost key the node's key for good.
  ///
  /// The database first, then the files: what a crash leaves between is finished by the same
  /// command once more.
  ///
  /// - Parameter reveal: Signs and keeps the reveals, given the key that will follow.
  /// - Returns: What was revealed; nothing where the key is one that nobody knows.
  /// - Throws: `Refusal.conflict` for a node that was not opened without its key.
  package func replaceLostKey(
    revealing reveal: @escaping @Sendable (SigningKey, Transaction) throws -> [SignedStatement]
  ) async throws -> [SignedStatement] {
    guard let substitute else {
      throw Refusal.conflict(
        "This node has its key: stop it if the file is lost, or rotate the key without --lost."
      )
    }
    let files = NodeKeyFiles(home)
    let address = services.addresses.key(.ed25519, of: services.addresses.nodeActor)
    let actor = nodeActor.id
    let key = ActorKey(substitute.key.verificationKey, .ed25519, at: address)
    switch substitute {
    case .next:
      let following = try files.following()
      let statements = try await database.write { tx -> [SignedStatement] in
        let published = try tx.actors.keys(of: actor).first { $0.algorithm == .ed25519 }
        // Said already, before a crash.
        guard published?.publicKey != key.publicKey else { return [] }
        let statements = try reveal(following, tx)
        try tx.actors.replaceKey(key, sealed: nil, of: actor)
        return statements
      }
      try files.advance()
      return statements
    case .new(let new):
      try await database.write { try $0.actors.replaceKey(key, sealed: nil, of: actor) }
      try files.start(with: new)
      return []
    }
  }
}
