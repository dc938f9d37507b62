import Foundation
import GRDB
import Model

/// The change of a local actor's keys.
extension ActorStore {
  /// How many Ed25519 keys that sign no longer an actor keeps published.
  static let mostRetired = 4

  /// Gives a local actor a new key beside the one it had.
  ///
  /// The old one is published on, so that what it signed can be verified, but its private half is
  /// forgotten here. Of a key that somebody else may have, nothing is kept: `isCompromised`.
  package func rotateKey(
    _ key: ActorKey,
    sealed: [UInt8],
    of id: ActorID,
    at now: Date,
    isCompromised: Bool = false
  ) throws {
    if isCompromised {
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

  /// Withdraws RSA keys that have not signed since a time.
  ///
  /// They sign requests, which are good for minutes. Ed25519 keys sign documents, which others keep
  /// and verify as long as there are any.
  package func purgeRetiredKeys(before time: Date) throws -> Int {
    try db.run(
      "DELETE FROM actorKey WHERE retiredAt < ? AND algorithm = 'rsa'",
      [time.milliseconds]
    )
    return db.changesCount
  }
}
