import Foundation
import GRDB
import Model

/// What members are told of.
package struct NotificationStore {
  let db: Database

  /// How many are kept for one member.
  package static let most = 10_000
  /// After how many new ones the oldest are looked for.
  private static let trimming: Int64 = 64

  static let columns = """
    notification.id, notification.memberID, notification.kind, notification.actorID, \
    notification.postID, notification.reportID, notification.groupKey, notification.createdAt
    """
  static let columnCount = 8

  // MARK: Writing, in the transaction of what is told

  /// Tells a member, unless it does not want to hear of it.
  ///
  /// Whoever is no member of this node, has blocked or muted the actor, may not read the post, or
  /// was told before, is not told; what the member's policy keeps apart becomes a request.
  ///
  /// - Returns: The number of what the member will see; nothing otherwise.
  @discardableResult
  package func add(
    _ cause: MemberNotification.Cause,
    to member: ActorID,
    at time: Date
  ) throws -> Int64? {
    guard member != cause.actorID || cause.kind == .poll,
      let facts = try facts(about: cause, for: member, at: time)
    else { return nil }
    let verdict = try policy(of: member).verdict(cause.kind, facts, at: time)
    guard verdict != .drop else { return nil }
    if cause.kind.replacesEarlier { try remove(cause, to: member) }
    try insert(cause, to: member, isFiltered: verdict == .filter, at: time)
    guard db.changesCount > 0 else { return nil }
    let id = db.lastInsertedRowID
    if id % Self.trimming == 0 { try trim(member) }
    guard verdict == .filter else { return id }
    try request(cause.actorID, for: member, at: time)
    return nil
  }

  private func insert(
    _ cause: MemberNotification.Cause,
    to member: ActorID,
    isFiltered: Bool,
    at time: Date
  ) throws {
    let key = MemberNotification.groupKey(of: cause.kind, post: cause.postID, at: time)
    try db.run(
      """
      INSERT OR IGNORE INTO notification
        (memberID, kind, actorID, postID, reportID, groupKey, isFiltered, createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        member, cause.kind, cause.actorID, cause.postID, cause.reportID, key, isFiltered,
        time.milliseconds,
      ]
    )
  }

  /// What was told is no longer so.
  package func remove(_ cause: MemberNotification.Cause, to member: ActorID) throws {
    try db.run(
      """
      DELETE FROM notification WHERE memberID = ? AND actorID = ? AND kind = ?
        AND ifnull(postID, 0) = ifnull(?, 0) AND ifnull(reportID, 0) = ifnull(?, 0)
      """,
      [member, cause.actorID, cause.kind, cause.postID, cause.reportID]
    )
  }

  /// Removes all word of an actor, whom the member wants to hear no more.
  package func removeAll(from actor: ActorID, to member: ActorID) throws {
    try db.run("DELETE FROM notification WHERE actorID = ? AND memberID = ?", [actor, member])
    try db.run(
      "DELETE FROM notificationRequest WHERE memberID = ? AND actorID = ?",
      [member, actor]
    )
  }

  private func trim(_ member: ActorID) throws {
    for isFiltered in [false, true] {
      try db.run(
        """
        DELETE FROM notification WHERE memberID = ?1 AND isFiltered = ?2 AND id <= (
          SELECT oldest.id FROM notification AS oldest
          WHERE oldest.memberID = ?1 AND oldest.isFiltered = ?2
          ORDER BY oldest.id DESC LIMIT 1 OFFSET ?3)
        """,
        [member, isFiltered, Self.most]
      )
    }
  }

  /// Forgets what was told before a time.
  package func purge(before time: Date, limit: Int = 1000) throws -> Int {
    try db.run(
      """
      DELETE FROM notification WHERE id IN (
        SELECT id FROM notification WHERE createdAt < ? LIMIT ?)
      """,
      [time.milliseconds, limit]
    )
    return db.changesCount
  }

  // MARK: Whom to tell

  /// The members who want to hear of every new post of somebody.
  package func members(hearingOf author: ActorID) throws -> [ActorID] {
    try db.all(
      """
      SELECT followerID FROM follow INDEXED BY follow_notified
      WHERE followeeID = ? AND notifies = 1 AND state = 'accepted'
      """,
      [author]
    ) { $0[0] }
  }

  /// The members who boosted a post.
  package func members(boosting post: PostID) throws -> [ActorID] {
    try db.all(
      """
      SELECT boost.actorID FROM boost JOIN member ON member.actorID = boost.actorID
      WHERE boost.postID = ?
      """,
      [post]
    ) { $0[0] }
  }

  /// The members who voted in a poll.
  package func members(votingIn post: PostID) throws -> [ActorID] {
    try db.all(
      """
      SELECT DISTINCT vote.actorID FROM vote JOIN member ON member.actorID = vote.actorID
      WHERE vote.postID = ?
      """,
      [post]
    ) { $0[0] }
  }

  /// The members who look after the node.
  package func moderators() throws -> [ActorID] {
    try db.all(
      "SELECT actorID FROM member WHERE role IN ('moderator', 'admin') AND state = 'active'"
    ) { $0[0] }
  }

  // MARK: Deciding

  /// What decides on a notification; nothing for who is no active member.
  private func facts(
    about cause: MemberNotification.Cause,
    for member: ActorID,
    at now: Date
  ) throws -> NotificationFacts? {
    let facts = try db.first(
      Self.facts,
      [member, cause.actorID, cause.postID, now.milliseconds]
    ) { row in
      NotificationFacts(
        isWelcome: row[0],
        isFollowing: row[1],
        isPermitted: row[2],
        isModerator: row[3],
        followsSince: row.dateIfAny(4),
        actorSince: row.date(5),
        isLimited: row[6],
        isUnaskedDirect: row[7]
      )
    }
    guard var facts else { return nil }
    // Reports are for whoever looks after the node, whatever it thinks of the reporter.
    if cause.kind == .adminReport { facts.isWelcome = true }
    guard let post = cause.postID, facts.isWelcome else { return facts }
    let reader = Reader.member(member)
    let reading = try PostStore(db: db).facts(about: post, for: reader)
    facts.isWelcome = reading.map { Permission.allows(reader, toRead: $0) } ?? false
    return facts
  }

  private static let facts = """
    SELECT actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
      AND NOT EXISTS (SELECT 1 FROM hostStanding
        WHERE hostStanding.host = actor.host AND standing = 'suspended')
      AND NOT EXISTS (SELECT 1 FROM block WHERE block.actorID = ?1 AND block.targetID = ?2)
      AND NOT EXISTS (SELECT 1 FROM mute WHERE mute.memberID = ?1 AND mute.targetID = ?2
        AND mute.hidesNotifications = 1 AND ifnull(mute.endsAt, ?4 + 1) > ?4)
      AND NOT EXISTS (SELECT 1 FROM domainBlock
        WHERE domainBlock.memberID = ?1 AND domainBlock.domain = actor.host)
      AND NOT EXISTS (SELECT 1 FROM post JOIN threadMute
        ON threadMute.thread = coalesce(post.conversation, post.uri)
        WHERE post.id = ?3 AND threadMute.memberID = ?1),
      EXISTS (SELECT 1 FROM follow
        WHERE followerID = ?1 AND followeeID = ?2 AND follow.state = 'accepted'),
      EXISTS (SELECT 1 FROM notificationPermission AS permission
        WHERE permission.memberID = ?1 AND permission.actorID = ?2),
      EXISTS (SELECT 1 FROM member AS moderator WHERE moderator.actorID = ?2
        AND moderator.state = 'active' AND moderator.role IN ('moderator', 'admin')),
      (SELECT follow.createdAt FROM follow
        WHERE followerID = ?2 AND followeeID = ?1 AND follow.state = 'accepted'),
      actor.createdAt,
      EXISTS (SELECT 1 FROM accountLimit WHERE accountLimit.actorID = ?2)
        OR EXISTS (SELECT 1 FROM hostStanding
          WHERE hostStanding.host = actor.host AND standing = 'limited'),
      EXISTS (SELECT 1 FROM post WHERE post.id = ?3 AND post.audience = 'direct'
        AND NOT EXISTS (SELECT 1 FROM post AS parent
          WHERE parent.uri = post.inReplyTo AND parent.authorID = ?1))
    FROM member CROSS JOIN actor
    WHERE member.actorID = ?1 AND member.state = 'active' AND actor.id = ?2
    """
}

extension MemberNotification {
  init(row: Row, from start: Int) {
    let id: Int64 = row[start]
    self.init(
      id: id,
      memberID: row[start + 1],
      kind: row[start + 2],
      actorID: row[start + 3],
      postID: row[start + 4],
      reportID: row[start + 5],
      groupKey: row[start + 6] as String? ?? Self.soleKey(id),
      createdAt: row.date(start + 7)
    )
  }
}
