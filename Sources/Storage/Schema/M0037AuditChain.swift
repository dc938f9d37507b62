import Foundation
import GRDB

/// Each line of the audit log carries a hash over itself and the line before; old lines get theirs.
enum M0037AuditChain {
  static let name = "0037 audit chain"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        DROP TRIGGER audit_isNeverChanged;
        DROP TRIGGER audit_isNeverReplaced;
        DROP TRIGGER audit_isNeverShortened;
        ALTER TABLE audit ADD COLUMN hash BLOB NOT NULL DEFAULT x'';
        """
    )
    try chain(db)
    try db.execute(
      sql: """
        CREATE TRIGGER audit_isNeverChanged BEFORE UPDATE ON audit
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_isNeverReplaced BEFORE INSERT ON audit
          WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_isNeverShortened BEFORE DELETE ON audit
          BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_isAlwaysChained BEFORE INSERT ON audit
          WHEN length(NEW.hash) <> 32 AND NOT EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
          BEGIN SELECT RAISE(ABORT, 'a line of the audit log has a hash'); END;
        """
    )
  }

  private static func chain(_ db: Database) throws {
    var hash = AuditChain.start
    let ids = try Int64.fetchAll(db, sql: "SELECT id FROM audit ORDER BY id")
    for id in ids {
      guard
        let row = try Row.fetchOne(
          db,
          sql: "SELECT at, who, what, target, why FROM audit WHERE id = ?",
          arguments: [id]
        )
      else { continue }
      hash = AuditChain.hash(
        after: hash,
        number: id,
        at: row[0],
        fields: [row[1], row[2], row[3], row[4]]
      )
      try db.execute(
        sql: "UPDATE audit SET hash = ? WHERE id = ?",
        arguments: [Data(hash), id]
      )
    }
  }
}
