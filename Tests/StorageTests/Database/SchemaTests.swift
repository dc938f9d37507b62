import Foundation
import GRDB
import Testing

@testable import Storage

@Suite("Schema")
struct SchemaTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Sources/Storage/Schema/schema.sql").standardizedFileURL

  @Test("migrated is as schema.sql says; MAILLAGE_REFRESH=1 writes that file anew")
  func golden() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()
    let migrated = try await database.schemaSQL()
    try await database.close()

    if ProcessInfo.processInfo.environment["MAILLAGE_REFRESH"] == "1" {
      try migrated.write(to: Self.golden, atomically: true, encoding: .utf8)
    }

    #expect(
      try migrated == String(contentsOf: Self.golden, encoding: .utf8),
      "Look at the difference; if it is meant: MAILLAGE_REFRESH=1 swift test --filter SchemaTests"
    )
  }

  @Test("has strict tables only")
  func strict() throws {
    let scene = try Scene()

    let lax = try scene.queue.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
            AND strict = 0 AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> 'grdb_migrations'
          """
      )
    }

    #expect(lax.isEmpty)
  }

  @Test("has an index for every foreign key, so that no deletion reads a whole table")
  func foreignKeys() throws {
    let scene = try Scene()

    let bare = try scene.queue.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT child.name || '.' || "from" FROM pragma_table_list AS child
          JOIN pragma_foreign_key_list(child.name) WHERE child.schema = 'main'
            AND NOT EXISTS (
              SELECT 1 FROM pragma_index_list(child.name) AS list
              JOIN pragma_index_info(list.name) AS info
              WHERE info.seqno = 0 AND info.name = "from")
            AND NOT EXISTS (SELECT 1 FROM pragma_table_info(child.name) AS column
              WHERE column.name = "from" AND column.pk = 1)
          """
      )
    }

    #expect(bare.isEmpty)
  }

  @Test("refuses words that are none of its own")
  func checks() throws {
    let scene = try Scene()
    let id = try scene { try $0.member("ada") }

    for sql in [
      "UPDATE member SET state = 'admin'", "UPDATE member SET role = 'root'",
      "UPDATE actor SET kind = 'robot'", "UPDATE actor SET isLocal = 2",
      "UPDATE actor SET name = NULL", "UPDATE member SET actorID = 99",
      "INSERT INTO follow VALUES (1, 1, 'x', 'accepted', 0)", "DELETE FROM actor",
    ] {
      #expect(throws: DatabaseError.self, "\(sql)") {
        try scene.queue.write { try $0.execute(sql: sql) }
      }
    }
    #expect(try scene { try $0.members.find(id)?.state } == .active)
  }
}
