import Foundation
import GRDB
import Model

/// Whom and what members want to hear no more of, told to nobody.
///
/// Mutes that have ended are taken away every minute, so that no query has to ask for the time.
package struct MuteStore {
  let db: Database

  /// Mutes somebody, or changes how.
  package func set(_ mute: Mute, by member: ActorID, at time: Date) throws {
    guard mute.targetID != member else { throw Refusal.malformed("Nobody can mute itself.") }
    try db.run(
      """
      INSERT INTO mute (memberID, targetID, hidesNotifications, endsAt, createdAt)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT (memberID, targetID) DO UPDATE
      SET hidesNotifications = excluded.hidesNotifications, endsAt = excluded.endsAt
      """,
      [
        member, mute.targetID, mute.hidesNotifications, mute.endsAt?.milliseconds,
        time.milliseconds,
      ]
    )
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func remove(_ target: ActorID, by member: ActorID) throws -> Bool {
    try db.run("DELETE FROM mute WHERE memberID = ? AND targetID = ?", [member, target])
    return db.changesCount > 0
  }

  package func find(_ target: ActorID, by member: ActorID) throws -> Mute? {
    try db.first(
      "SELECT targetID, hidesNotifications, endsAt FROM mute WHERE memberID = ? AND targetID = ?",
      [member, target]
    ) { Mute(row: $0, from: 0) }
  }

  /// Whom a member mutes, by falling actor number.
  package func list(of member: ActorID, _ page: Page) throws -> [(ActorProfile, Mute)] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns), targetID, hidesNotifications, endsAt
        FROM mute JOIN actor ON actor.id = targetID
        WHERE memberID = ? AND targetID < ? AND targetID > ?
        ORDER BY targetID \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit]
      ) { (ActorProfile(row: $0), Mute(row: $0, from: ActorStore.columnCount)) }
    )
  }

  /// Takes away what has ended.
  package func purge(endedBefore time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM mute WHERE (memberID, targetID) IN (
        SELECT memberID, targetID FROM mute WHERE endsAt IS NOT NULL AND endsAt <= ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }

  // MARK: Threads

  /// Hears of a conversation no more, or again.
  package func setThread(
    of post: Post,
    isMuted: Bool,
    by member: ActorID,
    at time: Date
  ) throws {
    if isMuted {
      try db.run(
        "INSERT OR IGNORE INTO threadMute (memberID, thread, createdAt) VALUES (?, ?, ?)",
        [member, post.threadName, time.milliseconds]
      )
    } else {
      try db.run(
        "DELETE FROM threadMute WHERE memberID = ? AND thread = ?",
        [member, post.threadName]
      )
    }
  }
}

extension Post {
  /// What names the conversation that it is in: its own id, when it is in none.
  var threadName: String { thread.conversation ?? uri }
}

extension Mute {
  fileprivate init(row: Row, from start: Int) {
    self.init(
      targetID: row[start],
      hidesNotifications: row[start + 1],
      endsAt: row.dateIfAny(start + 2)
    )
  }
}
