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
  static let readable = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author.")) \
    FROM post JOIN actor AS author ON author.id = post.authorID
    """

  /// The post with this id, if there is one and the reader may read it.
  package func readable(uri: String, by reader: Reader) throws -> ReadablePost? {
    try readable("post.uri = ?2", [uri], by: reader).first
  }

  /// The post that people read at this address.
  ///
  /// An author's word counts for pages of its own host alone.
  package func readable(page: String, by reader: Reader) throws -> ReadablePost? {
    try readable(
      """
      post.page = ?2 AND instr(post.page, '://' || author.host || '/') IN (5, 6)
      ORDER BY post.id LIMIT 1
      """,
      [page],
      by: reader
    ).first
  }

  package func readable(_ id: PostID, by reader: Reader) throws -> ReadablePost? {
    try readable("post.id = ?2", [id], by: reader).first
  }

  /// A post that comes to a reader by itself, as on a stream: one that it may come across, by
  /// somebody whom it wants to see.
  package func comingAcross(_ id: PostID, for reader: Reader) throws -> ReadablePost? {
    let found = try db.first(
      "\(Self.readable) WHERE post.id = ?2 AND \(PostStore.isWelcome)",
      [reader.number, id]
    ) { post($0, for: reader, Permission.allows(_:toComeAcross:)) }
    return try found.flatMap(\.self).map(complete)
  }

  /// The answers to a post that the reader may read, newest first.
  package func replies(to uri: String, by reader: Reader, _ page: Page) throws -> [ReadablePost] {
    try newest("post.inReplyTo = ?7", [uri], Wish(reader: reader, page: page))
  }

  /// A conversation's posts that the reader may read, newest first.
  package func conversation(
    _ uri: String,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest("post.conversation = ?7", [uri], Wish(reader: reader, page: page))
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

  /// Those of some posts that the reader may read.
  package func readable(_ ids: [PostID], by reader: Reader) throws -> [PostID: ReadablePost] {
    guard !ids.isEmpty else { return [:] }
    let found = try readable(
      "post.id IN (SELECT value FROM json_each(?2))",
      [ids.list],
      by: reader
    )
    return Dictionary(found.map { ($0.post.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The same without those of authors whom the reader does not want to see.
  func welcome(_ ids: [PostID], to reader: Reader) throws -> [PostID: ReadablePost] {
    guard !ids.isEmpty else { return [:] }
    let found = try readable(
      "post.id IN (SELECT value FROM json_each(?2))",
      [ids.list],
      by: reader,
      Self.isWelcome
    )
    return Dictionary(found.map { ($0.post.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The posts that some posts quote with their authors' consent, by their ids, as far as the reader
  /// may read them.
  package func quoted(by posts: [Post], for reader: Reader) throws -> [String: ReadablePost] {
    let quoting = posts.filter { $0.quote?.state == .accepted }.map(\.id)
    guard !quoting.isEmpty else { return [:] }
    let found = try readable(
      """
      post.uri IN (SELECT quotation.quoted FROM json_each(?2) AS quoting
        CROSS JOIN quotation ON quotation.postID = quoting.value)
      """,
      [quoting.list],
      by: reader
    )
    return Dictionary(found.map { ($0.post.uri, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The ids of posts that were deleted, as far as anyone may know that they existed, among those that
  /// some posts quote.
  package func gone(quotedBy posts: [Post]) throws -> Set<String> {
    guard !posts.isEmpty else { return [] }
    let uris: [String] = try db.all(
      """
      SELECT tombstone.uri FROM json_each(?) AS quoting
      CROSS JOIN quotation ON quotation.postID = quoting.value
      CROSS JOIN tombstone ON tombstone.uri = quotation.quoted AND tombstone.wasPublic = 1
      """,
      [posts.map(\.id).list]
    ) { $0[0] }
    return Set(uris)
  }

  /// The posts under a condition, whose own arguments begin at 2.
  private func readable(
    _ condition: StaticString,
    _ arguments: Arguments,
    by reader: Reader,
    _ isWanted: StaticString = "1"
  ) throws -> [ReadablePost] {
    let found = try db.all(
      "\(Self.readable) WHERE \(fixed: isWanted) AND \(fixed: condition)",
      [reader.number] + arguments
    ) {
      post($0, for: reader, Permission.allows(_:toRead:))
    }
    return try complete(found.compactMap(\.self))
  }

  func post(
    _ row: Row,
    from first: Int = 0,
    for reader: Reader,
    _ isShown: (Reader, ReadingFacts) -> Bool
  ) -> ReadablePost? {
    guard isShown(reader, ReadingFacts(row: row, from: first)) else { return nil }
    let start = first + ReadingFacts.columnCount
    return ReadablePost(
      post: Post(row: row, from: start),
      author: ActorProfile(row: row, from: start + PostStore.columnCount)
    )
  }
}
