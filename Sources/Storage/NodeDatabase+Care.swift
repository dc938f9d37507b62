import Foundation
import GRDB
import Model

/// What a table takes in the file.
package struct TableSize: Sendable {
  package var table: String
  /// Its pages and those of its indices, in bytes.
  package var bytes: Int
}

/// What is kept of another node.
package struct HostSize: Sendable {
  package var host: String
  package var actors: Int
  package var posts: Int
  /// The texts of posts and profiles, in bytes: indices and links are not counted.
  package var bytes: Int
}

/// How a database lies in its file.
package struct DatabaseExtent: Sendable {
  package var pageBytes: Int
  package var pages: Int
  package var freePages: Int
  /// Whether free pages can be given back a few at a time.
  package var isIncremental: Bool
}

extension NodeDatabase {
  /// What is wrong with the whole file, and references that lead nowhere; nothing when all is well.
  package func complaints() async throws -> [String] {
    try await pool.read { try DatabaseCheck.complaints(in: $0) }
  }

  /// What each table takes, the largest first; nothing if this SQLite cannot say (`dbstat`).
  package func sizes() async throws -> [TableSize]? {
    try await pool.read { db in
      let knows = try Bool.fetchOne(
        db,
        sql: "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = 'dbstat')"
      )
      guard knows == true else { return nil }
      return try db.all(
        """
        SELECT ifnull(schema.tbl_name, stat.name), sum(stat.pgsize)
        FROM dbstat AS stat LEFT JOIN sqlite_schema AS schema ON schema.name = stat.name
        WHERE stat.aggregate = 1 GROUP BY 1 ORDER BY 2 DESC
        """
      ) { TableSize(table: $0[0], bytes: $0[1]) }
    }
  }

  /// What is kept of each other node, the largest first.
  package func sizesByHost(limit: Int) async throws -> [HostSize] {
    try await pool.read { db in
      try db.all(
        """
        SELECT host, sum(actors), sum(posts), sum(bytes) FROM (
          SELECT host, count(*) AS actors, 0 AS posts,
            sum(length(CAST(summary AS BLOB)) + length(CAST(displayName AS BLOB))) AS bytes
          FROM actor WHERE isLocal = 0 GROUP BY host
          UNION ALL
          SELECT actor.host, 0, count(*),
            sum(length(CAST(post.html AS BLOB)) + ifnull(length(CAST(post.source AS BLOB)), 0))
          FROM post JOIN actor ON actor.id = post.authorID
          WHERE actor.isLocal = 0 GROUP BY actor.host
        ) GROUP BY host ORDER BY 4 DESC, 1 LIMIT ?
        """,
        [limit]
      ) { HostSize(host: $0[0], actors: $0[1], posts: $0[2], bytes: $0[3]) }
    }
  }

  package func extent() async throws -> DatabaseExtent {
    try await pool.read { db in
      DatabaseExtent(
        pageBytes: try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0,
        pages: try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0,
        freePages: try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0,
        isIncremental: try Int.fetchOne(
          db,
          sql: "SELECT auto_vacuum FROM pragma_auto_vacuum"
        ) == 2
      )
    }
  }

  /// Gives some free pages back to the disk, in one short transaction between those of others.
  ///
  /// - Returns: How many pages are still free.
  package func giveBack(pages: Int) async throws -> Int {
    do {
      return try await pool.writeWithoutTransaction { db in
        // The statement frees a page with each step: it has to be run to its end.
        _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum = " + String(pages))
        return try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      }
    } catch {
      throw Refusal.of(error) ?? error
    }
  }

  /// Writes the whole file anew, without gaps; from then on it can give pages back by the few.
  ///
  /// Nobody can write meanwhile, and it takes as much space again.
  package func writeAnew() async throws {
    do {
      try await pool.writeWithoutTransaction { try $0.execute(literal: "VACUUM") }
    } catch {
      throw Refusal.of(error) ?? error
    }
  }
}
