import Foundation
import GRDB
import Model

/// Invitations to teams: those of this node's groups, and those that members got.
package struct TeamStore {
  let db: Database

  private static let columns: StaticString =
    "groupID, inviterID, personID, uri, message, state, createdAt"

  /// Keeps an invitation; an earlier one to the same team gives way.
  package func save(_ invitation: TeamInvitation) throws {
    try db.run(
      """
      INSERT INTO teamInvitation (\(fixed: Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      ON CONFLICT (groupID, personID) DO UPDATE SET inviterID = ?2, uri = ?4, message = ?5,
        state = ?6, createdAt = ?7
      """,
      [
        invitation.groupID, invitation.inviterID, invitation.personID, invitation.uri,
        invitation.message, invitation.state, invitation.createdAt.milliseconds,
      ]
    )
  }

  package func setState(
    _ state: TeamInvitation.State,
    of person: ActorID,
    in group: ActorID
  ) throws {
    try db.run(
      "UPDATE teamInvitation SET state = ? WHERE groupID = ? AND personID = ?",
      [state, group, person]
    )
  }

  package func find(uri: String) throws -> TeamInvitation? {
    try db.first(
      "SELECT \(fixed: Self.columns) FROM teamInvitation WHERE uri = ?",
      [uri],
      Self.invitation
    )
  }

  package func find(_ person: ActorID, in group: ActorID) throws -> TeamInvitation? {
    try db.first(
      "SELECT \(fixed: Self.columns) FROM teamInvitation WHERE groupID = ? AND personID = ?",
      [group, person],
      Self.invitation
    )
  }

  /// Those of a team, in the order in which they were made.
  package func list(of group: ActorID, limit: Int = 200) throws -> [TeamInvitation] {
    try db.all(
      """
      SELECT \(fixed: Self.columns) FROM teamInvitation WHERE groupID = ?
      ORDER BY createdAt, personID LIMIT ?
      """,
      [group, limit],
      Self.invitation
    )
  }

  /// Those that somebody got, the newest first.
  package func list(for person: ActorID, limit: Int = 200) throws -> [TeamInvitation] {
    try db.all(
      """
      SELECT \(fixed: Self.columns) FROM teamInvitation WHERE personID = ?
      ORDER BY createdAt DESC, groupID LIMIT ?
      """,
      [person, limit],
      Self.invitation
    )
  }

  /// Those that somebody made, the newest first.
  package func list(by inviter: ActorID) throws -> [TeamInvitation] {
    try db.all(
      """
      SELECT \(fixed: Self.columns) FROM teamInvitation WHERE inviterID = ?
      ORDER BY createdAt DESC, groupID, personID
      """,
      [inviter],
      Self.invitation
    )
  }

  package func countOpen(for person: ActorID) throws -> Int {
    try db.first(
      "SELECT count(*) FROM teamInvitation WHERE personID = ? AND state = 'pending'",
      [person]
    ) { $0[0] } ?? 0
  }

  /// This node's groups that are teams.
  package func teams() throws -> [ActorProfile] {
    try db.all(
      """
      SELECT \(ActorStore.columns) FROM actor
      WHERE kind = 'group' AND isLocal = 1 AND deletedAt IS NULL
        AND EXISTS (SELECT 1 FROM teamInvitation WHERE groupID = actor.id)
      ORDER BY actor.id
      """
    ) { ActorProfile(row: $0) }
  }

  /// In how many teams people are, as far as this node knows, by their ids; who is in none is left
  /// out.
  package func loads() throws -> [String: Int] {
    var loads: [String: Int] = [:]
    try db.each(
      """
      SELECT person.uri, count(*) FROM teamInvitation
      JOIN actor AS person ON person.id = personID
      JOIN actor AS team ON team.id = groupID AND team.deletedAt IS NULL
      WHERE teamInvitation.state = 'accepted' GROUP BY person.uri
      """
    ) { loads[$0[0]] = $0[1] }
    return loads
  }

  private static func invitation(_ row: Row) -> TeamInvitation {
    TeamInvitation(
      groupID: row[0],
      inviterID: row[1],
      personID: row[2],
      uri: row[3],
      message: row[4],
      state: row[5],
      createdAt: row.date(6)
    )
  }
}

extension TeamInvitation.State: DatabaseValueConvertible {}
