import Foundation
import GRDB
import Model

/// Which posts of a list are asked for.
package struct PostChoice: Sendable, Hashable {
  /// Whose posts: those of this node's members, of others, or all.
  package enum Origin: Sendable, Hashable { case here, elsewhere, anywhere }

  package var onlyMedia: Bool
  package var origin: Origin
  /// Of an author: without its answers to others.
  package var excludesReplies: Bool
  /// Only with this hashtag.
  package var tag: HashtagName?

  package init(
    onlyMedia: Bool = false,
    origin: Origin = .anywhere,
    excludesReplies: Bool = false,
    tag: HashtagName? = nil
  ) {
    self.onlyMedia = onlyMedia
    self.origin = origin
    self.excludesReplies = excludesReplies
    self.tag = tag
  }

  /// For the places of `PostStore.isChosen`.
  fileprivate var arguments: Arguments {
    let isLocal: Bool? =
      switch origin {
      case .here: true
      case .elsewhere: false
      case .anywhere: nil
      }
    return [onlyMedia, isLocal]
  }
}

/// A post with the number under which a list has it.
package struct NumberedPost: Sendable, Hashable {
  package var number: Int64
  package var found: ReadablePost
}

// Lists of posts: in each a page is full as long as there is something for the reader.
extension PostStore {
  /// Neither of an author nor from a host that the reader, argument 1, does not want to see.
  static let isWelcome: StaticString = """
    NOT EXISTS (SELECT 1 FROM block
      WHERE block.actorID = ?1 AND block.targetID = post.authorID)
    AND NOT EXISTS (SELECT 1 FROM mute
      WHERE mute.memberID = ?1 AND mute.targetID = post.authorID)
    AND NOT EXISTS (SELECT 1 FROM domainBlock
      WHERE domainBlock.memberID = ?1 AND domainBlock.domain = author.host)
    """

  private static let isChosen: StaticString = """
    (?5 = 0 OR EXISTS (SELECT 1 FROM attachment WHERE attachment.postID = post.id))
    AND (?6 IS NULL OR +post.isLocal = ?6)
    """

  // MARK: Public timelines

  /// Posts with an audience that the reader may read, newest first.
  package func listed(
    in audience: Audience,
    by reader: Reader,
    _ page: Page,
    _ choice: PostChoice = PostChoice()
  ) throws -> [ReadablePost] {
    try newest(
      "post.audience = ?7 AND post.isListed = 1",
      [audience],
      Wish(reader: reader, page: page, choice: choice)
    )
  }

  /// The listed posts of a territory that the reader may read, newest first.
  package func territory(
    _ territory: String,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try newest(
      "post.territory = ?7 AND post.isListed = 1",
      [territory],
      Wish(reader: reader, page: page)
    )
  }

  /// Listed posts of this node's members that the reader may read, newest first.
  package func local(
    by reader: Reader,
    _ page: Page,
    _ choice: PostChoice = PostChoice()
  ) throws -> [ReadablePost] {
    // The plus keeps SQLite from looking through all posts of these audiences.
    try newest(
      """
      post.isLocal = 1 AND post.isListed = 1
      AND +post.audience IN ('public', 'territory', 'node')
      """,
      [],
      Wish(reader: reader, page: page, choice: choice)
    )
  }

  // MARK: Hashtags

  /// Which posts a timeline of hashtags shows.
  package struct TagChoice: Sendable, Hashable {
    /// At least one of them.
    package var any: [HashtagName]
    /// All of these, too.
    package var all: [HashtagName]
    /// None of these.
    package var none: [HashtagName]
    package var posts: PostChoice

    package static let most = 4

    /// Of each kind up to four are taken, as Mastodon does.
    package init(
      any: [HashtagName],
      all: [HashtagName] = [],
      none: [HashtagName] = [],
      posts: PostChoice = PostChoice()
    ) {
      self.any = Array(any.prefix(Self.most + 1))
      self.all = Array(all.prefix(Self.most))
      self.none = Array(none.prefix(Self.most))
      self.posts = posts
    }

    fileprivate static func json(_ tags: [HashtagName]) throws -> String {
      String(decoding: try JSONEncoder().encode(tags.map(\.text)), as: UTF8.self)
    }
  }

  /// Listed posts with a hashtag that the reader may read, newest first.
  package func tagged(
    _ hashtag: HashtagName,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    try tagged(TagChoice(any: [hashtag]), by: reader, page)
  }

  /// Listed posts by their hashtags that the reader may read, newest first.
  package func tagged(
    _ choice: TagChoice,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    // Each hashtag fills a page of its own; the newest of all are the page of all.
    var found: [PostID: ReadablePost] = [:]
    for tag in choice.any {
      for post in try tagged(tag, choice, by: reader, page) { found[post.post.id] = post }
    }
    let posts = found.values.sorted { $0.post.id > $1.post.id }
    return Array(page.end == .newest ? posts.prefix(page.limit) : posts.suffix(page.limit))
  }

  private func tagged(
    _ tag: HashtagName,
    _ choice: TagChoice,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    let lists: Arguments = [
      tag.text, try TagChoice.json(choice.all), try TagChoice.json(choice.none),
    ]
    let posts = try page.filled { page in
      try db.all(
        """
        \(Self.tagged) ORDER BY hashtag.postID \(fixed: page.direction) LIMIT ?4
        """,
        [reader.number, page.before, page.after, page.limit] + choice.posts.arguments + lists
      ) { row in
        (
          number: row[ReadingFacts.columnCount],
          value: post(row, for: reader, Permission.allows(_:toComeAcross:))
        )
      }
    }
    return try complete(posts)
  }

  private static let tagged = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author."))
    FROM hashtag CROSS JOIN post ON post.id = hashtag.postID
    CROSS JOIN actor AS author ON author.id = post.authorID
    WHERE hashtag.name = ?7 AND hashtag.postID < ?2 AND hashtag.postID > ?3
      AND post.isListed = 1 AND \(PostStore.isWelcome) AND \(PostStore.isChosen)
      AND NOT EXISTS (SELECT 1 FROM json_each(?8) AS wanted WHERE NOT EXISTS (
        SELECT 1 FROM hashtag AS other WHERE other.name = wanted.value AND other.postID = post.id))
      AND NOT EXISTS (SELECT 1 FROM json_each(?9) AS unwanted JOIN hashtag AS other
        ON other.name = unwanted.value AND other.postID = post.id)
    """

  // MARK: One author

  /// An author's posts that the reader may read, newest first.
  package func written(
    by author: ActorID,
    for reader: Reader,
    _ page: Page,
    _ choice: PostChoice = PostChoice()
  ) throws -> [ReadablePost] {
    try newest(
      """
      post.authorID = ?9
      AND (?7 = 0 OR post.inReplyTo IS NULL OR EXISTS (SELECT 1 FROM post AS parent
        WHERE parent.uri = post.inReplyTo AND parent.authorID = post.authorID))
      AND (?8 IS NULL OR EXISTS (SELECT 1 FROM hashtag
        WHERE hashtag.name = ?8 AND hashtag.postID = post.id))
      """,
      [choice.excludesReplies, choice.tag?.text, author],
      Wish(reader: reader, page: page, choice: choice, isOfOneAuthor: true)
    )
  }

  // MARK: What a member keeps

  /// A member's bookmarks, the latest first.
  package func bookmarked(by member: ActorID, _ page: Page) throws -> [NumberedPost] {
    try kept(
      """
      FROM bookmark CROSS JOIN post ON post.id = bookmark.postID
      CROSS JOIN actor AS author ON author.id = post.authorID
      WHERE bookmark.memberID = ?1 AND bookmark.id < ?2 AND bookmark.id > ?3
      ORDER BY bookmark.id
      """,
      "bookmark.id",
      by: member,
      page
    )
  }

  /// What a member likes, the latest like first; its number is the time of the like.
  package func liked(by member: ActorID, _ page: Page) throws -> [NumberedPost] {
    try kept(
      """
      FROM liking CROSS JOIN post ON post.id = liking.postID
      CROSS JOIN actor AS author ON author.id = post.authorID
      WHERE liking.actorID = ?1 AND liking.createdAt < ?2 AND liking.createdAt > ?3
      ORDER BY liking.createdAt
      """,
      "liking.createdAt",
      by: member,
      page
    )
  }

  private func kept(
    _ source: StaticString,
    _ number: StaticString,
    by member: ActorID,
    _ page: Page
  ) throws -> [NumberedPost] {
    let reader = Reader.member(member)
    let rows = try page.filled { page in
      try db.all(
        """
        SELECT \(ReadingFacts.columns), \(PostStore.columns), \
        \(ActorStore.columns.replacing("actor.", with: "author.")), \(fixed: number) \
        \(fixed: source) \(fixed: page.direction) LIMIT ?4
        """,
        [member, page.before, page.after, page.limit]
      ) { numbered($0, for: reader) }
    }
    return try complete(rows)
  }

  /// A row of a post that the reader may read, with the number that it has in a list behind it.
  func numbered(_ row: Row, for reader: Reader) -> (number: Int64, value: NumberedPost?) {
    let end = ReadingFacts.columnCount + PostStore.columnCount + ActorStore.columnCount
    let number: Int64 = row[end]
    let found = post(row, for: reader, Permission.allows(_:toRead:))
    return (number, found.map { NumberedPost(number: number, found: $0) })
  }

  // MARK: Reading

  /// Posts that address an actor, newest first.
  package func addressing(
    _ actor: ActorID,
    by reader: Reader,
    _ page: Page
  ) throws -> [ReadablePost] {
    let posts = try page.filled { page in
      try db.all(
        """
        \(Self.addressing) ORDER BY addressee.postID \(fixed: page.direction) LIMIT ?4
        """,
        [reader.number, page.before, page.after, page.limit, actor]
      ) { row in
        (
          number: row[ReadingFacts.columnCount],
          value: post(row, for: reader, Permission.allows(_:toComeAcross:))
        )
      }
    }
    return try complete(posts)
  }

  private static let addressing = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author."))
    FROM addressee CROSS JOIN post ON post.id = addressee.postID
    CROSS JOIN actor AS author ON author.id = post.authorID
    WHERE addressee.actorID = ?5 AND addressee.postID < ?2 AND addressee.postID > ?3
      AND \(PostStore.isWelcome)
    """

  /// Who reads, and what of a list.
  struct Wish {
    var reader: Reader
    var page: Page
    var choice = PostChoice()
    /// Whoever looks at one author has chosen to; in all other lists those whom the reader has
    /// muted or blocked are left out.
    var isOfOneAuthor = false
  }

  /// The newest posts under a condition, whose own arguments begin at 7.
  func newest(
    _ condition: StaticString,
    _ arguments: Arguments,
    _ wish: Wish
  ) throws -> [ReadablePost] {
    let reader = wish.reader
    let isShown = { (reader: Reader, facts: ReadingFacts) -> Bool in
      wish.isOfOneAuthor
        ? Permission.allows(reader, toRead: facts)
        : Permission.allows(reader, toComeAcross: facts)
    }
    let hides: StaticString = wish.isOfOneAuthor ? "1" : Self.isWelcome
    let posts = try wish.page.filled { page -> [(number: Int64, value: ReadablePost?)] in
      let bounds: Arguments = [reader.number, page.before, page.after, page.limit]
      let bound: Arguments = bounds + wish.choice.arguments + arguments
      return try db.all(
        """
        \(Self.readable) WHERE \(fixed: condition) AND post.id < ?2 AND post.id > ?3
        AND \(Self.isChosen) AND \(fixed: hides)
        ORDER BY post.id \(fixed: page.direction) LIMIT ?4
        """,
        bound
      ) { row -> (number: Int64, value: ReadablePost?) in
        (row[ReadingFacts.columnCount], post(row, for: reader, isShown))
      }
    }
    return try complete(posts)
  }
}
