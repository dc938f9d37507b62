import Foundation
import GRDB
import Model

/// What people say of each other, and who agreed to its being shown.
package struct TestimonialStore {
  let db: Database

  private static let columns = """
    t.id, t.uri, t.request, t.authorID, t.subjectID, t.skill, t.link, t.words, t.publishedAt, \
    t.document, t.state, c.uri, c.ring, c.reply, c.publishedAt, c.document, t.service
    """
  private static let tables = """
    testimonial t LEFT JOIN testimonialConsent c ON c.testimonialID = t.id
    """

  // MARK: Reading

  package func find(_ id: Int64) throws -> Testimonial? { try one("t.id = ?", [id]) }

  package func find(uri: String) throws -> Testimonial? { try one("t.uri = ?", [uri]) }

  /// The one for which an activity asked consent.
  package func find(request: String) throws -> Testimonial? { try one("t.request = ?", [request]) }

  /// The one that a consent stands for.
  package func find(consent uri: String) throws -> Testimonial? {
    let id = try db.first(
      "SELECT testimonialID FROM testimonialConsent WHERE uri = ?",
      [uri]
    ) { $0[0] as Int64 }
    return try id.flatMap(find)
  }

  /// What an author said of somebody: of a skill, of a service, or of neither.
  package func find(
    by author: ActorID,
    of subject: ActorID,
    _ skill: SkillID?,
    service: String?
  ) throws -> Testimonial? {
    try one(
      "t.authorID = ? AND t.subjectID = ? AND t.skill = ? AND t.service = ?",
      [author, subject, skill?.description ?? "", service ?? ""]
    )
  }

  private func one(_ condition: StaticString, _ arguments: Arguments) throws -> Testimonial? {
    try db.first(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(fixed: condition)",
      arguments,
      Testimonial.init(row:)
    )
  }

  /// What is said of an actor, the newest first.
  package func about(_ subject: ActorID, _ page: Page) throws -> [Testimonial] {
    try db.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE t.subjectID = ? AND t.id > ? AND t.id < ? ORDER BY t.id DESC LIMIT ?
      """,
      [subject, page.after, page.before, page.limit],
      Testimonial.init(row:)
    )
  }

  /// What an actor says of others, the newest first.
  package func by(_ author: ActorID, _ page: Page) throws -> [Testimonial] {
    try db.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE t.authorID = ? AND t.id > ? AND t.id < ? ORDER BY t.id DESC LIMIT ?
      """,
      [author, page.after, page.before, page.limit],
      Testimonial.init(row:)
    )
  }

  /// What this node's people and groups, and the node itself, let be shown, the newest first; perhaps only what is
  /// for everyone.
  package func shown(isForEveryone: Bool, _ page: Page) throws -> [Testimonial] {
    try db.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      JOIN actor AS subject ON subject.id = t.subjectID AND subject.isLocal = 1
      WHERE t.state = 'shown' AND t.id > ?1 AND t.id < ?2 AND (?3 = 0 OR c.ring = 'everyone')
        AND subject.suspendedAt IS NULL AND subject.deletedAt IS NULL
      ORDER BY t.id DESC LIMIT ?4
      """,
      [page.after, page.before, isForEveryone, page.limit],
      Testimonial.init(row:)
    )
  }

  /// How many wait for an actor's answer.
  package func countWaiting(for subject: ActorID) throws -> Int {
    try db.count(
      "SELECT COUNT(*) FROM testimonial WHERE subjectID = ? AND state = 'asked'",
      [subject]
    )
  }

  /// Whose skill is endorsed, by whom.
  package struct Endorsed: Sendable, Hashable {
    package let person: String
    package let skill: SkillID
    package let voice: TestimonialVoice
  }

  /// Endorsements of a skill that any member of this node may see: of this node's people, or for
  /// everyone.
  package func endorsed(_ skill: SkillID) throws -> [Endorsed] {
    try db.all(
      """
      SELECT s.uri, a.host, s.host, t.link FROM testimonial t
      JOIN testimonialConsent c ON c.testimonialID = t.id
      JOIN actor a ON a.id = t.authorID JOIN actor s ON s.id = t.subjectID
      WHERE t.state = 'shown' AND t.skill = ? AND (c.ring = 'everyone' OR s.isLocal = 1)
        AND a.suspendedAt IS NULL AND a.deletedAt IS NULL
      """,
      [skill.description]
    ) { row in
      Endorsed(
        person: row[0],
        skill: skill,
        voice: TestimonialVoice(author: row[1], subject: row[2], link: row[3])
      )
    }
  }

  // MARK: Writing

  /// - Returns: Its number.
  @discardableResult
  package func insert(_ testimonial: Testimonial) throws -> Int64 {
    try db.run(
      """
      INSERT INTO testimonial (uri, request, authorID, subjectID, skill, service, link, words,
        publishedAt, document, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        testimonial.uri, testimonial.request, testimonial.author, testimonial.subject,
        testimonial.skill?.description ?? "", testimonial.service ?? "", testimonial.link,
        testimonial.words,
        testimonial.publishedAt.milliseconds, testimonial.document, testimonial.state,
      ]
    )
    return db.lastInsertedRowID
  }

  /// Lets it be shown, with the reply that the consent carries.
  package func agree(to id: Int64, by consent: Testimonial.Consent) throws {
    try db.run("UPDATE testimonial SET state = 'shown' WHERE id = ?", [id])
    try db.run(
      """
      INSERT INTO testimonialConsent (testimonialID, uri, ring, reply, publishedAt, document)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (testimonialID) DO UPDATE SET uri = excluded.uri, ring = excluded.ring,
        reply = excluded.reply, publishedAt = excluded.publishedAt, document = excluded.document
      """,
      [
        id, consent.uri, consent.ring, consent.reply, consent.publishedAt.milliseconds,
        consent.document,
      ]
    )
  }

  /// Takes the consent away.
  package func hide(_ id: Int64) throws {
    try db.run("DELETE FROM testimonialConsent WHERE testimonialID = ?", [id])
    try db.run("UPDATE testimonial SET state = 'hidden' WHERE id = ?", [id])
  }

  /// Does away with what its author takes back.
  package func remove(_ id: Int64) throws {
    try db.run("DELETE FROM testimonial WHERE id = ?", [id])
  }
}

extension Testimonial.State: DatabaseValueConvertible {}
extension TestimonialLink: DatabaseValueConvertible {}

extension Testimonial {
  fileprivate init(row: Row) {
    self.init(
      uri: row[1],
      request: row[2],
      author: row[3],
      subject: row[4],
      skill: SkillID(row[5] as String),
      link: row[6],
      words: row[7],
      publishedAt: row.date(8),
      document: row[9]
    )
    id = row[0]
    let service: String = row[16]
    self.service = service.isEmpty ? nil : service
    state = row[10]
    consent = (row[11] as String?).map { uri in
      Consent(
        uri: uri,
        ring: row[12],
        reply: row[13],
        publishedAt: row.date(14),
        document: row[15]
      )
    }
  }
}
