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
  package func find(_ post: PostID) throws -> Event? { try find([post])[post] }

  /// The same of many.
  func find(_ posts: [PostID]) throws -> [PostID: Event] {
    guard !posts.isEmpty else { return [:] }
    let (places, organizers) = (try places(of: posts), try organizers(of: posts))
    return try db.indexed(
      """
      SELECT startsAt, endsAt, timeZone, status, joinMode, participationURL, title, capacity,
        CASE WHEN post.isLocal THEN (SELECT count(*) FROM attendance
          JOIN actor ON actor.id = attendance.actorID
          WHERE attendance.postID = event.postID AND attendance.state = 'accepted'
            AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL)
        ELSE toldAttendees END, categories, event.postID
      FROM json_each(?) AS wanted CROSS JOIN event ON event.postID = wanted.value
      CROSS JOIN post ON post.id = event.postID
      """,
      [posts.list],
      by: 10
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
      event.places = places[row[10]] ?? []
      event.organizers = organizers[row[10]] ?? []
      return event
    }
  }

  private func places(of posts: [PostID]) throws -> [PostID: [Event.Place]] {
    try db.gathered(
      """
      SELECT postID, name, address, latitude, longitude, url, isVirtual
      FROM json_each(?) AS wanted CROSS JOIN eventPlace ON eventPlace.postID = wanted.value
      """,
      [posts.list]
    ) { row in
      Event.Place(
        name: row[1],
        address: row[2],
        latitude: row[3],
        longitude: row[4],
        url: row[5],
        isVirtual: row[6]
      )
    }
  }

  private func organizers(of posts: [PostID]) throws -> [PostID: [String]] {
    try db.gathered(
      """
      SELECT postID, uri
      FROM json_each(?) AS wanted CROSS JOIN eventOrganizer ON eventOrganizer.postID = wanted.value
      """,
      [posts.list]
    ) { $0[1] }
  }
}

extension Attendance.State: DatabaseValueConvertible {}
extension Event.Status: DatabaseValueConvertible {}
extension Event.JoinMode: DatabaseValueConvertible {}
