import Foundation
import GRDB
import Model

/// When and where the events among the posts take place.
package struct EventStore {
  let db: Database

  /// Writes what a post says of its event now; nothing: it is no event any more.
  func set(_ event: Event?, of post: PostID) throws {
    try db.run("DELETE FROM event WHERE postID = ?", [post])
    guard let event else { return }
    try db.run(
      """
      INSERT INTO event (postID, startsAt, endsAt, timeZone, status, joinMode, participationURL,
        title, capacity, toldAttendees, categories)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        post, event.startsAt?.milliseconds, event.endsAt?.milliseconds, event.timeZone,
        event.status, event.joinMode, event.participationURL, event.title, event.capacity,
        event.toldAttendees, event.categories.joined(separator: " "),
      ]
    )
    for (position, place) in event.places.enumerated() {
      try db.run(
        """
        INSERT INTO eventPlace (postID, position, name, address, latitude, longitude, url,
          isVirtual)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          post, position, place.name, place.address, place.latitude, place.longitude, place.url,
          place.isVirtual,
        ]
      )
    }
    for (position, uri) in event.organizers.enumerated() {
      try db.run(
        "INSERT INTO eventOrganizer (postID, position, uri) VALUES (?, ?, ?)",
        [post, position, uri]
      )
    }
  }

  /// What a post says of its event; of one of this node it is counted who takes part.
  package func find(_ post: PostID) throws -> Event? {
    let found = try db.first(
      """
      SELECT startsAt, endsAt, timeZone, status, joinMode, participationURL, title, capacity,
        CASE WHEN post.isLocal THEN (SELECT count(*) FROM attendance
          WHERE attendance.postID = event.postID AND attendance.state = 'accepted')
        ELSE toldAttendees END, categories
      FROM event JOIN post ON post.id = event.postID WHERE event.postID = ?
      """,
      [post]
    ) { row in
      var event = Event(
        title: row[6],
        startsAt: row.dateIfAny(0),
        endsAt: row.dateIfAny(1),
        timeZone: row[2],
        status: row[3],
        joinMode: row[4],
        participationURL: row[5],
        capacity: row[7],
        toldAttendees: row[8]
      )
      event.categories = (row[9] as String).split(separator: " ").map(String.init)
      return event
    }
    guard var event = found else { return nil }
    event.places = try db.all(
      """
      SELECT name, address, latitude, longitude, url, isVirtual FROM eventPlace
      WHERE postID = ? ORDER BY position
      """,
      [post]
    ) { row in
      Event.Place(
        name: row[0],
        address: row[1],
        latitude: row[2],
        longitude: row[3],
        url: row[4],
        isVirtual: row[5]
      )
    }
    event.organizers = try db.all(
      "SELECT uri FROM eventOrganizer WHERE postID = ? ORDER BY position",
      [post]
    ) { $0[0] }
    return event
  }
}

extension Attendance.State: DatabaseValueConvertible {}
extension Event.Status: DatabaseValueConvertible {}
extension Event.JoinMode: DatabaseValueConvertible {}
