import Foundation
import GRDB
import Model

/// Who wants to take part in which event, and who does.
package struct AttendanceStore {
  let db: Database

  /// Keeps a wish; the same actor's earlier one gives way.
  package func save(_ attendance: Attendance) throws {
    try db.run(
      """
      INSERT INTO attendance (postID, actorID, uri, state, message, createdAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (postID, actorID) DO UPDATE SET uri = ?3, state = ?4, message = ?5, createdAt = ?6
      """,
      [
        attendance.postID, attendance.actorID, attendance.uri, attendance.state,
        attendance.message, attendance.createdAt.milliseconds,
      ]
    )
  }

  package func setState(_ state: Attendance.State, of actor: ActorID, in post: PostID) throws {
    try db.run(
      "UPDATE attendance SET state = ? WHERE postID = ? AND actorID = ?",
      [state, post, actor]
    )
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func remove(_ actor: ActorID, from post: PostID) throws -> Bool {
    try db.run("DELETE FROM attendance WHERE postID = ? AND actorID = ?", [post, actor])
    return db.changesCount > 0
  }

  package func find(_ actor: ActorID, in post: PostID) throws -> Attendance? {
    try db.first(
      "SELECT \(fixed: Self.columnList) FROM attendance WHERE postID = ? AND actorID = ?",
      [post, actor],
      Self.attendance
    )
  }

  /// The wish with this id.
  package func find(uri: String) throws -> Attendance? {
    try db.first(
      "SELECT \(fixed: Self.columnList) FROM attendance WHERE uri = ?",
      [uri],
      Self.attendance
    )
  }

  /// How many take part, as far as this node knows; who is suspended or gone takes no place.
  package func count(_ state: Attendance.State = .accepted, in post: PostID) throws -> Int {
    try db.first(
      """
      SELECT count(*) FROM attendance JOIN actor ON actor.id = attendance.actorID
      WHERE attendance.postID = ? AND attendance.state = ?
        AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
      """,
      [post, state]
    ) { $0[0] } ?? 0
  }

  /// The events of this node in which somebody takes part, or in which its wish stands so.
  package func localEvents(of actor: ActorID, _ state: Attendance.State) throws -> [PostID] {
    try db.all(
      """
      SELECT attendance.postID FROM attendance JOIN post ON post.id = attendance.postID
      WHERE attendance.actorID = ? AND attendance.state = ? AND post.isLocal = 1
      ORDER BY attendance.postID
      """,
      [actor, state]
    ) { $0[0] }
  }

  /// The events of this node in which somebody of another host takes part.
  package func localEvents(ofHost host: String) throws -> [PostID] {
    try db.all(
      """
      SELECT DISTINCT attendance.postID FROM actor
      CROSS JOIN attendance ON attendance.actorID = actor.id
      JOIN post ON post.id = attendance.postID
      WHERE actor.host = ? AND actor.isLocal = 0 AND attendance.state = 'accepted'
        AND post.isLocal = 1
      ORDER BY attendance.postID
      """,
      [host]
    ) { $0[0] }
  }

  /// Those of an event, in the order in which they asked; nobody who is suspended or gone.
  package func list(
    of post: PostID,
    _ state: Attendance.State? = nil,
    onlyInvited: Bool = false,
    limit: Int
  ) throws -> [Attendance] {
    try db.all(
      """
      SELECT \(fixed: Self.columnList) FROM attendance
      WHERE postID = ?1 AND (?2 IS NULL OR state = ?2)
        AND EXISTS (SELECT 1 FROM actor WHERE actor.id = attendance.actorID
          AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL)
        AND (?4 = 0 OR EXISTS (SELECT 1 FROM addressee AS invited
          WHERE invited.postID = ?1 AND invited.actorID = attendance.actorID))
      ORDER BY createdAt, actorID LIMIT ?3
      """,
      [post, state, limit, onlyInvited],
      Self.attendance
    )
  }

  /// Those of somebody, the oldest first.
  package func list(by actor: ActorID) throws -> [Attendance] {
    try db.all(
      """
      SELECT \(fixed: Self.columnList) FROM attendance WHERE actorID = ? ORDER BY createdAt, postID
      """,
      [actor],
      Self.attendance
    )
  }

  /// The inboxes of actors of other nodes that take part, or asked to.
  package func remoteInboxes(of post: PostID) throws -> [String] {
    try db.all(
      """
      SELECT DISTINCT coalesce(actor.sharedInbox, actor.inbox) FROM attendance
      JOIN actor ON actor.id = attendance.actorID
      WHERE attendance.postID = ? AND attendance.state IN ('accepted', 'requested')
        AND actor.isLocal = 0 AND actor.deletedAt IS NULL AND actor.suspendedAt IS NULL LIMIT ?
      """,
      [post, PollStore.mostTold]
    ) { $0[0] }
  }

  private static let columnList: StaticString = "postID, actorID, uri, state, message, createdAt"

  private static func attendance(_ row: Row) -> Attendance {
    Attendance(
      postID: row[0],
      actorID: row[1],
      uri: row[2],
      state: row[3],
      message: row[4],
      createdAt: row.date(5)
    )
  }

  // MARK: Calendars to subscribe to

  /// Sets the secret of a member's calendar, as a digest; nothing: there is none any more.
  package func setFeed(digest: [UInt8]?, of member: ActorID, at time: Date) throws {
    try db.run("DELETE FROM calendarFeed WHERE memberID = ?", [member])
    guard let digest else { return }
    try db.run(
      "INSERT INTO calendarFeed (memberID, digest, createdAt) VALUES (?, ?, ?)",
      [member, Data(digest), time.milliseconds]
    )
  }

  /// The active member whose calendar has this secret.
  package func member(feed digest: [UInt8]) throws -> ActorID? {
    try db.first(
      """
      SELECT memberID FROM calendarFeed JOIN member ON member.actorID = memberID
      WHERE digest = ? AND member.state = 'active'
      """,
      [Data(digest)]
    ) { $0[0] }
  }
}
