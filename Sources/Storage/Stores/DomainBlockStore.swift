import Foundation
import GRDB
import Model

/// Hosts of which a member wants to see nothing.
package struct DomainBlockStore {
  let db: Database

  package static let most = 10_000

  /// Blocks a domain; its followers are to be taken away.
  package func add(_ domain: String, by member: ActorID, at time: Date) throws {
    let count = try db.count("SELECT count(*) FROM domainBlock WHERE memberID = ?", [member])
    guard count < Self.most else {
      throw Refusal.conflict("A member blocks up to \(Self.most) domains.")
    }
    try db.run(
      """
      INSERT INTO domainBlock (memberID, domain, createdAt, isSettled) VALUES (?, ?, ?, 0)
      ON CONFLICT (memberID, domain) DO UPDATE SET isSettled = 0
      """,
      [member, domain, time.milliseconds]
    )
  }

  /// Blocks of members that may act whose followers were not all taken away yet, oldest first.
  package func unsettled(limit: Int) throws -> [(member: ActorID, domain: String)] {
    try db.all(
      """
      SELECT memberID, domain FROM domainBlock JOIN member ON member.actorID = memberID
      WHERE isSettled = 0 AND member.state = 'active' ORDER BY domainBlock.id LIMIT ?
      """,
      [limit]
    ) { ($0[0], $0[1]) }
  }

  /// Notes that no follower of a member on a domain is left.
  package func settle(_ domain: String, by member: ActorID) throws {
    try db.run(
      "UPDATE domainBlock SET isSettled = 1 WHERE memberID = ? AND domain = ?",
      [member, domain]
    )
  }

  /// - Returns: Whether there was one.
  @discardableResult
  package func remove(_ domain: String, by member: ActorID) throws -> Bool {
    try db.run("DELETE FROM domainBlock WHERE memberID = ? AND domain = ?", [member, domain])
    return db.changesCount > 0
  }

  package func exists(_ domain: String, by member: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM domainBlock WHERE memberID = ? AND domain = ?", [member, domain])
  }

  /// The blocked domains with the numbers by which one pages, newest first.
  package func list(
    of member: ActorID,
    _ page: Page
  ) throws -> [(number: Int64, domain: String)] {
    page.newestFirst(
      try db.all(
        """
        SELECT id, domain FROM domainBlock WHERE memberID = ? AND id < ? AND id > ?
        ORDER BY id \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit]
      ) { ($0[0], $0[1]) }
    )
  }
}
