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
      let passedOn = try complete(boosted(by: actor, for: reader, page))
      let all = (own + passedOn).sorted { $0.id > $1.id }
      return Array(page.end == .newest ? all.prefix(page.limit) : all.suffix(page.limit))
    }
  }

  private static func entry(_ found: ReadablePost) -> Entry {
    Entry(id: found.post.id.rawValue, post: found.post, author: found.author)
  }

  /// What somebody passed on, by the numbers of the boosts, the latest first.
  private func boosted(
    by actor: ActorProfile,
    for reader: Reader,
    _ page: Page
  ) throws -> [Entry] {
    try page.filled { page in
      try db.all(
        "\(Self.boosted) ORDER BY boost.number \(fixed: page.direction) LIMIT ?4",
        [reader.number, page.before, page.after, page.limit, actor.id]
      ) { row -> (number: Int64, value: Entry?) in
        let (number, boosted) = PostStore(db: db).numbered(row, for: reader)
        return (number, boosted.map { Self.entry($0, row, by: actor) })
      }
    }
  }

  private static func entry(_ boosted: NumberedPost, _ row: Row, by actor: ActorProfile) -> Entry {
    let number = ReadingFacts.columnCount + PostStore.columnCount + ActorStore.columnCount
    return Entry(
      id: boosted.number,
      post: boosted.found.post,
      author: boosted.found.author,
      booster: actor,
      boostURI: row[number + 1]
    )
  }

  private static let boosted = """
    SELECT \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author.")), boost.number, boost.uri
    FROM boost CROSS JOIN post ON post.id = boost.postID
    CROSS JOIN actor AS author ON author.id = post.authorID
    WHERE boost.actorID = ?5 AND boost.number < ?2 AND boost.number > ?3
      AND (boost.isForFollowers = 0 OR ?1 = ?5 OR EXISTS (SELECT 1 FROM follow
        WHERE followerID = ?1 AND followeeID = ?5 AND follow.state = 'accepted'))
      AND \(PostStore.isWelcome)
    """
}
