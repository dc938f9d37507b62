import Model

/// Where files lie, each under the SHA-256 of its bytes and nothing else: no name that came from
/// outside can become a path (threat 22).
///
/// What is in it, the database knows; a store is never asked for a list.
package protocol MediaStore: Sendable {
  /// Stores bytes, durably when this returns; does nothing when they are there.
  func put(_ bytes: [UInt8], as digest: Digest) async throws

  /// Reads a part of a file.
  ///
  /// - Throws: `Refusal.absent` when there is no such file.
  func read(_ digest: Digest, _ range: Range<Int>) async throws -> [UInt8]

  /// Removes a file; does nothing when it is not there.
  func remove(_ digest: Digest) async throws
}

/// The store of a node that has none: media is off.
package struct NoMediaStore: MediaStore {
  package init() {}

  package func put(_ bytes: [UInt8], as digest: Digest) async throws {
    throw Refusal.unavailable("This node keeps no media.")
  }

  package func read(_ digest: Digest, _ range: Range<Int>) async throws -> [UInt8] {
    throw Refusal.absent
  }

  package func remove(_ digest: Digest) async throws {}
}
