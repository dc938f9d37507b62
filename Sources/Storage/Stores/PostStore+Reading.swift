import GRDB
import Model

/// A post with who wrote it, as a reader may see it.
package struct ReadablePost: Sendable, Hashable {
  package var post: Post
  package var author: ActorProfile

  package init(post: Post, author: ActorProfile) {
    self.post = post
    self.author = author
  }
}

extension PostStore {
  private static let readable = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author.")) \
    FROM post JOIN actor AS author ON author.id = post.authorID
    """

  /// The post with this id, if there is one and the reader may read it.
  package func readable(uri: String, by reader: Reader) throws -> ReadablePost? {
    try readable("post.uri = ?2", [uri], by: reader).first
  }

  package func readable(_ id: PostID, by reader: Reader) throws -> ReadablePost? {
    try readable("post.id = ?2", [id], by: reader).first
  }

  /// The answers to a post that the reader may read, newest first.
  package func replies(to uri: String, by reader: Reader, _ page: Page) throws -> [ReadablePost] {
    try newest("post.inReplyTo = ?4", [uri], by: reader, page)
  }

  /// A conversation's posts that the reader may read, newest first.
  package func conversation(
    _ uri: String,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest("post.conversation = ?4", [uri], by: reader, page)
  }

  /// An author's posts that the reader may read, newest first.
  package func written(
    by author: ActorID,
    for reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest("post.authorID = ?4", [author], by: reader, page, Permission.allows(_:toRead:))
  }

  /// An actor's pinned posts that the reader may read, newest pin first, twenty at most.
  package func pinned(by actor: ActorID, for reader: Reader) throws -> [ReadablePost] {
    let found = try readable(
      """
      post.id IN (SELECT postID FROM pin WHERE pin.actorID = ?2)
      ORDER BY (SELECT pinnedAt FROM pin WHERE pin.postID = post.id AND pin.actorID = ?2) DESC
      LIMIT 100
      """,
      [actor],
      by: reader
    )
    return Array(found.prefix(20))
  }

  /// Posts with an audience that the reader may read, newest first.
  package func listed(
    in audience: Audience,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest("post.audience = ?4 AND post.isListed = 1", [audience], by: reader, page)
  }

  /// The listed posts of a territory that the reader may read, newest first.
  package func territory(
    _ territory: String,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest("post.territory = ?4 AND post.isListed = 1", [territory], by: reader, page)
  }

  /// Listed posts of this node's members that the reader may read, newest first.
  package func local(by reader: Reader, _ page: Page) throws -> [ReadablePost] {
    // The plus keeps SQLite from looking through all posts of these audiences.
    try newest(
      """
      post.isLocal = 1 AND post.isListed = 1
      AND +post.audience IN ('public', 'territory', 'node')
      """,
      [],
      by: reader,
      page
    )
  }

  /// Listed posts with a hashtag that the reader may read, newest first.
  package func tagged(
    _ hashtag: HashtagName,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest(
      """
      post.id IN (SELECT hashtag.postID FROM hashtag JOIN post AS tagged ON tagged.id = postID
        WHERE hashtag.name = ?4 AND hashtag.postID < ?2 AND tagged.isListed = 1
        ORDER BY hashtag.postID DESC LIMIT ?3)
      """,
      [hashtag.text],
      by: reader,
      page
    )
  }

  /// Posts that address an actor, newest first.
  package func addressing(
    _ actor: ActorID,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest(
      """
      post.id IN (SELECT postID FROM addressee WHERE addressee.actorID = ?4 AND postID < ?2
        ORDER BY postID DESC LIMIT ?3)
      """,
      [actor],
      by: reader,
      page
    )
  }

  /// The newest posts under a condition, whose own arguments begin at 4.
  private func newest(
    _ condition: StaticString,
    _ arguments: Arguments,
    by reader: Reader,
    _ page: Page,
    _ isShown: (Reader, ReadingFacts) -> Bool = Permission.allows(_:toComeAcross:)
  ) throws -> [ReadablePost] {
    let posts = try page.filled { page in
      try db.all(
        """
        \(Self.readable) WHERE \(fixed: condition) AND post.id < ?2
        ORDER BY post.id DESC LIMIT ?3
        """,
        [reader.number, page.before, page.limit] + arguments
      ) { row in
        (number: row[ReadingFacts.columnCount], value: post(row, for: reader, isShown))
      }
    }
    return try posts.map(complete)
  }

  /// The posts under a condition, whose own arguments begin at 2.
  private func readable(
    _ condition: StaticString,
    _ arguments: Arguments,
    by reader: Reader
  ) throws -> [ReadablePost] {
    try db.all("\(Self.readable) WHERE \(fixed: condition)", [reader.number] + arguments) {
      post($0, for: reader, Permission.allows(_:toRead:))
    }
    .compactMap(\.self).map(complete)
  }

  private func post(
    _ row: Row,
    for reader: Reader,
    _ isShown: (Reader, ReadingFacts) -> Bool
  ) -> ReadablePost? {
    guard isShown(reader, ReadingFacts(row: row, from: 0)) else { return nil }
    let start = ReadingFacts.columnCount
    return ReadablePost(
      post: Post(row: row, from: start),
      author: ActorProfile(row: row, from: start + PostStore.columnCount)
    )
  }

  private func complete(_ found: ReadablePost) throws -> ReadablePost {
    var found = found
    found.post = try complete(found.post)
    return found
  }
}
