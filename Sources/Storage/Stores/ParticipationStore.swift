import GRDB
import Model

/// How members take part, and their own goals.
package struct ParticipationStore {
  let db: Database

  /// What a member said; who said nothing has said nothing.
  package func find(_ member: ActorID) throws -> Participation {
    try db.first(
      "SELECT way, goals, circle FROM participation WHERE memberID = ?",
      [member]
    ) { Participation(way: $0[0], goals: $0[1], circle: $0[2]) } ?? Participation()
  }

  package func set(_ participation: Participation, of member: ActorID) throws {
    try db.run(
      "INSERT OR REPLACE INTO participation (memberID, way, goals, circle) VALUES (?, ?, ?, ?)",
      [member, participation.way, participation.goals, participation.circle]
    )
  }
}

extension Participation.Way: DatabaseValueConvertible {}
extension Participation.Circle: DatabaseValueConvertible {}
