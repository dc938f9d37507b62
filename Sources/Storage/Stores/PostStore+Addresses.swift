import GRDB
import Model

extension PostStore {
  /// A stretch of a list of posts, as others see it: no more than the addresses.
  package struct Addresses: Sendable, Hashable {
    /// Those that the reader may read.
    package var uris: [String]
    /// Where the next stretch begins; nothing at the end of the list.
    ///
    /// It counts what may not be read too, so that hidden posts end no list early.
    package var next: Int64?
  }

  /// The answers to a post, newest first.
  package func addresses(
    answering uri: String,
    for reader: Reader,
    _ page: Page
  ) throws -> Addresses {
    try addresses(
      "post.inReplyTo = ?2 AND post.id < ?3 ORDER BY post.id DESC LIMIT ?4",
      uri,
      for: reader,
      page
    )
  }

  /// A conversation's posts in the order of time (FEP-f228), after a number.
  package func addresses(
    inConversation uri: String,
    for reader: Reader,
    after start: Int64,
    limit: Int
  ) throws -> Addresses {
    try addresses(
      "post.conversation = ?2 AND post.id > ?3 ORDER BY post.id LIMIT ?4",
      uri,
      for: reader,
      from: start,
      limit: limit
    )
  }

  /// Public posts of this node's members with a hashtag, newest first.
  package func addresses(tagged name: String, _ page: Page) throws -> Addresses {
    try addresses(
      """
      post.id IN (SELECT hashtag.postID FROM hashtag JOIN post AS tagged ON tagged.id = postID
        WHERE hashtag.name = ?2 AND hashtag.postID < ?3 AND tagged.isLocal = 1
          AND tagged.isListed = 1 AND tagged.audience = 'public'
        ORDER BY hashtag.postID DESC LIMIT ?4)
      ORDER BY post.id DESC
      """,
      name,
      for: .anyone,
      page
    )
  }

  private static let listed = """
    SELECT \(ReadingFacts.columns), post.id, post.uri \
    FROM post JOIN actor AS author ON author.id = post.authorID
    """

  private func addresses(
    _ condition: StaticString,
    _ name: String,
    for reader: Reader,
    _ page: Page
  ) throws -> Addresses {
    try addresses(condition, name, for: reader, from: page.before, limit: page.limit)
  }

  private func addresses(
    _ condition: StaticString,
    _ name: String,
    for reader: Reader,
    from start: Int64,
    limit: Int
  ) throws -> Addresses {
    let rows = try db.all(
      "\(Self.listed) WHERE \(fixed: condition)",
      [reader.number, name, start, limit]
    ) { row -> (id: Int64, uri: String?) in
      let isReadable = Permission.allows(
        reader,
        toComeAcross: ReadingFacts(row: row, from: 0)
      )
      let start = ReadingFacts.columnCount
      return (row[start], isReadable ? row[start + 1] : nil)
    }
    return Addresses(
      uris: rows.compactMap(\.uri),
      next: rows.count == limit ? rows.last?.id : nil
    )
  }

  /// Puts the answers to a post that came before it, and stand in no conversation yet, into its own.
  package func placeAnswers(to post: Post) throws {
    guard let conversation = post.thread.conversation else { return }
    try db.run(
      """
      UPDATE post SET conversation = ?
      WHERE inReplyTo = ? AND conversation IS NULL AND isLocal = 0
      """,
      [conversation, post.uri]
    )
  }

  /// The hashtags that an actor used most in its latest public posts, most used first.
  package func hashtags(mostUsedBy author: ActorID, limit: Int = 10) throws -> [String] {
    try db.all(
      """
      SELECT hashtag.name FROM (SELECT id FROM post
        WHERE authorID = ?1 AND audience = 'public' AND isListed = 1
        ORDER BY id DESC LIMIT 200) AS latest
      JOIN hashtag ON hashtag.postID = latest.id
      GROUP BY hashtag.name ORDER BY count(*) DESC, hashtag.name LIMIT ?2
      """,
      [author, limit]
    ) { $0[0] }
  }
}
