import Foundation
import GRDB
import Model

/// What people had to do with each other, as the other tables have it: for counting and for the people
/// themselves, and for nobody else.
///
/// What was said to some people only, and to followers only, is left out: nothing private is counted.
package struct ExchangeStore {
  let db: Database

  /// One thing that a person did which has to do with another; at least one of them is a member here.
  package struct Deed: Sendable, Hashable {
    package let kind: ExchangeKind
    package let actor: ActorID
    /// The host of who did it; empty for a member of this node.
    package let host: String
    package let other: ActorID
    /// The host of whom it has to do with; empty for a member of this node.
    package let otherHost: String
    package let at: Date
  }

  /// What members did that is counted by who did it.
  package enum Work: Sendable {
    case posts, events, needs, needsAnswered, questions, questionsAnswered, agreements,
      agreementsDone
  }

  /// Looks at each deed of a time, in no order.
  package func each(from start: Date, until end: Date, _ body: (Deed) throws -> Void) throws {
    // A post has its number from when it came here, which is not before it was written.
    let first = (start.milliseconds - Self.slack) << 16
    try db.each(Self.deeds, [first, start.milliseconds, end.milliseconds]) { row in
      guard let kind = ExchangeKind(rawValue: row[0]) else { return }
      try body(
        Deed(
          kind: kind,
          actor: row[1],
          host: row[2],
          other: row[3],
          otherHost: row[4],
          at: row.date(5)
        )
      )
    }
  }

  /// The members whose accounts were open at a time.
  package func members(at time: Date) throws -> Set<Int64> {
    Set(
      try db.all(
        "SELECT actorID FROM member WHERE state = 'active' AND createdAt < ?",
        [time.milliseconds]
      ) { $0[0] }
    )
  }

  /// What members did in a time: an entry for each, with who did it.
  package func work(_ work: Work, from start: Date, until end: Date) throws -> [Int64] {
    let first = (start.milliseconds - Self.slack) << 16
    return try db.all(
      Self.query(work),
      [first, start.milliseconds, end.milliseconds]
    ) { $0[0] }
  }

  /// How far ahead of this node's the clock of a post may be, in milliseconds: a day.
  private static let slack: Int64 = 86_400_000

  private static let deeds = """
    SELECT deed, doer.id, CASE doer.isLocal WHEN 1 THEN '' ELSE doer.host END,
      other.id, CASE other.isLocal WHEN 1 THEN '' ELSE other.host END, at
    FROM (
      SELECT 'replies' AS deed, post.authorID AS doerID, asked.authorID AS otherID,
        post.publishedAt AS at
      FROM post JOIN post AS asked ON asked.uri = post.inReplyTo
      WHERE post.id >= ?1 AND post.publishedAt >= ?2 AND post.publishedAt < ?3
        AND post.audience IN ('node', 'territory', 'public')
      UNION ALL
      SELECT 'mentions', post.authorID, addressee.actorID, post.publishedAt
      FROM post JOIN addressee ON addressee.postID = post.id
      WHERE post.id >= ?1 AND post.publishedAt >= ?2 AND post.publishedAt < ?3
        AND post.audience IN ('node', 'territory', 'public')
        AND NOT EXISTS (SELECT 1 FROM post AS asked
          WHERE asked.uri = post.inReplyTo AND asked.authorID = addressee.actorID)
      UNION ALL
      SELECT 'boosts', boost.actorID, post.authorID, boost.createdAt
      FROM boost JOIN post ON post.id = boost.postID
      WHERE boost.createdAt >= ?2 AND boost.createdAt < ?3
        AND post.audience IN ('node', 'territory', 'public')
      UNION ALL
      SELECT 'attendances', attendance.actorID, post.authorID, attendance.createdAt
      FROM attendance JOIN post ON post.id = attendance.postID
      WHERE attendance.state = 'accepted'
        AND attendance.createdAt >= ?2 AND attendance.createdAt < ?3
        AND post.audience IN ('node', 'territory', 'public')
      UNION ALL
      SELECT 'teams', inviterID, personID, createdAt FROM teamInvitation
      WHERE state = 'accepted' AND createdAt >= ?2 AND createdAt < ?3
      UNION ALL
      SELECT 'answers', proposerID, authorID, createdAt FROM agreement
      WHERE createdAt >= ?2 AND createdAt < ?3
    )
    JOIN actor AS doer ON doer.id = doerID JOIN actor AS other ON other.id = otherID
    WHERE doer.id <> other.id AND doer.kind = 'person' AND other.kind = 'person'
      AND (doer.isLocal = 1 OR other.isLocal = 1)
    """

  private static func query(_ work: Work) -> String {
    switch work {
    case .posts:
      """
      SELECT authorID FROM post JOIN member ON member.actorID = authorID
      WHERE post.id >= ?1 AND publishedAt >= ?2 AND publishedAt < ?3
        AND audience IN ('territory', 'public')
      """
    case .events:
      """
      SELECT authorID FROM event JOIN post ON post.id = postID
        JOIN member ON member.actorID = authorID
      WHERE ?1 IS NOT NULL AND startsAt >= ?2 AND startsAt < ?3 AND status <> 'cancelled'
        AND audience IN ('territory', 'public')
      """
    case .needs:
      """
      SELECT authorID FROM need JOIN post ON post.id = postID
        JOIN member ON member.actorID = authorID
      WHERE post.id >= ?1 AND publishedAt >= ?2 AND publishedAt < ?3 AND purpose = 'request'
        AND audience IN ('territory', 'public')
      """
    case .needsAnswered:
      """
      SELECT authorID FROM need JOIN post ON post.id = postID
        JOIN member ON member.actorID = authorID
      WHERE post.id >= ?1 AND publishedAt >= ?2 AND publishedAt < ?3 AND purpose = 'request'
        AND audience IN ('territory', 'public')
        AND EXISTS (SELECT 1 FROM agreement WHERE agreement.postID = need.postID)
      """
    case .questions: Self.questions
    case .questionsAnswered:
      """
      \(Self.questions) AND (question.answer IS NOT NULL
        OR EXISTS (SELECT 1 FROM post AS reply WHERE reply.inReplyTo = post.uri
          AND reply.authorID <> post.authorID AND reply.audience = post.audience))
      """
    case .agreements:
      """
      SELECT actorID FROM agreement JOIN member ON actorID IN (authorID, proposerID)
      WHERE ?1 IS NOT NULL AND agreement.createdAt >= ?2 AND agreement.createdAt < ?3
        AND stage IN ('accepted', 'fulfilled')
      """
    case .agreementsDone:
      """
      SELECT actorID FROM agreement JOIN member ON actorID IN (authorID, proposerID)
      WHERE ?1 IS NOT NULL AND updatedAt >= ?2 AND updatedAt < ?3 AND stage = 'fulfilled'
      """
    }
  }

  private static let questions = """
    SELECT authorID FROM question JOIN post ON post.id = postID
      JOIN member ON member.actorID = authorID
    WHERE post.id >= ?1 AND publishedAt >= ?2 AND publishedAt < ?3
      AND audience IN ('territory', 'public')
    """
}
