import Foundation
import GRDB
import Model

/// What members posted under which key, so that a client that asks again gets the same post.
package struct IdempotencyStore {
  let db: Database

  /// How long a key is remembered, seconds.
  package static let memory: TimeInterval = 3_600
  /// In bytes.
  package static let longestKey = 255

  /// What a key stands for.
  package enum Made: Sendable, Hashable {
    case post(PostID)
    case scheduled(Int64)
  }

  package func find(_ key: String, of member: ActorID, at now: Date) throws -> Made? {
    try db.first(
      """
      SELECT postID, scheduledID FROM idempotency
      WHERE memberID = ? AND key = ? AND createdAt > ?
      """,
      [member, key, now.addingTimeInterval(-Self.memory).milliseconds]
    ) { row in
      (row[0] as PostID?).map(Made.post) ?? (row[1] as Int64?).map(Made.scheduled)
    } ?? nil
  }

  /// Remembers what was made, in the transaction in which it was.
  ///
  /// - Throws: `Refusal.conflict` when another request with the key was faster: then nothing of this
  ///   one happens.
  package func insert(_ made: Made, under key: String, of member: ActorID, at now: Date) throws {
    guard (1...Self.longestKey).contains(key.utf8.count) else {
      throw Refusal.malformed("An idempotency key has 1 to \(Self.longestKey) bytes.")
    }
    guard try find(key, of: member, at: now) == nil else {
      throw Refusal.conflict("The same was asked for before.")
    }
    let (post, scheduled): (PostID?, Int64?) =
      switch made {
      case .post(let id): (id, nil)
      case .scheduled(let id): (nil, id)
      }
    try db.run(
      """
      INSERT OR REPLACE INTO idempotency (memberID, key, postID, scheduledID, createdAt)
      VALUES (?, ?, ?, ?, ?)
      """,
      [member, key, post, scheduled, now.milliseconds]
    )
  }

  package func purge(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM idempotency WHERE (memberID, key) IN (
        SELECT memberID, key FROM idempotency WHERE createdAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }
}
