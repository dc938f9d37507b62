import Foundation
import Signatures

/// The files of the node's Ed25519 key and of those that are to follow it.
///
/// A change of keys is in force when the database names the next key as the actor's. It is made in
/// this order, and what a crash leaves is finished by ``settle(published:)`` when the home is
/// opened again:
///
/// 1. the key after the next is written to its file, for the announcement commits to it;
/// 2. one transaction keeps the announcement and makes the next key the actor's. Before it nothing
///    has changed; after it the node has the next key, whatever the files say;
/// 3. the next key replaces the current one, which is thereby destroyed;
/// 4. the key after it becomes the next, and its own file goes.
struct NodeKeyFiles {
  let home: NodeHome

  private static let sizeLimit = 16_384

  init(_ home: NodeHome) {
    self.home = home
  }

  /// The key that the node has committed itself to; made when there is none.
  func next() throws -> SigningKey { try key(home.nextEd25519Key) }

  /// The key after that; made when there is none, and the same until it is needed.
  func following() throws -> SigningKey { try key(home.followingEd25519Key) }

  /// Steps 3 and 4.
  func advance() throws {
    try write(try next(), to: home.ed25519Key)
    try promoteFollowing()
  }

  /// Finishes a change of keys that was interrupted.
  ///
  /// - Parameter published: The key that the database names as the actor's, as Multikey.
  /// - Returns: Whether the current key is another now.
  /// - Throws: `StartupFailure` when a key file cannot be read or written.
  func settle(published: String?) throws -> Bool {
    let (current, next) = (try key(home.ed25519Key).multikey, try next().multikey)
    if next == current {
      try promoteFollowing()
    } else if published == next {
      try advance()
      return true
    } else if try read(home.followingEd25519Key)?.multikey == next {
      unlink(home.followingEd25519Key)
    }
    return false
  }

  // MARK: Parts

  private func promoteFollowing() throws {
    try write(try following(), to: home.nextEd25519Key)
    unlink(home.followingEd25519Key)
  }

  private func key(_ path: String) throws -> SigningKey {
    if let key = try read(path) { return key }
    let key = SigningKey.generateEd25519()
    try PrivateFile.write(Array(key.pem.utf8), to: path)
    return key
  }

  func read(_ path: String) throws -> SigningKey? {
    guard let bytes = try PrivateFile.read(path, limit: Self.sizeLimit) else { return nil }
    let key = try? SigningKey(pem: String(decoding: bytes, as: UTF8.self))
    guard let key, key.multikey != nil else {
      throw StartupFailure.keyBroken(path: path, reason: "it is no key of the expected kind")
    }
    return key
  }

  func write(_ key: SigningKey, to path: String) throws {
    try PrivateFile.write(Array(key.pem.utf8), to: path, replacing: true)
  }
}

extension SigningKey {
  /// The public half, as actors and records name it.
  fileprivate var multikey: String? { verificationKey.multikey }
}
