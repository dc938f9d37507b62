import Foundation
import GRDB
import Model

/// Archives that members asked for, and where imported posts came from.
package struct MemberArchiveStore {
  let db: Database

  private static let columns = "id, memberID, askedAt, state, file, bytes, endsAt"

  /// Notes that a member wants an archive.
  ///
  /// - Throws: `Refusal.conflict` while one is being made, and soon after one was, or was tried: each try
  ///   costs the node as much.
  package func ask(_ member: ActorID, at now: Date) throws -> MemberArchive {
    if let last = try list(of: member).first {
      guard last.state != .waiting else {
        throw Refusal.conflict("An archive is being made already.")
      }
      guard last.askedAt.addingTimeInterval(MemberArchive.pause) <= now else {
        throw Refusal.conflict("An archive can be asked for once a day.")
      }
    }
    try db.run(
      "INSERT INTO memberArchive (memberID, askedAt, state) VALUES (?, ?, 'waiting')",
      [member, now.milliseconds]
    )
    guard let asked = try find(db.lastInsertedRowID, of: member) else { throw Refusal.absent }
    return asked
  }

  /// A member's archives, the latest first.
  package func list(of member: ActorID) throws -> [MemberArchive] {
    try db.all(
      """
      SELECT \(Self.columns) FROM memberArchive WHERE memberID = ? ORDER BY id DESC LIMIT 100
      """,
      [member],
      MemberArchive.init(row:)
    )
  }

  package func find(_ id: Int64, of member: ActorID) throws -> MemberArchive? {
    try db.first(
      "SELECT \(Self.columns) FROM memberArchive WHERE id = ? AND memberID = ?",
      [id, member],
      MemberArchive.init(row:)
    )
  }

  /// Those that are to be made, in the order in which they were asked for.
  package func waiting(limit: Int = 10) throws -> [MemberArchive] {
    try db.all(
      """
      SELECT \(Self.columns) FROM memberArchive WHERE state = 'waiting' ORDER BY id LIMIT ?
      """,
      [limit],
      MemberArchive.init(row:)
    )
  }

  /// Notes that one is made; it takes the place of the member's older ones, whose files go after that.
  ///
  /// - Returns: Whether it still waited: whoever was erased meanwhile gets none.
  package func finish(_ id: Int64, file: String, bytes: Int, endsAt: Date) throws -> Bool {
    try db.run(
      """
      UPDATE memberArchive SET state = 'ready', file = ?, bytes = ?, endsAt = ?
      WHERE id = ? AND state = 'waiting'
      """,
      [file, bytes, endsAt.milliseconds, id]
    )
    guard db.changesCount > 0 else { return false }
    try db.run(
      """
      DELETE FROM memberArchive
      WHERE id < ?1 AND memberID = (SELECT memberID FROM memberArchive WHERE id = ?1)
      """,
      [id]
    )
    return true
  }

  package func fail(_ id: Int64, endsAt: Date) throws {
    try db.run(
      "UPDATE memberArchive SET state = 'failed', endsAt = ? WHERE id = ? AND state = 'waiting'",
      [endsAt.milliseconds, id]
    )
  }

  /// Whether the time of one is over.
  package func isOver(at now: Date) throws -> Bool {
    try db.has("SELECT 1 FROM memberArchive WHERE endsAt <= ?", [now.milliseconds])
  }

  /// Forgets those whose time is over; their files go after that.
  @discardableResult
  package func purge(at now: Date) throws -> Int {
    try db.run("DELETE FROM memberArchive WHERE endsAt <= ?", [now.milliseconds])
    return db.changesCount
  }

  /// Whether a file of this name belongs to somebody.
  package func hasFile(_ name: String) throws -> Bool {
    try db.has("SELECT 1 FROM memberArchive WHERE file = ?", [name])
  }

  // MARK: Imported posts

  /// Whether a member brought a post along already, and as which it is here, if it still is.
  package func imported(
    _ origin: String,
    by member: ActorID
  ) throws -> (isKnown: Bool, post: PostID?) {
    let found = try db.first(
      "SELECT postID FROM importedPost WHERE memberID = ? AND origin = ?",
      [member, origin]
    ) { row -> PostID? in row[0] }
    return (found != nil, found ?? nil)
  }

  /// Ties what a member brought along before to what it answers, which is here now too.
  package func relink(_ origin: String, to uri: String, by member: ActorID) throws {
    try db.run(
      """
      UPDATE post SET inReplyTo = ?1 WHERE inReplyTo = ?2 AND authorID = ?3
        AND id IN (SELECT postID FROM importedPost WHERE memberID = ?3 AND postID IS NOT NULL)
      """,
      [uri, origin, member]
    )
  }

  package func noteImport(_ origin: String, as post: PostID, by member: ActorID) throws {
    try db.run(
      "INSERT INTO importedPost (memberID, origin, postID) VALUES (?, ?, ?)",
      [member, origin, post]
    )
  }
}

extension MemberArchive {
  fileprivate init(row: Row) throws {
    self.init(
      id: row[0],
      member: row[1],
      askedAt: row.date(2),
      state: State(rawValue: row[3]) ?? .failed,
      file: row[4],
      bytes: row[5],
      endsAt: row.dateIfAny(6)
    )
  }
}
