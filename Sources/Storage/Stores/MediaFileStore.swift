import Foundation
import GRDB
import Model

/// What lies in the media store: each file once, by its SHA-256, as long as something refers to it.
///
/// The row comes before the file and goes after it, so that no file is ever without a row.
package struct MediaFileStore {
  let db: Database

  /// Says that a file is about to be stored, or is wanted again.
  package func note(_ digest: Digest, bytes: Int, at time: Date) throws {
    try db.run(
      """
      INSERT INTO mediaFile (digest, bytes, storedAt) VALUES (?, ?, ?)
      ON CONFLICT (digest) DO UPDATE SET storedAt = excluded.storedAt
      """,
      [digest, bytes, time.milliseconds]
    )
  }

  /// How many bytes a file has; nothing when it is not there.
  package func size(of digest: Digest) throws -> Int? {
    try db.first("SELECT bytes FROM mediaFile WHERE digest = ?", [digest]) { $0[0] }
  }

  /// All bytes that are kept.
  package func totalBytes() throws -> Int {
    try db.count("SELECT ifnull(sum(bytes), 0) FROM mediaFile")
  }

  package func count() throws -> Int { try db.count("SELECT count(*) FROM mediaFile") }

  /// Files that nothing refers to, noted before a time; oldest first.
  package func unused(before time: Date, atMost limit: Int) throws -> [Digest] {
    try db.all(
      """
      SELECT digest FROM mediaFile WHERE storedAt < ?
      AND NOT EXISTS (SELECT 1 FROM upload WHERE file = digest)
      AND NOT EXISTS (SELECT 1 FROM upload WHERE preview = digest)
      AND NOT EXISTS (SELECT 1 FROM cachedMedia WHERE file = digest)
      AND NOT EXISTS (SELECT 1 FROM cachedMedia WHERE preview = digest)
      ORDER BY storedAt LIMIT ?
      """,
      [time.milliseconds, limit]
    ) { $0[0] }
  }

  /// Whether nothing refers to a file and nobody noted it since a time.
  package func isUnused(_ digest: Digest, before time: Date) throws -> Bool {
    try db.has(
      """
      SELECT 1 FROM mediaFile WHERE digest = ? AND storedAt < ?
      AND NOT EXISTS (SELECT 1 FROM upload WHERE file = digest)
      AND NOT EXISTS (SELECT 1 FROM upload WHERE preview = digest)
      AND NOT EXISTS (SELECT 1 FROM cachedMedia WHERE file = digest)
      AND NOT EXISTS (SELECT 1 FROM cachedMedia WHERE preview = digest)
      """,
      [digest, time.milliseconds]
    )
  }

  /// Forgets a file that was removed; SQLite refuses it while something refers to it.
  package func forget(_ digest: Digest) throws {
    try db.run("DELETE FROM mediaFile WHERE digest = ?", [digest])
  }
}
