import GRDB
import Model

extension TimelineStore {
  /// What of an account is asked for.
  package enum AccountChoice: Sendable, Hashable {
    case withBoosts(PostChoice)
    case withoutBoosts(PostChoice)
  }

  /// What somebody wrote and, perhaps, passed on, as far as the reader may read it, newest first.
  ///
  /// Boosts stand between the posts by their own numbers.
  package func account(
    _ actor: ActorProfile,
    for reader: Reader,
    _ page: Page,
    _ choice: AccountChoice
  ) throws -> [Entry] {
    let posts = PostStore(db: db)
    switch choice {
    case .withoutBoosts(let choice):
      return try posts.written(by: actor.id, for: reader, page, choice).map(Self.entry)
    case .withBoosts(let choice):
      let own = try posts.written(by: actor.id, for: reader, page, choice).map(Self.entry)
      let passedOn = try posts.boosted(by: actor.id, for: reader, page).map { boost in
        Entry(
          id: boost.number,
          post: boost.found.post,
          author: boost.found.author,
          booster: actor
        )
      }
      let all = (own + passedOn).sorted { $0.id > $1.id }
      return Array(page.end == .newest ? all.prefix(page.limit) : all.suffix(page.limit))
    }
  }

  private static func entry(_ found: ReadablePost) -> Entry {
    Entry(id: found.post.id.rawValue, post: found.post, author: found.author)
  }
}

extension PostStore {
  /// What somebody passed on, by the numbers of the boosts, the latest first.
  package func boosted(
    by actor: ActorID,
    for reader: Reader,
    _ page: Page
  ) throws -> [NumberedPost] {
    let rows = try page.filled { page in
      try db.all(
        "\(Self.boosted) ORDER BY boost.number \(fixed: page.direction) LIMIT ?4",
        [reader.number, page.before, page.after, page.limit, actor]
      ) { row -> (number: Int64, value: NumberedPost?) in
        let end = ReadingFacts.columnCount + PostStore.columnCount + ActorStore.columnCount
        let number: Int64 = row[end]
        let found = post(row, for: reader, Permission.allows(_:toRead:))
        return (number, found.map { NumberedPost(number: number, found: $0) })
      }
    }
    return try rows.map { NumberedPost(number: $0.number, found: try complete($0.found)) }
  }

  private static let boosted = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author.")), boost.number
    FROM boost CROSS JOIN post ON post.id = boost.postID
    CROSS JOIN actor AS author ON author.id = post.authorID
    WHERE boost.actorID = ?5 AND boost.number < ?2 AND boost.number > ?3
      AND \(PostStore.isWelcome)
    """
}
