import GRDB
import Model

/// What stands above and below a post, as far as a reader may read it.
extension PostStore {
  /// What a post answers, and what that answers, up to the first that the reader may not read; the
  /// nearest first.
  package func ancestors(
    of post: Post,
    for reader: Reader,
    limit: Int
  ) throws -> [ReadablePost] {
    // Two posts may be said to answer each other: there is an end to it all the same.
    let ids: [PostID] = try db.all(
      """
      WITH RECURSIVE above (id, parent, distance) AS (
        SELECT id, inReplyTo, 0 FROM post WHERE id = ?1
        UNION ALL
        SELECT post.id, post.inReplyTo, distance + 1
        FROM above CROSS JOIN post ON post.uri = above.parent WHERE distance < ?2)
      SELECT id FROM above WHERE distance > 0 ORDER BY distance
      """,
      [post.id, limit]
    ) { $0[0] }
    let posts = try readable(ids, by: reader)
    var found: [ReadablePost] = []
    var seen: Set<PostID> = [post.id]
    for id in ids {
      guard seen.insert(id).inserted, let parent = posts[id] else { break }
      found.append(parent)
    }
    return found
  }

  /// The answers to a post and theirs, each below what it answers, earlier ones first.
  ///
  /// A post with more answers than a page has shows the newest of them.
  package func descendants(
    of post: Post,
    for reader: Reader,
    limit: Int
  ) throws -> [ReadablePost] {
    var found: [ReadablePost] = []
    var seen: Set<PostID> = [post.id]
    // Posts whose answers were not read yet: they are read for all of them at once.
    var unread = [post]
    var answers: [PostID: [ReadablePost]] = [:]
    func below(_ post: Post) throws -> [ReadablePost] {
      let room = min(max(limit - found.count, 1), Page.largest)
      if answers[post.id] == nil {
        // No further ahead than there is room: a thread may be as large as somebody likes.
        let reach = min(max(limit - found.count, Self.fewestAtOnce), Self.mostAtOnce)
        let batch = [post] + unread.filter { $0.id != post.id }.prefix(reach)
        let read = try self.answers(to: batch, for: reader, atMost: max(room, Self.fewestAtOnce))
        answers.merge(read) { first, _ in first }
        unread.removeAll { answers[$0.id] != nil }
        unread += read.values.joined().map(\.post)
      }
      // Newest first, so that the oldest is taken off the stack first.
      return Array((answers[post.id] ?? []).prefix(room))
    }
    // A stack and not a recursion: a thread may be as deep as somebody likes.
    var waiting = try below(post)
    while let next = waiting.popLast(), found.count < limit {
      guard seen.insert(next.post.id).inserted else { continue }
      found.append(next)
      waiting += try below(next.post)
    }
    return try complete(found)
  }

  /// Of how many posts the answers are read at once, and at least how many answers to each.
  private static let mostAtOnce = 500
  private static let fewestAtOnce = 20

  /// The answers to each of some posts that the reader comes across, newest first; their parts are not
  /// read.
  private func answers(
    to posts: [Post],
    for reader: Reader,
    atMost most: Int
  ) throws -> [PostID: [ReadablePost]] {
    let end = 1 + ReadingFacts.columnCount + PostStore.columnCount + ActorStore.columnCount
    let rows: [PostID: [(id: PostID, found: ReadablePost?)]] = try db.gathered(
      Self.answers,
      [reader.number, posts.map(\.id).list, most]
    ) { row in
      let isWelcome: Bool = row[end]
      let found = self.post(row, from: 1, for: reader, Permission.allows(_:toComeAcross:))
      return (row[1 + ReadingFacts.columnCount], isWelcome ? found : nil)
    }
    var answers: [PostID: [ReadablePost]] = [:]
    for post in posts {
      let rows = rows[post.id] ?? []
      answers[post.id] =
        rows.count < most
        ? rows.sorted { $0.id > $1.id }.compactMap(\.found)
        // Behind those that were read there may be some for the reader.
        : try replies(to: post.uri, by: reader, Page(limit: most))
    }
    return answers
  }

  private static let answers = """
    SELECT parent.id, \(ReadingFacts.columns), \(PostStore.columns), \
    \(ActorStore.columns.replacing("actor.", with: "author.")), \(PostStore.isWelcome)
    FROM json_each(?2) AS wanted CROSS JOIN post AS parent ON parent.id = wanted.value
    CROSS JOIN post ON post.id IN (SELECT answer.id FROM post AS answer
      WHERE answer.inReplyTo = parent.uri ORDER BY answer.id DESC LIMIT ?3)
    CROSS JOIN actor AS author ON author.id = post.authorID
    """
}
