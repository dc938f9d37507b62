import GRDB
import Model

/// What members noted about others, for themselves.
package struct AccountNoteStore {
  let db: Database

  /// In characters, as Mastodon has it.
  package static let longest = 2_000

  /// Notes something; an empty note is none.
  package func set(_ text: String, on target: ActorID, by member: ActorID) throws {
    guard text.fits(Self.longest) else {
      throw Refusal.malformed("A note has up to \(Self.longest) characters.")
    }
    guard !text.isEmpty else {
      return try db.run(
        "DELETE FROM accountNote WHERE memberID = ? AND targetID = ?",
        [member, target]
      )
    }
    try db.run(
      """
      INSERT INTO accountNote (memberID, targetID, text) VALUES (?, ?, ?)
      ON CONFLICT (memberID, targetID) DO UPDATE SET text = excluded.text
      """,
      [member, target, text]
    )
  }

  package func find(_ target: ActorID, by member: ActorID) throws -> String? {
    try db.first(
      "SELECT text FROM accountNote WHERE memberID = ? AND targetID = ?",
      [member, target]
    ) { $0[0] }
  }
}
