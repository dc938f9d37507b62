import Foundation
import GRDB
import Model

/// Questions, and whether they were answered.
package struct QuestionStore {
  let db: Database

  func set(_ question: AskedQuestion, of post: PostID) throws {
    try db.run(
      """
      INSERT INTO question (postID, answer) VALUES (?, ?)
      ON CONFLICT (postID) DO UPDATE SET answer = excluded.answer
      """,
      [post, question.answer]
    )
  }

  package func find(_ post: PostID) throws -> AskedQuestion? { try find([post])[post] }

  /// The same of many.
  func find(_ posts: [PostID]) throws -> [PostID: AskedQuestion] {
    guard !posts.isEmpty else { return [:] }
    return try db.indexed(
      """
      SELECT postID, answer
      FROM json_each(?) AS wanted CROSS JOIN question ON question.postID = wanted.value
      """,
      [posts.list]
    ) { AskedQuestion(answer: $0[1]) }
  }

  /// Which questions are listed.
  package enum Choice: String, Sendable, CaseIterable {
    /// Nobody but the asker has answered.
    case unanswered
    /// Somebody has, or the asker has marked the answer.
    case answered
    case all
  }

  /// A question as a reader sees it.
  package struct Entry: Sendable, Hashable {
    package var found: ReadablePost
    /// When somebody else than the asker answered first, to all whom the question is for.
    package var firstAnswerAt: Date?
    /// How many such answers there are.
    package var answers: Int
  }

  /// Questions that a reader comes across, newest first.
  package func list(
    _ choice: Choice,
    by reader: Reader,
    in audience: Audience? = nil,
    before: PostID? = nil,
    since: Date? = nil,
    limit: Int
  ) throws -> [Entry] {
    var found: [Entry] = []
    var edge = before?.rawValue ?? Int64.max
    while found.count < limit {
      let batch: [PostID] = try db.all(
        """
        SELECT question.postID FROM question JOIN post ON post.id = question.postID
        WHERE question.postID < ?1 AND (?2 IS NULL OR post.audience = ?2)
          AND (?3 IS NULL OR post.publishedAt >= ?3)
        ORDER BY question.postID DESC LIMIT 100
        """,
        [edge, audience, since?.milliseconds]
      ) { $0[0] }
      for post in batch where found.count < limit {
        guard let shown = try PostStore(db: db).comingAcross(post, for: reader) else { continue }
        let entry = try entry(shown)
        let isAnswered = entry.answers > 0 || shown.post.body.question?.answer != nil
        if choice == .all || isAnswered == (choice == .answered) { found.append(entry) }
      }
      guard batch.count == 100, let last = batch.last else { break }
      edge = last.rawValue
    }
    return found
  }

  /// A question with what answers it, as far as it is for the same people.
  package func entry(_ found: ReadablePost) throws -> Entry {
    let post = found.post
    let (first, count) =
      try db.first(
        """
        SELECT min(publishedAt), count(*) FROM post
        WHERE inReplyTo = ? AND authorID <> ? AND audience = ?
        """,
        [post.uri, post.authorID, post.audience]
      ) { ($0.dateIfAny(0), $0[1] as Int) } ?? (nil, 0)
    return Entry(found: found, firstAnswerAt: first, answers: count)
  }
}

extension QuestionFigures {
  package init(of entries: [QuestionStore.Entry]) {
    self.init(
      entries.map { entry in
        let asked = entry.found.post.publishedAt
        let wait = entry.firstAnswerAt.map { max(0, $0.timeIntervalSince(asked)) }
        return (wait, entry.found.post.body.question?.answer != nil)
      }
    )
  }
}
