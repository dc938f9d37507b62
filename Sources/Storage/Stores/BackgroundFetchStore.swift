import Foundation
import GRDB
import Model

/// What is to be fetched when there is time, and what was lately.
package struct BackgroundFetchStore {
  let db: Database

  /// So much waits at most; what else comes is dropped, for nothing acknowledged is lost by it.
  package static let capacity = 4096

  /// Asks for something, unless it waits already or was done less than a pause ago.
  ///
  /// - Parameters:
  ///   - kind: What is to be fetched.
  ///   - subject: The id that it is about; of one subject there is one fetch of a kind.
  ///   - detail: What the kind needs besides.
  ///   - now: The time.
  ///   - pause: In seconds.
  /// - Returns: Whether it waits because of this.
  /// - Throws: What is wrong with the database.
  @discardableResult
  package func enqueue(
    _ kind: BackgroundFetch.Kind,
    _ subject: String,
    detail: String? = nil,
    at now: Date,
    pause: TimeInterval
  ) throws -> Bool {
    guard subject.utf8.count <= 2048, (detail?.utf8.count ?? 0) <= 2048 else { return false }
    try db.run(
      """
      INSERT INTO backgroundFetch (kind, subject, detail, state, attempts, notBefore, touchedAt)
      SELECT ?1, ?2, ?3, 'waiting', 0, ?4, ?4
      WHERE (SELECT count(*) FROM (SELECT 1 FROM backgroundFetch INDEXED BY backgroundFetch_due
        WHERE state = 'waiting' LIMIT ?6)) < ?6
      ON CONFLICT (kind, subject) DO UPDATE
        SET state = 'waiting', detail = excluded.detail, attempts = 0,
          notBefore = excluded.notBefore, touchedAt = excluded.touchedAt
        WHERE state = 'done' AND touchedAt <= ?5
      """,
      [
        kind, subject, detail, now.milliseconds, now.addingTimeInterval(-pause).milliseconds,
        Self.capacity,
      ]
    )
    return db.changesCount > 0
  }

  /// What may be fetched now, the longest due first.
  package func due(at now: Date, limit: Int) throws -> [BackgroundFetch] {
    try db.all(
      """
      SELECT id, kind, subject, detail, attempts FROM backgroundFetch
      WHERE state = 'waiting' AND notBefore <= ? ORDER BY notBefore, id LIMIT ?
      """,
      [now.milliseconds, limit]
    ) { BackgroundFetch(id: $0[0], kind: $0[1], subject: $0[2], detail: $0[3], attempts: $0[4]) }
  }

  package func end(_ id: Int64, at now: Date) throws {
    try db.run(
      "UPDATE backgroundFetch SET state = 'done', touchedAt = ? WHERE id = ?",
      [now.milliseconds, id]
    )
  }

  package func retry(_ id: Int64, notBefore: Date) throws {
    try db.run(
      "UPDATE backgroundFetch SET attempts = attempts + 1, notBefore = ? WHERE id = ?",
      [notBefore.milliseconds, id]
    )
  }

  /// Forgets what was done before a time (threat 19).
  package func purge(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM backgroundFetch WHERE id IN (
        SELECT id FROM backgroundFetch WHERE state = 'done' AND touchedAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }
}
