import GRDB

/// The version of the program that last opened a database, kept in it: one that is too old for the
/// schema names the one to install.
enum StoredProgram {
  private static let key = "program"

  /// Nothing where an older program wrote it, or no program at all.
  static func version(in db: Database) throws -> String? {
    guard try db.tableExists("nodeState") else { return nil }
    return try StateStore(db: db).value(key)
  }

  static func set(_ version: String, in db: Database) throws {
    let state = StateStore(db: db)
    guard try state.value(key) != version else { return }
    try state.set(key, to: version)
  }
}
