import Foundation
import GRDB

/// Single facts about the node itself, such as the origin it was made for.
package struct StateStore {
  let db: Database

  package func value(_ key: String) throws -> String? {
    try db.first("SELECT value FROM nodeState WHERE key = ?", [key]) { $0[0] }
  }

  package func remove(_ key: String) throws {
    try db.run("DELETE FROM nodeState WHERE key = ?", [key])
  }

  package func set(_ key: String, to value: String) throws {
    try db.run(
      "INSERT INTO nodeState (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      [key, value]
    )
  }

  // MARK: The admin's own words

  /// A text about the node of which the day of its last change is told.
  package enum Text: String, Sendable, CaseIterable {
    case description, privacy
  }

  /// Notes what a text is now, by its digest; its day stays while it is the same.
  package func note(_ text: Text, is digest: String, at time: Date) throws {
    let key = "text \(text.rawValue)"
    guard try value(key)?.split(separator: " ").first.map(String.init) != digest else { return }
    try set(key, to: "\(digest) \(time.milliseconds)")
  }

  /// When a text was last changed; nothing if nobody has noted it.
  package func changed(_ text: Text) throws -> Date? {
    try value("text \(text.rawValue)")?.split(separator: " ").last.flatMap { Int64($0) }
      .map(Date.init(milliseconds:))
  }
}
