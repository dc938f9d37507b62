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

    package init(id: Int64, post: Post, author: ActorProfile, booster: ActorProfile? = nil) {
      self.id = id
      self.post = post
      self.author = author
      self.booster = booster
    }
  }

  /// Puts a new post into the timelines of the members that follow its author and of the author.
  ///
  /// - Returns: How many timelines did not have it.
  @discardableResult
  package func add(_ post: PostID, by author: ActorID) throws -> Int {
    try fanOut(post, from: author, booster: nil, id: post.rawValue)
  }

  /// Puts a direct post into the timelines of those it addresses.
  ///
  /// - Returns: How many timelines did not have it.
  @discardableResult
  package func addDirect(_ post: PostID, by author: ActorID) throws -> Int {
    try db.run(
      """
      INSERT OR IGNORE INTO timelineEntry (memberID, id, postID)
      SELECT member.actorID, ?1, ?1 FROM (
        SELECT ?2 AS actorID UNION ALL SELECT actorID FROM addressee WHERE postID = ?1
      ) AS reader JOIN member ON member.actorID = reader.actorID
      WHERE member.state = 'active'
      """,
      [post, author]
    )
    return db.changesCount
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
          AND followeeID = boost.actorID AND follow.state = 'accepted'))
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

  /// The members in whose timelines a post is.
  package func members(with post: PostID) throws -> Set<ActorID> {
    Set(try db.all("SELECT memberID FROM timelineEntry WHERE postID = ?", [post]) { $0[0] })
  }

  /// The members in whose timelines a boost of this number is.
  package func members(withEntry number: Int64) throws -> Set<ActorID> {
    Set(
      try db.all(
        """
        SELECT memberID FROM timelineEntry
        WHERE id = ?1 AND postID = (SELECT postID FROM boost WHERE number = ?1)
        """,
        [number]
      ) { $0[0] }
    )
  }

  /// A member's home timeline, newest first.
  package func home(of member: ActorID, _ page: Page) throws -> [Entry] {
    let entries = try page.filled { page in
      try db.all(Self.home, [member, page.before, page.limit]) { row in
        (number: row[0], value: entry(row, for: member))
      }
    }
    return try complete(entries)
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
      booster: booster
    )
  }

  private static let home = """
    SELECT timelineEntry.id, \(ReadingFacts.columns), \(PostStore.columns),
      \(ActorStore.columns.replacing("actor.", with: "author.")),
      \(ActorStore.columns.replacing("actor.", with: "booster."))
    FROM timelineEntry
    JOIN post ON post.id = timelineEntry.postID
    JOIN actor AS author ON author.id = post.authorID
    LEFT JOIN actor AS booster ON booster.id = timelineEntry.boosterID
    WHERE memberID = ?1 AND timelineEntry.id < ?2
      AND NOT EXISTS (SELECT 1 FROM block
        WHERE block.actorID = ?1 AND block.targetID = post.authorID)
      AND NOT EXISTS (SELECT 1 FROM hostStanding
        WHERE hostStanding.host = booster.host AND standing = 'suspended')
    ORDER BY timelineEntry.id DESC LIMIT ?3
    """

  private func complete(_ entries: [Entry]) throws -> [Entry] {
    let posts = PostStore(db: db)
    return try entries.map { entry in
      var entry = entry
      entry.post = try posts.complete(entry.post)
      return entry
    }
  }

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
      ) AS reader JOIN member ON member.actorID = reader.actorID
      WHERE member.state = 'active'
      """,
      [post, id, booster, source]
    )
    return db.changesCount
  }
}
