import Foundation
import GRDB
import Model

// What is kept apart, and by what policy.
extension NotificationStore {
  package func policy(of member: ActorID) throws -> NotificationPolicy {
    try db.first(
      """
      SELECT notFollowing, notFollowers, newAccounts, privateMentions, limitedAccounts
      FROM notificationPolicy WHERE memberID = ?
      """,
      [member]
    ) { row in
      NotificationPolicy(
        notFollowing: row[0],
        notFollowers: row[1],
        newAccounts: row[2],
        privateMentions: row[3],
        limitedAccounts: row[4]
      )
    } ?? NotificationPolicy()
  }

  package func setPolicy(_ policy: NotificationPolicy, of member: ActorID) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO notificationPolicy (memberID, notFollowing, notFollowers, newAccounts,
        privateMentions, limitedAccounts) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        member, policy.notFollowing, policy.notFollowers, policy.newAccounts,
        policy.privateMentions, policy.limitedAccounts,
      ]
    )
  }

  /// How many requests a member has, and how many notifications wait in them.
  package func pending(of member: ActorID) throws -> (requests: Int, notifications: Int) {
    (
      try db.count("SELECT count(*) FROM notificationRequest WHERE memberID = ?", [member]),
      try db.count(
        "SELECT count(*) FROM notification WHERE memberID = ? AND isFiltered = 1",
        [member]
      )
    )
  }

  // MARK: Requests

  /// A member's requests, newest first.
  package func requests(of member: ActorID, _ page: Page) throws -> [NotificationRequest] {
    page.newestFirst(
      try db.all(
        """
        \(Self.request) WHERE request.memberID = ? AND request.id < ? AND request.id > ?
          AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
        ORDER BY request.id \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit],
        NotificationRequest.init(row:)
      )
    )
  }

  package func request(_ id: Int64, of member: ActorID) throws -> NotificationRequest? {
    try db.first(
      "\(Self.request) WHERE request.memberID = ? AND request.id = ?",
      [member, id],
      NotificationRequest.init(row:)
    )
  }

  private static let request = """
    SELECT request.id, request.createdAt, request.updatedAt,
      (SELECT count(*) FROM notification WHERE notification.actorID = request.actorID
        AND notification.memberID = request.memberID AND notification.isFiltered = 1),
      (SELECT notification.postID FROM notification
        WHERE notification.actorID = request.actorID AND notification.memberID = request.memberID
          AND notification.isFiltered = 1 AND notification.postID IS NOT NULL
        ORDER BY notification.id DESC LIMIT 1),
      \(ActorStore.columns)
    FROM notificationRequest AS request JOIN actor ON actor.id = request.actorID
    """

  /// Takes a request's notifications among the others, and those that follow, too.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  package func accept(_ id: Int64, of member: ActorID) throws -> Bool {
    guard let request = try request(id, of: member) else { return false }
    try permit(request.actor.id, for: member)
    return true
  }

  /// From now on all that an actor does is told to a member.
  package func permit(_ actor: ActorID, for member: ActorID) throws {
    try db.run(
      "UPDATE notification SET isFiltered = 0 WHERE actorID = ? AND memberID = ?",
      [actor, member]
    )
    try db.run(
      "INSERT OR IGNORE INTO notificationPermission (memberID, actorID) VALUES (?, ?)",
      [member, actor]
    )
    try db.run(
      "DELETE FROM notificationRequest WHERE memberID = ? AND actorID = ?",
      [member, actor]
    )
  }

  /// Removes a request with all that waits in it.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  package func dismissRequest(_ id: Int64, of member: ActorID) throws -> Bool {
    guard let request = try request(id, of: member) else { return false }
    try db.run(
      "DELETE FROM notification WHERE actorID = ? AND memberID = ? AND isFiltered = 1",
      [request.actor.id, member]
    )
    try db.run("DELETE FROM notificationRequest WHERE id = ?", [id])
    return true
  }

  func request(_ actor: ActorID, for member: ActorID, at time: Date) throws {
    try db.run(
      """
      INSERT INTO notificationRequest (memberID, actorID, createdAt, updatedAt)
      VALUES (?1, ?2, ?3, ?3) ON CONFLICT (memberID, actorID) DO UPDATE SET updatedAt = ?3
      """,
      [member, actor, time.milliseconds]
    )
  }

  /// Forgets requests in which nothing waits any more.
  package func purgeRequests(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM notificationRequest WHERE id IN (
        SELECT id FROM notificationRequest WHERE updatedAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }
}

extension NotificationRequest {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      actor: ActorProfile(row: row, from: 5),
      lastPost: row[4],
      count: row[3],
      createdAt: row.date(1),
      updatedAt: row.date(2)
    )
  }
}
