import Foundation
import GRDB
import Model

/// What people agreed on, for the two nodes of each agreement.
package struct AgreementStore {
  let db: Database

  /// How many of those who answered one need or offer wait at the same time.
  package static let mostOffered = 200

  /// An agreement with what it is about and whose it is.
  package struct Entry: Sendable, Hashable {
    package var id: Int64
    /// The id of the Offer that began it.
    package var offer: String
    /// Its own id, once it was accepted.
    package var uri: String?
    package var postID: PostID?
    /// The id of the need or the offer, also when that is gone.
    package var need: String
    package var title: String
    package var purpose: Need.Purpose
    package var authorID: ActorID
    package var proposerID: ActorID
    /// What whoever answered said to it.
    package var words: String
    package var agreement: Agreement
    package var createdAt: Date
    package var updatedAt: Date

    /// Which of the two an actor is.
    package func party(_ actor: ActorID) -> Agreement.Party? {
      switch actor {
      case authorID: .author
      case proposerID: .proposer
      default: nil
      }
    }

    package func actor(_ party: Agreement.Party) -> ActorID {
      party == .author ? authorID : proposerID
    }
  }

  /// What begins an agreement.
  package struct Draft: Sendable {
    package var offer: String
    package var post: Post
    package var need: Need
    package var proposer: ActorID
    package var words: String
    package var agreement: Agreement

    package init(
      offer: String,
      on post: Post,
      _ need: Need,
      by proposer: ActorID,
      words: String,
      _ agreement: Agreement
    ) {
      (self.offer, self.post, self.need) = (offer, post, need)
      (self.proposer, self.words, self.agreement) = (proposer, words, agreement)
    }
  }

  // MARK: Writing

  /// - Returns: Its number here; nothing when the Offer is known already.
  @discardableResult
  package func insert(_ draft: Draft, at time: Date) throws -> Int64? {
    try db.run(
      """
      INSERT OR IGNORE INTO agreement (offer, postID, need, title, purpose, authorID, proposerID,
        stage, words, reason, createdAt, updatedAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)
      """,
      [
        draft.offer, draft.post.id, draft.post.uri, draft.need.title, draft.need.purpose,
        draft.post.authorID, draft.proposer, draft.agreement.stage, draft.words,
        draft.agreement.reason, time.milliseconds,
      ]
    )
    guard db.changesCount > 0 else { return nil }
    let id = db.lastInsertedRowID
    try putSides(of: draft.agreement, id)
    return id
  }

  /// Keeps what became of an agreement.
  package func set(_ agreement: Agreement, uri: String?, of id: Int64, at time: Date) throws {
    try db.run(
      """
      UPDATE agreement SET stage = ?, reason = ?, uri = ifnull(uri, ?), updatedAt = ? WHERE id = ?
      """,
      [agreement.stage, agreement.reason, uri, time.milliseconds, id]
    )
    try putSides(of: agreement, id)
  }

  /// Forgets an answer that another one of the same person stands in place of.
  package func remove(_ id: Int64) throws {
    try db.run("DELETE FROM agreement WHERE id = ?", [id])
  }

  private func putSides(of agreement: Agreement, _ id: Int64) throws {
    try db.run("DELETE FROM agreementSide WHERE agreementID = ?", [id])
    for side in Agreement.Side.allCases {
      guard let commitment = agreement[side] else { continue }
      let deed = commitment.deed
      try db.run(
        """
        INSERT INTO agreementSide (agreementID, side, amount, unit, deed, deedParty, deedAmount,
          deedDay, isConfirmed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          id, side, commitment.share.amount.thousandths, commitment.share.unit.description,
          deed?.uri, deed?.party, deed?.amount.thousandths, deed?.day.number,
          commitment.isConfirmed,
        ]
      )
    }
  }

  // MARK: Reading

  package func find(_ id: Int64) throws -> Entry? { try one("id = ?", [id]) }
  package func find(offer: String) throws -> Entry? { try one("offer = ?", [offer]) }
  package func find(uri: String) throws -> Entry? { try one("uri = ?", [uri]) }

  /// The agreement of which somebody said that something of it is done.
  package func find(deed: String) throws -> Entry? {
    try one("id IN (SELECT agreementID FROM agreementSide WHERE deed = ?)", [deed])
  }

  /// The answers of somebody to a need or an offer that are not over.
  package func running(_ proposer: ActorID, on post: PostID) throws -> [Entry] {
    try many(
      """
      postID = ? AND proposerID = ? AND stage IN ('offered', 'accepted') ORDER BY id
      """,
      [post, proposer]
    )
  }

  /// How many wait for an answer of the author of a need or an offer.
  package func countOffered(on post: PostID) throws -> Int {
    try db.count(
      "SELECT count(*) FROM agreement WHERE postID = ? AND stage = 'offered'",
      [post]
    )
  }

  /// Those of somebody, the latest first.
  package func list(of actor: ActorID, before: Int64? = nil, limit: Int) throws -> [Entry] {
    try many(
      """
      id IN (
        SELECT id FROM (SELECT id FROM agreement WHERE authorID = ?1 AND id < ?2
          ORDER BY id DESC LIMIT ?3)
        UNION SELECT id FROM (SELECT id FROM agreement WHERE proposerID = ?1 AND id < ?2
          ORDER BY id DESC LIMIT ?3))
      ORDER BY id DESC LIMIT ?3
      """,
      [actor, before ?? Int64.max, limit]
    )
  }

  private func one(_ condition: StaticString, _ arguments: Arguments) throws -> Entry? {
    try many(condition, arguments).first
  }

  private func many(_ condition: StaticString, _ arguments: Arguments) throws -> [Entry] {
    let found = try db.all(
      """
      SELECT id, offer, uri, postID, need, title, purpose, authorID, proposerID, words, stage,
        reason, createdAt, updatedAt
      FROM agreement WHERE \(fixed: condition)
      """,
      arguments
    ) { $0.copy() }
    return try found.compactMap { row in
      let sides = try sides(of: row[0])
      guard let primary = sides[.primary] else { return nil }
      return Entry(row, primary, sides[.reciprocal])
    }
  }

  private func sides(of id: Int64) throws -> [Agreement.Side: Agreement.Commitment] {
    let sides = try db.all(
      """
      SELECT side, amount, unit, deed, deedParty, deedAmount, deedDay, isConfirmed
      FROM agreementSide WHERE agreementID = ?
      """,
      [id]
    ) { row in
      (row[0] as Agreement.Side, Agreement.Commitment(row))
    }
    return Dictionary(
      sides.compactMap { side, commitment in commitment.map { (side, $0) } },
      uniquingKeysWith: { first, _ in first }
    )
  }
}

extension AgreementStore.Entry {
  fileprivate init(
    _ row: Row,
    _ primary: Agreement.Commitment,
    _ reciprocal: Agreement.Commitment?
  ) {
    var agreement = Agreement(
      AgreementTerms(primary: primary.share, reciprocal: reciprocal?.share),
      stage: row[10],
      reason: row[11]
    )
    agreement.primary = primary
    agreement.reciprocal = reciprocal
    self.init(
      id: row[0],
      offer: row[1],
      uri: row[2],
      postID: row[3],
      need: row[4],
      title: row[5],
      purpose: row[6],
      authorID: row[7],
      proposerID: row[8],
      words: row[9],
      agreement: agreement,
      createdAt: row.date(12),
      updatedAt: row.date(13)
    )
  }
}

extension Agreement.Commitment {
  fileprivate init?(_ row: Row) {
    guard let amount = Amount(thousandths: row[1]), let unit = QuantityUnit(row[2]) else {
      return nil
    }
    self.init(AgreementTerms.Share(amount, unit), isConfirmed: row[7])
    if let uri = row[3] as String?, let party = row[4] as Agreement.Party?,
      let amount = Amount(thousandths: row[5]), let day = row[6] as Int?
    {
      deed = Agreement.Deed(uri: uri, by: party, amount, on: Day(number: day))
    }
  }
}

extension Agreement.Party: DatabaseValueConvertible {}
extension Agreement.Side: DatabaseValueConvertible {}
extension Agreement.Stage: DatabaseValueConvertible {}
