import Foundation
import GRDB
import Model

/// For whom members' posts were that they took back last, where apps have no word for that: an app
/// that posts the same anew says only that it is for few.
package struct RedraftStore {
  let db: Database

  /// The ring of such a post.
  package struct Ring: Sendable, Hashable {
    package var audience: Audience
    /// The id of the territory, as posts have it.
    package var territory: String?

    package init(audience: Audience, territory: String? = nil) {
      self.audience = audience
      self.territory = territory
    }
  }

  /// Remembers the ring of a post that a member takes back; the one before is forgotten.
  package func note(_ ring: Ring, of member: ActorID, at time: Date) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO redraft (memberID, audience, territory, takenBackAt)
      VALUES (?, ?, ?, ?)
      """,
      [member, ring.audience, ring.territory, time.milliseconds]
    )
  }

  /// The ring of the post that a member took back last, if that was after a time.
  package func find(of member: ActorID, since time: Date) throws -> Ring? {
    try db.first(
      "SELECT audience, territory FROM redraft WHERE memberID = ? AND takenBackAt >= ?",
      [member, time.milliseconds]
    ) { Ring(audience: $0[0], territory: $0[1]) }
  }
}
