import Foundation
import GRDB
import Model

/// Policies of posts, quotes, and the stamps by which authors of this node agree to them.
package struct QuoteStore {
  let db: Database

  /// How often a stamp that cannot be had is asked for.
  package static let mostAttempts = 5

  // MARK: Policies

  package func policy(of post: PostID) throws -> InteractionPolicy {
    try policies(of: [post])[post] ?? InteractionPolicy()
  }

  /// The policies of many posts; of those without one nothing.
  func policies(of posts: [PostID]) throws -> [PostID: InteractionPolicy] {
    guard !posts.isEmpty else { return [:] }
    let grants: [PostID: [(String, Bool, String)]] = try db.gathered(
      """
      SELECT postID, kind, isManual, whom
      FROM json_each(?) AS wanted CROSS JOIN policyGrant ON policyGrant.postID = wanted.value
      """,
      [posts.list]
    ) { ($0[1], $0[2], $0[3]) }
    return grants.mapValues { grants in
      var policy = InteractionPolicy()
      for (word, isManual, whom) in grants {
        guard let kind = InteractionPolicy.Kind(rawValue: word) else { continue }
        var rule = policy.rules[kind] ?? InteractionPolicy.Rule(automatic: [])
        if isManual { rule.manual.append(whom) } else { rule.automatic.append(whom) }
        policy.rules[kind] = rule
      }
      return policy
    }
  }

  /// Takes over a policy; the author itself is in every rule, so that one that lets nobody stays.
  package func setPolicy(_ policy: InteractionPolicy, of post: PostID, author: String) throws {
    try db.run("DELETE FROM policyGrant WHERE postID = ?", [post])
    for (kind, rule) in policy.rules {
      for whom in rule.automatic + [author] { try grant(kind, false, whom, post) }
      for whom in rule.manual { try grant(kind, true, whom, post) }
    }
  }

  private func grant(
    _ kind: InteractionPolicy.Kind,
    _ isManual: Bool,
    _ whom: String,
    _ post: PostID
  ) throws {
    try db.run(
      "INSERT OR IGNORE INTO policyGrant (postID, kind, isManual, whom) VALUES (?, ?, ?, ?)",
      [post, kind.rawValue, isManual, whom]
    )
  }

  // MARK: Quotes

  package func find(_ post: PostID) throws -> Quotation? { try find([post])[post] }

  /// The same of many.
  func find(_ posts: [PostID]) throws -> [PostID: Quotation] {
    try db.indexed(
      """
      SELECT quoted, authorization, state, postID
      FROM json_each(?) AS wanted CROSS JOIN quotation ON quotation.postID = wanted.value
      """,
      [posts.list],
      by: 3,
      Quotation.init(row:)
    )
  }

  /// The post of this node whose quote was asked for by an activity.
  package func post(askedBy request: String) throws -> PostID? {
    try db.first("SELECT postID FROM quotation WHERE request = ?", [request]) { $0[0] }
  }

  /// The posts that a stamp stands for.
  package func posts(stampedBy authorization: String) throws -> [PostID] {
    try db.all(
      "SELECT postID FROM quotation WHERE authorization = ?",
      [authorization]
    ) { $0[0] }
  }

  /// Quotes whose stamps have to be looked at.
  package func unverified(at now: Date, limit: Int) throws -> [PostID] {
    try db.all(
      """
      SELECT postID FROM quotation
      WHERE state = 'pending' AND authorization IS NOT NULL AND notBefore <= ? LIMIT ?
      """,
      [now.milliseconds, limit]
    ) { $0[0] }
  }

  package func set(_ quotation: Quotation, of post: PostID) throws {
    try db.run(
      """
      INSERT INTO quotation (postID, quoted, authorization, state, attempts, notBefore)
      VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT (postID) DO UPDATE SET quoted = excluded.quoted,
        authorization = excluded.authorization, state = excluded.state, attempts = 0, notBefore = 0
      """,
      [post, quotation.quoted, quotation.authorization, quotation.state.rawValue]
    )
  }

  package func setRequest(_ request: String, of post: PostID) throws {
    try db.run("UPDATE quotation SET request = ? WHERE postID = ?", [request, post])
  }

  package func setState(_ state: Quotation.State, of post: PostID) throws {
    try db.run("UPDATE quotation SET state = ? WHERE postID = ?", [state.rawValue, post])
  }

  /// Puts off the next look at a stamp; after so many it is taken for none.
  package func putOff(_ post: PostID, until time: Date) throws {
    try db.run(
      """
      UPDATE quotation SET attempts = attempts + 1, notBefore = ?2,
        state = CASE WHEN attempts + 1 >= ?3 THEN 'rejected' ELSE state END WHERE postID = ?1
      """,
      [post, time.milliseconds, Self.mostAttempts]
    )
  }

  package func remove(_ post: PostID) throws {
    try db.run("DELETE FROM quotation WHERE postID = ?", [post])
  }

  // MARK: Stamps of this node

  package func stamp(uri: String) throws -> QuoteStamp? {
    try db.first(
      "SELECT uri, postID, quoting, quoterID FROM quoteStamp WHERE uri = ?",
      [uri],
      QuoteStamp.init(row:)
    )
  }

  package func stamp(of post: PostID, for quoting: String) throws -> QuoteStamp? {
    try db.first(
      "SELECT uri, postID, quoting, quoterID FROM quoteStamp WHERE postID = ? AND quoting = ?",
      [post, quoting],
      QuoteStamp.init(row:)
    )
  }

  /// The stamp by which an author agreed to be quoted by a post.
  package func stamp(for quoting: String, by author: ActorID) throws -> QuoteStamp? {
    try db.first(
      """
      SELECT quoteStamp.uri, postID, quoting, quoterID FROM quoteStamp
      JOIN post ON post.id = postID WHERE quoting = ? AND post.authorID = ? LIMIT 1
      """,
      [quoting, author],
      QuoteStamp.init(row:)
    )
  }

  package func insert(_ stamp: QuoteStamp, at time: Date) throws {
    try db.run(
      """
      INSERT INTO quoteStamp (uri, postID, quoting, quoterID, createdAt) VALUES (?, ?, ?, ?, ?)
      """,
      [stamp.uri, stamp.post, stamp.quoting, stamp.quoter, time.milliseconds]
    )
  }

  package func removeStamp(uri: String) throws {
    try db.run("DELETE FROM quoteStamp WHERE uri = ?", [uri])
  }
}

extension Quotation {
  fileprivate init(row: Row) {
    self.init(
      quoted: row[0],
      authorization: row[1],
      state: State(rawValue: row[2]) ?? .pending
    )
  }
}

extension QuoteStamp {
  fileprivate init(row: Row) {
    self.init(uri: row[0], post: row[1], quoting: row[2], quoter: row[3])
  }
}
