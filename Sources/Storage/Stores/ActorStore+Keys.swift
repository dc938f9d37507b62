import Foundation
import GRDB
import Model

/// The change of a local actor's keys.
extension ActorStore {
  /// How many Ed25519 keys that sign no longer an actor keeps published.
  static let mostRetired = 4

  /// Gives a local actor a new key in the place of the one that signed so far.
  ///
  /// An Ed25519 key signs documents that others keep: the old one is published on beside the new one,
  /// so that they can be verified, but its private half is forgotten. An RSA key signs requests that
  /// are good for minutes, and many servers read but one: it goes. So does a key that somebody else
  /// may have: `isCompromised`.
  package func rotateKey(
    _ key: ActorKey,
    sealed: [UInt8],
    of id: ActorID,
    at now: Date,
    isCompromised: Bool = false
  ) throws {
    if isCompromised || key.algorithm == .rsa {
      try db.run("DELETE FROM actorKey WHERE actorID = ? AND algorithm = ?", [id, key.algorithm])
    } else {
      try db.run(
        """
        UPDATE actorKey SET retiredAt = ?, sealedPrivateKey = NULL
        WHERE actorID = ? AND algorithm = ? AND retiredAt IS NULL
        """,
        [now.milliseconds, id, key.algorithm]
      )
      try db.run(
        """
        DELETE FROM actorKey WHERE actorID = ?1 AND algorithm = ?2 AND uri NOT IN (
          SELECT uri FROM actorKey WHERE actorID = ?1 AND algorithm = ?2
          ORDER BY retiredAt DESC LIMIT ?3)
        """,
        [id, key.algorithm, Self.mostRetired]
      )
    }
    try insert(key, sealed: sealed, of: id)
  }
}
