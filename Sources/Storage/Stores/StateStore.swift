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
}
