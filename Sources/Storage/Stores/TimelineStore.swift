import Foundation
import GRDB
import Model

/// The home timelines: what each member's follows bring, once.
package struct TimelineStore {
  let db: Database

  /// A post in a timeline, with who brought it there.
  package struct Entry: Sendable, Hashable {
    /// The entry's number, by which one pages.
    package var id: Int64
    package var post: Post
    package var author: ActorProfile
    package var booster: ActorProfile?
    /// The id of the activity by which the booster brought it, as far as it is known.
    package var boostURI: String?

    package init(
      id: Int64,
      post: Post,
      author: ActorProfile,
      booster: ActorProfile? = nil,
      boostURI: String? = nil
    ) {
      self.id = id
      self.post = post
      self.author = author
      self.booster = booster
      self.boostURI = boostURI
    }
  }

  /// Puts a new post into the timelines of the members that follow its author and of the author.
  ///
  /// - Returns: How many timelines did not have it.
  @discardableResult
  package func add(_ post: PostID, by author: ActorID) throws -> Int {
    try fanOut(post, from: author, booster: nil, id: post.rawValue)
  }

  /// Puts a direct post into the timelines of its author and of those it addresses who follow the author, as
  /// Mastodon does; to all others it is a conversation and a notification.
  ///
  /// - Returns: How many timelines did not have it.
  @discardableResult
  package func addDirect(_ post: PostID, by author: ActorID) throws -> Int {
    try db.run(
      """
      INSERT OR IGNORE INTO timelineEntry (memberID, id, postID)
      SELECT member.actorID, ?1, ?1 FROM (
        SELECT ?2 AS actorID UNION ALL
        SELECT addressee.actorID FROM addressee
        JOIN follow ON follow.followerID = addressee.actorID AND follow.followeeID = ?2
        WHERE addressee.postID = ?1 AND follow.state = 'accepted'
      ) AS reader JOIN member ON member.actorID = reader.actorID
      WHERE member.state = 'active'
      """,
      [post, author]
    )
    return db.changesCount
  }

  /// Puts a post into the timelines of the members that follow one of its hashtags, unless they
  /// follow its author for other languages.
  package func addTagged(_ post: PostID) throws {
    try db.run(
      """
      INSERT OR IGNORE INTO timelineEntry (memberID, id, postID)
      SELECT followedTag.memberID, ?1, ?1 FROM hashtag
      CROSS JOIN followedTag ON followedTag.name = hashtag.name
      JOIN member ON member.actorID = followedTag.memberID
      WHERE hashtag.postID = ?1 AND member.state = 'active'
        AND NOT EXISTS (SELECT 1 FROM follow
          WHERE follow.followerID = followedTag.memberID
            AND follow.followeeID = (SELECT authorID FROM post WHERE id = ?1)
            AND NOT \(Self.isUnderstood))
      """,
      [post]
    )
  }

  /// Puts a boosted post into the timelines of the members that follow the booster.
  ///
  /// - Returns: How many timelines did not have it.
  @discardableResult
  package func addBoost(of post: PostID, by booster: ActorID, id: Int64) throws -> Int {
    try fanOut(post, from: booster, booster: booster, id: id)
  }

  /// Takes out what came only by a boost that is undone; what another one followed has boosted,
  /// too, stays as that one's.
  package func removeBoost(of post: PostID, by booster: ActorID) throws {
    try db.run(
      """
      DELETE FROM timelineEntry
      WHERE postID = ?1 AND boosterID = ?2 AND NOT EXISTS (\(Self.otherBooster))
      """,
      [post, booster]
    )
    try db.run(
      """
      UPDATE timelineEntry SET boosterID = (\(Self.otherBooster))
      WHERE postID = ?1 AND boosterID = ?2
      """,
      [post, booster]
    )
  }

  private static let otherBooster = """
    SELECT boost.actorID FROM boost
    WHERE boost.postID = ?1 AND boost.actorID <> ?2
      AND (boost.actorID = timelineEntry.memberID OR EXISTS (
        SELECT 1 FROM follow WHERE followerID = timelineEntry.memberID
          AND followeeID = boost.actorID AND follow.state = 'accepted'
          AND follow.showsBoosts = 1 AND \(TimelineStore.isUnderstood)))
    ORDER BY boost.createdAt, boost.actorID LIMIT 1
    """

  /// Takes out an author whom a member follows no longer or has blocked.
  package func remove(author: ActorID, from member: ActorID) throws {
    try db.run(
      """
      DELETE FROM timelineEntry WHERE memberID = ?1 AND (boosterID = ?2
        OR postID IN (SELECT id FROM post WHERE authorID = ?2))
      """,
      [member, author]
    )
  }

  /// The members in whose home timelines a post is shown.
  package func members(with post: PostID) throws -> Set<ActorID> {
    Set(
      try db.all("\(Self.readers) WHERE timelineEntry.postID = ?1 AND \(Self.isShown)", [post]) {
        $0[0]
      }
    )
  }

  /// The lists in which a post is.
  package func lists(with post: PostID) throws -> Set<Int64> {
    Set(try db.all("SELECT listID FROM listEntry WHERE postID = ?", [post]) { $0[0] })
  }

  /// The members in whose home timelines a boost of this number is shown.
  package func members(withEntry number: Int64) throws -> Set<ActorID> {
    Set(
      try db.all(
        """
        \(Self.readers) WHERE timelineEntry.id = ?1
          AND timelineEntry.postID = (SELECT postID FROM boost WHERE number = ?1)
          AND \(Self.isShown)
        """,
        [number]
      ) { $0[0] }
    )
  }

  /// The lists in which a boost of this number is.
  package func lists(withEntry number: Int64) throws -> Set<Int64> {
    Set(
      try db.all(
        """
        SELECT listID FROM listEntry WHERE id = ?1
          AND postID = (SELECT postID FROM boost WHERE number = ?1)
        """,
        [number]
      ) { $0[0] }
    )
  }

  /// The members to whom somebody's boosts come: its followers and itself.
  package func members(following booster: ActorID) throws -> Set<ActorID> {
    Set(
      try db.all(
        """
        SELECT actorID FROM member WHERE actorID = ?1 OR actorID IN (
          SELECT followerID FROM follow WHERE followeeID = ?1 AND state = 'accepted')
        """,
        [booster]
      ) { $0[0] }
    )
  }

  /// A member's home timeline, newest first, without what is muted, blocked or kept in lists.
  package func home(of member: ActorID, _ page: Page) throws -> [Entry] {
    let entries = try page.filled { page in
      try db.all(
        "\(Self.home) ORDER BY timelineEntry.id \(fixed: page.direction) LIMIT ?4",
        [member, page.before, page.after, page.limit]
      ) { row in (number: row[0], value: entry(row, for: member)) }
    }
    return try complete(entries)
  }

  /// The timeline of one of a member's lists, newest first.
  package func list(_ list: MemberList, of member: ActorID, _ page: Page) throws -> [Entry] {
    let entries = try page.filled { page in
      try db.all(
        "\(Self.list) ORDER BY timelineEntry.id \(fixed: page.direction) LIMIT ?4",
        [member, page.before, page.after, page.limit, list.id, list.replies]
      ) { row in (number: row[0], value: entry(row, for: member)) }
    }
    return try complete(entries)
  }

  /// Whether an entry is in a member's home timeline now, for those who wait for it.
  package func entry(_ id: Int64, of member: ActorID) throws -> Entry? {
    try home(of: member, Page(before: id + 1, after: id - 1, limit: 1)).first
  }

  /// The entry, unless it is not, or no longer, for the member (threat 30).
  private func entry(_ row: Row, for member: ActorID) -> Entry? {
    let facts = ReadingFacts(row: row, from: 1)
    guard Permission.allows(.member(member), toComeAcross: facts) else { return nil }
    let post = 1 + ReadingFacts.columnCount
    let author = post + PostStore.columnCount
    let start = author + ActorStore.columnCount
    let booster = row.hasNull(atIndex: start) ? nil : ActorProfile(row: row, from: start)
    guard booster?.isActive != false else { return nil }
    return Entry(
      id: row[0],
      post: Post(row: row, from: post),
      author: ActorProfile(row: row, from: author),
      booster: booster,
      boostURI: booster == nil ? nil : row[start + ActorStore.columnCount]
    )
  }

  private static let columns = """
    timelineEntry.id, \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author.")), \
    \(ActorStore.columns.replacing("actor.", with: "booster.")), \
    (SELECT boost.uri FROM boost WHERE boost.postID = timelineEntry.postID \
    AND boost.actorID = timelineEntry.boosterID)
    """

  private static let joins = """
    JOIN post ON post.id = timelineEntry.postID
    JOIN actor AS author ON author.id = post.authorID
    LEFT JOIN actor AS booster ON booster.id = timelineEntry.boosterID
    """

  /// Neither of whom the member does not want to see nor brought by them.
  private static let isWelcome = """
    \(PostStore.isWelcome)
    AND (timelineEntry.boosterID IS NULL OR NOT (
      EXISTS (SELECT 1 FROM block
        WHERE block.actorID = ?1 AND block.targetID = timelineEntry.boosterID)
      OR EXISTS (SELECT 1 FROM mute
        WHERE mute.memberID = ?1 AND mute.targetID = timelineEntry.boosterID)
      OR EXISTS (SELECT 1 FROM domainBlock
        WHERE domainBlock.memberID = ?1 AND domainBlock.domain = booster.host)
      OR EXISTS (SELECT 1 FROM hostStanding
        WHERE hostStanding.host = booster.host AND standing = 'suspended')
      OR EXISTS (SELECT 1 FROM follow WHERE followerID = ?1
        AND followeeID = timelineEntry.boosterID AND showsBoosts = 0)))
    """

  /// Of what is in a timeline, what its member wants to see there.
  private static let isAtHome = """
    \(TimelineStore.isWelcome)
    AND NOT EXISTS (SELECT 1 FROM listAccount CROSS JOIN list ON list.id = listAccount.listID
      WHERE listAccount.actorID = ifnull(timelineEntry.boosterID, post.authorID)
        AND list.memberID = ?1 AND list.isExclusive = 1)
    """

  private static let home = """
    SELECT \(TimelineStore.columns) FROM timelineEntry \(TimelineStore.joins)
    WHERE timelineEntry.memberID = ?1 AND timelineEntry.id < ?2 AND timelineEntry.id > ?3
      AND \(TimelineStore.isAtHome)
    """

  private static let readers = """
    SELECT timelineEntry.memberID FROM timelineEntry \(TimelineStore.joins)
    """

  /// The same for each member whose timeline it is.
  private static let isShown = """
    \(TimelineStore.isAtHome.replacing("?1", with: "timelineEntry.memberID"))
    """

  private static let list = """
    SELECT \(TimelineStore.columns) FROM listEntry AS timelineEntry \(TimelineStore.joins)
    WHERE timelineEntry.listID = ?5 AND timelineEntry.id < ?2 AND timelineEntry.id > ?3
      AND \(TimelineStore.isWelcome)
      AND (?6 = 'followed' OR post.inReplyTo IS NULL OR timelineEntry.boosterID IS NOT NULL
        OR EXISTS (SELECT 1 FROM post AS parent WHERE parent.uri = post.inReplyTo
          AND (parent.authorID IN (?1, post.authorID) OR (?6 = 'list' AND EXISTS (
            SELECT 1 FROM listAccount
            WHERE listAccount.listID = ?5 AND listAccount.actorID = parent.authorID)))))
    """

  func complete(_ entries: [Entry]) throws -> [Entry] {
    zip(entries, try PostStore(db: db).complete(entries.map(\.post))).map { entry, post in
      var entry = entry
      entry.post = post
      return entry
    }
  }

  /// Of a follow for some languages, only posts in one of them, and those that name none.
  private static let isUnderstood = """
    (follow.languages IS NULL OR (SELECT post.language IS NULL
      OR instr(' ' || follow.languages || ' ', ' ' || lower(post.language) || ' ') > 0
      OR instr(' ' || follow.languages || ' ', ' ' || lower(
        substr(post.language, 1, instr(post.language || '-', '-') - 1)) || ' ') > 0
      FROM post WHERE post.id = ?1))
    """

  private func fanOut(
    _ post: PostID,
    from source: ActorID,
    booster: ActorID?,
    id: Int64
  ) throws
    -> Int
  {
    try db.run(
      """
      INSERT OR IGNORE INTO timelineEntry (memberID, id, postID, boosterID)
      SELECT member.actorID, ?2, ?1, ?3 FROM (
        SELECT ?4 AS actorID UNION ALL
        SELECT followerID FROM follow WHERE followeeID = ?4 AND follow.state = 'accepted'
          AND (?3 IS NULL OR follow.showsBoosts = 1) AND \(Self.isUnderstood)
      ) AS reader JOIN member ON member.actorID = reader.actorID
      WHERE member.state = 'active'
      """,
      [post, id, booster, source]
    )
    return db.changesCount
  }
}
