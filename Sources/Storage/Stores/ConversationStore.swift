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
      ) { Line(id: $0[0], last: $0[1], isUnread: $0[2]) }
      return zip(rows, try entries(rows, for: member)).map { line, entry in
        (number: line.last.rawValue, value: entry)
      }
    }
  }

  package func find(_ id: Int64, of member: ActorID) throws -> Entry? {
    let line = try db.first(
      "SELECT id, lastPostID, isUnread FROM conversation WHERE id = ? AND memberID = ?",
      [id, member]
    ) { Line(id: $0[0], last: $0[1], isUnread: $0[2]) }
    return try line.flatMap { try entries([$0], for: member).first ?? nil }
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

  /// How many conversations have something that the member has not read; more than a hundred are not
  /// counted.
  package func unreadCount(of member: ActorID) throws -> Int {
    let last: [PostID] = try db.all(
      "SELECT lastPostID FROM conversation WHERE memberID = ? AND isUnread = 1 LIMIT 100",
      [member]
    ) { $0[0] }
    // What is not listed is not counted either.
    let posts = try PostStore(db: db).welcome(last, to: .member(member))
    return last.count { posts[$0] != nil }
  }

  /// The posts of a conversation that the member may read, newest first.
  ///
  /// - Returns: Nothing when there is no such conversation.
  package func posts(
    of id: Int64,
    for member: ActorID,
    _ page: Page
  ) throws -> [ReadablePost]? {
    guard
      try db.has("SELECT 1 FROM conversation WHERE id = ? AND memberID = ?", [id, member])
    else { return nil }
    let found: [ReadablePost] = try page.filled { page in
      let numbers: [PostID] = try db.all(
        """
        SELECT postID FROM conversationPost
        WHERE conversationID = ? AND postID < ? AND postID > ?
        ORDER BY postID \(fixed: page.direction) LIMIT ?
        """,
        [id, page.before, page.after, page.limit]
      ) { $0[0] }
      let posts = try PostStore(db: db).welcome(numbers, to: .member(member))
      return numbers.map { (number: $0.rawValue, value: posts[$0]) }
    }
    return found
  }

  /// A row of the table.
  private struct Line {
    let id: Int64
    let last: PostID
    let isUnread: Bool
  }

  /// With who takes part and the last post; nothing where the member may not read that or wants to
  /// see nothing of who wrote it.
  private func entries(_ lines: [Line], for member: ActorID) throws -> [Entry?] {
    let posts = try PostStore(db: db).welcome(lines.map(\.last), to: .member(member))
    let shown = lines.filter { posts[$0.last] != nil }
    let participants = try participants(in: shown.map(\.id))
    return lines.map { line in
      posts[line.last].map { post in
        Entry(
          id: line.id,
          isUnread: line.isUnread,
          participants: participants[line.id] ?? [],
          lastPost: post
        )
      }
    }
  }

  private func participants(in conversations: [Int64]) throws -> [Int64: [ActorProfile]] {
    guard !conversations.isEmpty else { return [:] }
    let participants: [Int64: [ActorProfile]] = try db.gathered(
      """
      SELECT participant.conversationID, \(ActorStore.columns) FROM json_each(?) AS wanted
      CROSS JOIN conversationParticipant AS participant
        ON participant.conversationID = wanted.value
      CROSS JOIN actor ON actor.id = participant.actorID
      """,
      [conversations.list]
    ) { ActorProfile(row: $0, from: 1) }
    return participants.mapValues { Array($0.prefix(Self.mostParticipants)) }
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
