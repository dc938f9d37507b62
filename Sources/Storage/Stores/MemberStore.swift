import Foundation
import GRDB
import Model

/// The people with an account on this node.
package struct MemberStore {
  let db: Database

  private static let columns = """
    member.actorID, actor.name, member.role, member.state, member.email, member.passwordHash, \
    member.defaultAudience, member.language, member.createdAt
    """

  package func insert(_ member: Member) throws {
    try db.run(
      """
      INSERT INTO member (actorID, role, state, email, passwordHash, defaultAudience, language,
        createdAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        member.actorID, member.role, member.state, member.email, member.passwordHash,
        member.defaultAudience, member.language, member.createdAt.milliseconds,
      ]
    )
  }

  package func update(_ member: Member) throws {
    try db.run(
      """
      UPDATE member SET role = ?, state = ?, email = ?, passwordHash = ?, defaultAudience = ?,
        language = ? WHERE actorID = ?
      """,
      [
        member.role, member.state, member.email, member.passwordHash, member.defaultAudience,
        member.language, member.actorID,
      ]
    )
  }

  // MARK: Passwords that others chose

  /// Notes that somebody else chose the member's password.
  package func notePasswordGiven(to id: ActorID, at now: Date) throws {
    try db.run(
      "INSERT OR REPLACE INTO givenPassword (memberID, givenAt) VALUES (?, ?)",
      [id, now.milliseconds]
    )
  }

  /// Notes that the member chose its own.
  package func notePasswordChosen(by id: ActorID) throws {
    try db.run("DELETE FROM givenPassword WHERE memberID = ?", [id])
  }

  /// Since when the member has a password that somebody else chose; nothing: it has one of its own, or none.
  package func passwordGivenAt(_ id: ActorID) throws -> Date? {
    try db.first("SELECT givenAt FROM givenPassword WHERE memberID = ?", [id]) { $0.date(0) }
  }

  // MARK: Finding

  package func find(_ id: ActorID) throws -> Member? {
    try db.first(
      "SELECT \(Self.columns) FROM member JOIN actor ON actor.id = actorID WHERE actorID = ?",
      [id],
      Member.init(row:)
    )
  }

  package func find(name: String) throws -> Member? {
    try db.first(
      """
      SELECT \(Self.columns) FROM member JOIN actor ON actor.id = actorID
      WHERE actor.name = ? AND actor.isLocal = 1
      """,
      [name],
      Member.init(row:)
    )
  }

  /// The member whom somebody means who signs in: by mail address, or by name, which people also write
  /// as `@name` and `@name@host`.
  ///
  /// - Parameters:
  ///   - typed: What was typed.
  ///   - authority: The host, with its port, of this node.
  /// - Returns: Nothing where nobody is meant.
  /// - Throws: When the database cannot be read.
  package func find(typed: String, at authority: String) throws -> Member? {
    let typed = typed.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
    if typed.contains("@"), let found = try find(email: String(typed)) { return found }
    let parts = typed.drop { $0 == "@" }.split(separator: "@")
    guard let first = parts.first, let local = try? LocalName(String(first)),
      parts.count == 1 || parts[1] == authority
    else { return nil }
    return try find(name: local.description)
  }

  /// The member with a mail address, whatever its case.
  package func find(email: String) throws -> Member? {
    try db.first(
      """
      SELECT \(Self.columns) FROM member CROSS JOIN actor ON actor.id = actorID
      WHERE member.email = ? COLLATE NOCASE AND member.state <> 'deleted' LIMIT 1
      """,
      [email],
      Member.init(row:)
    )
  }

  package func all() throws -> [Member] {
    // CROSS fixes the order: SQLite would rather walk through all actors there are.
    try db.all(
      """
      SELECT \(Self.columns) FROM member CROSS JOIN actor ON actor.id = actorID
      ORDER BY actor.name
      """,
      [],
      Member.init(row:)
    )
  }

  package func count(in state: Member.State) throws -> Int {
    try db.count("SELECT count(*) FROM member WHERE state = ?", [state])
  }

  /// Members who wrote something after a time.
  package func countActive(since time: Date) throws -> Int {
    try db.count(
      """
      SELECT count(*) FROM member WHERE state = 'active' AND EXISTS (
        SELECT 1 FROM post WHERE authorID = member.actorID AND id > ?)
      """,
      [time.milliseconds << 16]
    )
  }

  /// Sets the digest of a one-time invitation, or takes it back.
  package func setInvitation(_ digest: String?, endsAt: Date?, of id: ActorID) throws {
    try db.run(
      "UPDATE member SET invitation = ?, invitationEndsAt = ? WHERE actorID = ?",
      [digest, endsAt?.milliseconds, id]
    )
  }

  /// The member invited with a digest, while the invitation stands.
  package func find(invitation digest: String, at now: Date) throws -> Member? {
    try db.first(
      """
      SELECT \(Self.columns) FROM member JOIN actor ON actor.id = actorID
      WHERE invitation = ? AND invitationEndsAt > ? AND member.state IN ('pending', 'active')
      """,
      [digest, now.milliseconds],
      Member.init(row:)
    )
  }
}

extension Member {
  fileprivate init(row: Row) {
    self.init(
      actorID: row[0],
      name: row[1],
      role: row[2],
      state: row[3],
      email: row[4],
      passwordHash: row[5],
      defaultAudience: row[6],
      language: row[7],
      createdAt: row.date(8)
    )
  }
}
