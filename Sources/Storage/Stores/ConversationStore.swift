import GRDB
import Model

/// Direct posts by thread and by who talks, as each member who takes part sees them.
package struct ConversationStore {
  let db: Database

  /// A conversation with what is needed to show it.
  package struct Entry: Sendable, Hashable {
    package var id: Int64
    package var isUnread: Bool
    /// All who took part but the member.
    package var participants: [ActorProfile]
    package var lastPost: ReadablePost
  }

  /// The most people that one conversation is between; a post may address more.
  static let mostParticipants = 100

  /// Puts a direct post into the conversations of the members that it is for, in the transaction
  /// of the post; it is unread for all but its author.
  ///
  /// What a closed group passes on is no conversation.
  ///
  /// - Returns: How many conversations did not have it.
  @discardableResult
  package func add(_ post: Post) throws -> Int {
    guard post.audience == .direct else { return 0 }
    let people = try db.all(
      """
      SELECT addressee.actorID, actor.kind = 'group' FROM addressee
      JOIN actor ON actor.id = addressee.actorID WHERE addressee.postID = ? LIMIT ?
      """,
      [post.id, Self.mostParticipants]
    ) { row -> (id: ActorID, isGroup: Bool) in (row[0], row[1]) }
    guard !people.contains(where: \.isGroup) else { return 0 }
    var count = 0
    let all = Set(people.map(\.id)).union([post.authorID])
    for member in all
    where try db.has("SELECT 1 FROM member WHERE actorID = ? AND state = 'active'", [member]) {
      if try add(post, among: all.subtracting([member]), for: member) { count += 1 }
    }
    return count
  }

  private func add(
    _ post: Post,
    among others: Set<ActorID>,
    for member: ActorID
  ) throws -> Bool {
    // Talks of others under the same post are others.
    let people = others.map { String($0.rawValue) }.sorted().joined(separator: " ")
    let talk = "\(post.threadName) \(people)"
    try db.run(
      """
      INSERT INTO conversation (memberID, thread, lastPostID, isUnread) VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (memberID, thread) DO UPDATE
      SET lastPostID = max(lastPostID, ?3), isUnread = ?4
      """,
      [member, talk, post.id, member != post.authorID]
    )
    let id: Int64? = try db.first(
      "SELECT id FROM conversation WHERE memberID = ? AND thread = ?",
      [member, talk]
    ) { $0[0] }
    guard let id else { return false }
    try db.run(
      "INSERT OR IGNORE INTO conversationPost (conversationID, postID) VALUES (?, ?)",
      [id, post.id]
    )
    let isNew = db.changesCount > 0
    for other in others {
      try db.run(
        "INSERT OR IGNORE INTO conversationParticipant (conversationID, actorID) VALUES (?, ?)",
        [id, other]
      )
    }
    return isNew
  }

  // MARK: Reading

  /// A member's conversations by the number of their last post, newest first.
  package func list(of member: ActorID, _ page: Page) throws -> [Entry] {
    try page.filled { page in
      let rows = try db.all(
        """
        SELECT id, lastPostID, isUnread FROM conversation
        WHERE memberID = ? AND lastPostID < ? AND lastPostID > ?
        ORDER BY lastPostID \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit]
      ) { row -> (Int64, Int64, Bool) in (row[0], row[1], row[2]) }
      return try rows.map { id, last, isUnread in
        (number: last, value: try entry(id, last, isUnread, for: member))
      }
    }
  }

  package func find(_ id: Int64, of member: ActorID) throws -> Entry? {
    let row = try db.first(
      "SELECT lastPostID, isUnread FROM conversation WHERE id = ? AND memberID = ?",
      [id, member]
    ) { row -> (Int64, Bool) in (row[0], row[1]) }
    guard let (last, isUnread) = row else { return nil }
    return try entry(id, last, isUnread, for: member)
  }

  /// The number of the conversation that a post is in.
  package func number(of post: Post, for member: ActorID) throws -> Int64? {
    try db.first(
      """
      SELECT conversation.id FROM conversationPost
      CROSS JOIN conversation ON conversation.id = conversationPost.conversationID
      WHERE conversationPost.postID = ? AND conversation.memberID = ?
      """,
      [post.id, member]
    ) { $0[0] }
  }

  private func entry(
    _ id: Int64,
    _ last: Int64,
    _ isUnread: Bool,
    for member: ActorID
  ) throws -> Entry? {
    let post = PostID(rawValue: last)
    guard let found = try PostStore(db: db).readable(post, by: .member(member)),
      try !isHidden(found.author, from: member)
    else { return nil }
    let participants = try db.all(
      """
      SELECT \(ActorStore.columns) FROM conversationParticipant AS participant
      JOIN actor ON actor.id = participant.actorID WHERE participant.conversationID = ?
      ORDER BY participant.actorID LIMIT ?
      """,
      [id, Self.mostParticipants],
      ActorProfile.init(row:)
    )
    return Entry(id: id, isUnread: isUnread, participants: participants, lastPost: found)
  }

  private func isHidden(_ author: ActorProfile, from member: ActorID) throws -> Bool {
    try db.has(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM block WHERE block.actorID = ?1 AND targetID = ?2)
        OR EXISTS (SELECT 1 FROM mute WHERE mute.memberID = ?1 AND mute.targetID = ?2)
        OR EXISTS (SELECT 1 FROM domainBlock
          WHERE domainBlock.memberID = ?1 AND domainBlock.domain = ?3)
      """,
      [member, author.id, author.host]
    )
  }

  // MARK: Changing

  /// - Returns: Whether there is such a conversation.
  @discardableResult
  package func mark(_ id: Int64, of member: ActorID, isUnread: Bool) throws -> Bool {
    try db.run(
      "UPDATE conversation SET isUnread = ? WHERE id = ? AND memberID = ?",
      [isUnread, id, member]
    )
    return db.changesCount > 0
  }

  /// Takes a conversation out of the member's list; the posts stay.
  ///
  /// - Returns: Whether there was such a conversation.
  @discardableResult
  package func remove(_ id: Int64, of member: ActorID) throws -> Bool {
    try db.run("DELETE FROM conversation WHERE id = ? AND memberID = ?", [id, member])
    return db.changesCount > 0
  }
}
