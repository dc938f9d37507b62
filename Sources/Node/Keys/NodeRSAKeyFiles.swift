import Foundation
import Model
import Signatures

/// The files of the node's RSA key and of the one that takes its place.
///
/// Nobody is told of the change beforehand, since the new key has an id of its own, by which others
/// fetch it. A crash leaves nothing half done, as with ``NodeKeyFiles``:
///
/// 1. the new key is written to a file of its own;
/// 2. one transaction makes it the actor's. Before it nothing has changed; after it the node has the
///    new key, whatever the files say;
/// 3. it replaces the current one, which is thereby destroyed, and its own file goes.
struct NodeRSAKeyFiles {
  let home: NodeHome

  private static let sizeLimit = 16_384

  init(_ home: NodeHome) {
    self.home = home
  }

  /// Step 1; the key of an attempt that came to nothing serves again.
  ///
  /// It is made off the caller's thread, since it takes a tenth of a second.
  func next() async throws -> SigningKey {
    if let key = try read() { return key }
    let key = try await Task.detached { try SigningKey.generateRSA() }.value
    try PrivateFile.write(Array(key.pem.utf8), to: home.nextRSAKey)
    return key
  }

  /// Step 3.
  func advance() throws {
    guard let key = try read() else { return }
    try PrivateFile.write(Array(key.pem.utf8), to: home.rsaKey, replacing: true)
    unlink(home.nextRSAKey)
  }

  /// Finishes a change that was interrupted, or forgets one that never came into force.
  ///
  /// - Parameter published: The key that the database names as the actor's, in PEM.
  /// - Returns: Whether the current key is another now.
  /// - Throws: `StartupFailure` when a key file cannot be read or written.
  func settle(published: String?) throws -> Bool {
    guard let next = try read() else { return false }
    guard next.verificationKey.pem == published else {
      unlink(home.nextRSAKey)
      return false
    }
    try advance()
    return true
  }

  private func read() throws -> SigningKey? {
    let path = home.nextRSAKey
    guard let bytes = try PrivateFile.read(path, limit: Self.sizeLimit) else { return nil }
    guard let key = try? SigningKey(pem: String(decoding: bytes, as: UTF8.self)), case .rsa = key
    else { throw StartupFailure.keyBroken(path: path, reason: "it is no RSA key") }
    return key
  }
}
