import Foundation
import GRDB
import Model

/// How far members have read.
package struct MarkerStore {
  let db: Database

  package func find(_ timeline: Marker.Timeline, of member: ActorID) throws -> Marker? {
    try db.first(
      "SELECT lastReadID, version, updatedAt FROM marker WHERE memberID = ? AND timeline = ?",
      [member, timeline]
    ) { Marker(lastReadID: $0[0], version: $0[1], updatedAt: $0.date(2)) }
  }

  /// - Returns: The marker as it is now.
  package func set(
    _ timeline: Marker.Timeline,
    to id: Int64,
    of member: ActorID,
    at time: Date
  ) throws -> Marker {
    try db.run(
      """
      INSERT INTO marker (memberID, timeline, lastReadID, version, updatedAt)
      VALUES (?1, ?2, ?3, 1, ?4) ON CONFLICT (memberID, timeline) DO UPDATE
      SET lastReadID = ?3, version = version + 1, updatedAt = ?4
      """,
      [member, timeline, id, time.milliseconds]
    )
    return try find(timeline, of: member) ?? Marker(lastReadID: id, version: 1, updatedAt: time)
  }
}
