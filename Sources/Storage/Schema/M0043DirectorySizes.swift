import GRDB

/// How many people a directory names, kept as it changes: counting a million of them would cost each search more
/// than finding.
enum M0043DirectorySizes {
  static let name = "0043 directory sizes"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE talentDirectory ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;
        UPDATE talentDirectory SET entries =
          (SELECT count(*) FROM talentEntry WHERE directoryID = talentDirectory.id);
        CREATE TRIGGER talentEntry_comes AFTER INSERT ON talentEntry BEGIN
          UPDATE talentDirectory SET entries = entries + 1 WHERE id = NEW.directoryID;
        END;
        CREATE TRIGGER talentEntry_goes AFTER DELETE ON talentEntry BEGIN
          UPDATE talentDirectory SET entries = entries - 1 WHERE id = OLD.directoryID;
        END;
        """
    )
  }
}
