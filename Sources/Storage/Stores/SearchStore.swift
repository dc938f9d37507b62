import GRDB
import Model

/// Finds posts, actors and hashtags by words; what a reader may find, `Permission` says.
package struct SearchStore {
  let db: Database

  /// What somebody looks for.
  ///
  /// Each word has to be there; the last one may go on. Words hold letters, digits and a few signs
  /// only (``SearchWords``), and stand in quotes: nothing in them means anything to the index.
  package struct Query: Sendable, Hashable {
    package static let mostWords = 12
    /// In Unicode scalars.
    package static let longest = 500
    /// A shorter beginning of a word would stand for half of all posts.
    private static let shortestStart = 3

    package let words: [String]

    /// - Throws: `Refusal.malformed` when there is no word in it, or more than anybody types.
    package init(_ text: String) throws(Refusal) {
      guard text.unicodeScalars.count <= Self.longest else {
        throw .malformed("A query has at most \(Self.longest) characters.")
      }
      words = SearchWords(text).asked
      guard !words.isEmpty else { throw .malformed("There is no word in the query.") }
      guard words.count <= Self.mostWords else {
        throw .malformed("A query has at most \(Self.mostWords) words.")
      }
    }

    /// The query in the language of SQLite's index (FTS5 §3).
    var match: String {
      let quoted = words.map { "\"\($0)\"" }.joined(separator: " ")
      guard let last = words.last, last.unicodeScalars.count >= Self.shortestStart,
        last.unicodeScalars.allSatisfy({ !"+#.".unicodeScalars.contains($0) })
      else { return quoted }
      return quoted + " *"
    }
  }

  // MARK: Posts

  /// The posts with all words that the reader may find, newest first; all, or by one author.
  package func posts(
    _ query: Query,
    for reader: Reader,
    by author: ActorID? = nil,
    _ page: Page
  ) throws -> [ReadablePost] {
    let found = try page.filled { page in
      try db.all(
        "\(Self.posts) ORDER BY postIndex.rowid \(fixed: page.direction) LIMIT ?3",
        [reader.number, page.before, page.limit, query.match, page.after, author]
      ) { row in (number: row[ReadingFacts.columnCount + 2], value: post(row, for: reader)) }
    }
    return try PostStore(db: db).complete(found)
  }

  private static let facts = """
    \(ReadingFacts.columns), coalesce(searchPost.consent, searchActor.consent), author.isIndexable
    """

  // CROSS keeps the order: the newest entries of the index, and what belongs to each.
  private static let posts = """
    SELECT \(SearchStore.facts), \(PostStore.columns), \(ActorStore.columns.replacing("actor.", with: "author."))
    FROM postIndex
    CROSS JOIN searchPost ON searchPost.postID = postIndex.rowid
    CROSS JOIN post ON post.id = postIndex.rowid
    CROSS JOIN actor AS author ON author.id = post.authorID
    LEFT JOIN searchActor ON searchActor.actorID = author.id
    WHERE postIndex MATCH ?4 AND postIndex.rowid < ?2 AND postIndex.rowid > ?5
      AND (?6 IS NULL OR post.authorID = ?6)
      AND NOT EXISTS (SELECT 1 FROM block
        WHERE block.actorID = ?1 AND block.targetID = post.authorID)
    """

  private func post(_ row: Row, for reader: Reader) -> ReadablePost? {
    guard Permission.allows(reader, toFind: SearchFacts(row: row)) else { return nil }
    let start = ReadingFacts.columnCount + 2
    return ReadablePost(
      post: Post(row: row, from: start),
      author: ActorProfile(row: row, from: start + PostStore.columnCount)
    )
  }

  // MARK: Hashtags

  /// A hashtag, and how many posts with it the reader may find, counted up to a hundred.
  package struct Tag: Sendable, Hashable {
    package var name: String
    package var posts: Int

    package init(name: String, posts: Int) {
      self.name = name
      self.posts = posts
    }
  }

  private static let mostTags = 40
  private static let mostCounted = 100

  /// The hashtags that begin so, of posts that the reader may find: the most used first.
  package func tags(_ start: String, for reader: Reader, limit: Int) throws -> [Tag] {
    let folded = SearchWords.tag(start)
    guard !folded.isEmpty else { throw Refusal.malformed("That is no hashtag.") }
    let names: [String] = try db.all(
      """
      SELECT name FROM searchTag WHERE folded >= ?1 AND folded < ?1 || char(1114111)
      ORDER BY folded LIMIT ?2
      """,
      [folded, Self.mostTags]
    ) { $0[0] }
    let tags = try names.map { Tag(name: $0, posts: try count($0, for: reader)) }
    return Array(
      tags.filter { $0.posts > 0 }.sorted { ($1.posts, $0.name) < ($0.posts, $1.name) }
        .prefix(min(max(limit, 1), Self.mostTags))
    )
  }

  private func count(_ tag: String, for reader: Reader) throws -> Int {
    try db.all(Self.tagged, [reader.number, tag, Self.mostCounted]) { row in
      Permission.allows(reader, toFind: SearchFacts(row: row))
    }.count { $0 }
  }

  private static let tagged = """
    SELECT \(SearchStore.facts) FROM hashtag
    CROSS JOIN searchPost ON searchPost.postID = hashtag.postID
    CROSS JOIN post ON post.id = hashtag.postID
    CROSS JOIN actor AS author ON author.id = post.authorID
    LEFT JOIN searchActor ON searchActor.actorID = author.id
    WHERE hashtag.name = ?2
      AND NOT EXISTS (SELECT 1 FROM block
        WHERE block.actorID = ?1 AND block.targetID = post.authorID)
    ORDER BY hashtag.postID DESC LIMIT ?3
    """
}

extension SearchFacts {
  /// Reads `SearchStore`'s facts, which come first in a row.
  fileprivate init(row: Row) {
    self.init(
      reading: ReadingFacts(row: row, from: 0),
      consent: row[ReadingFacts.columnCount],
      isIndexable: row[ReadingFacts.columnCount + 1]
    )
  }
}
