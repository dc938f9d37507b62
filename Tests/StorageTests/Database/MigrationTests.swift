import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Migration to 0002")
struct MigrationTests {
  /// A database as the first version of the program leaves it, with something in both queues.
  private static func old() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue, upTo: M0001Foundation.name)
    try queue.write { db throws in
      try db.execute(
        sql: """
          INSERT INTO actor (id, uri, kind, name, host, isLocal, displayName, summary, inbox,
            approvesFollowers, isDiscoverable, isIndexable, createdAt)
          VALUES (1, 'https://home.example/users/ada', 'person', 'ada', 'home.example', 1, '', '',
            '', 0, 0, 0, 0),
            (2, 'https://far.example/users/bob', 'person', 'bob', 'far.example', 0, '', '', '',
            0, 0, 0, 0);
          INSERT INTO post (id, uri, authorID, isLocal, audience, isListed, kind, html, isSensitive,
            publishedAt)
          VALUES (7, 'https://home.example/posts/7', 1, 1, 'territory', 1, 'Note', '', 0, 0);
          INSERT INTO inboxActivity VALUES
            (3, 'https://far.example/3', 2, 'Create', x'01', 'waiting', 2, 5, 6, 'late'),
            (9, 'https://far.example/9', 2, 'Like', x'', 'failed', 1, 0, 7, NULL);
          INSERT INTO outboxActivity VALUES
            (4, 'https://home.example/4', 1, 'Create', 'public', 7, x'02', 0);
          INSERT INTO delivery VALUES
            (5, 4, 1, 'https://far.example/inbox', 'https://far.example', 'waiting', 1, 2, 3, '503'),
            (8, 4, 1, 'https://h2.example/inbox', 'https://h2.example', 'abandoned', 9, 2, 3, NULL);
          """
      )
    }
    return queue
  }

  private static func rows(_ db: Database) throws -> [Row] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, uri, senderID, type, body, state, attempts, notBefore, receivedAt, outcome
        FROM inboxActivity ORDER BY id
        """
    )
      + Row.fetchAll(
        db,
        sql: """
          SELECT id, activityID, senderID, inbox, lane, state, attempts, notBefore, enqueuedAt,
            lastError FROM delivery ORDER BY id
          """
      )
  }

  @Test("keeps what lies in the queues, and makes the schema of a new database")
  func queues() throws {
    let queue = try Self.old()
    let before = try queue.read(Self.rows)

    try Schema.migrator.migrate(queue)

    let new = try Scene().queue
    let schema = "SELECT name || coalesce(sql, '') FROM sqlite_schema ORDER BY name"
    try queue.read { db throws in
      #expect(try Self.rows(db) == before)
      #expect(before.count == 4)
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
      #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
      #expect(
        try String.fetchAll(db, sql: schema) == new.read { try String.fetchAll($0, sql: schema) }
      )
    }
  }

  @Test("keeps the rules about other nodes as they were")
  func rules() throws {
    let queue = try Self.old()
    try queue.write { db throws in
      try db.execute(
        sql: "INSERT INTO policyRule VALUES ('*.a.example', 'silence', 'ada', 'noise', 5, 9)"
      )
    }

    try Schema.migrator.migrate(queue)

    let rule = PolicyRule(
      pattern: "*.a.example",
      action: .silence,
      author: "ada",
      reason: "noise",
      createdAt: Date(milliseconds: 5),
      reviewAt: Date(milliseconds: 9)
    )
    #expect(try queue.read { try Transaction(db: $0).policies.all() } == [rule])
  }

  @Test("leaves queues that work: what goes takes its own along, and numbers go on")
  func alive() throws {
    let queue = try Self.old()
    try Schema.migrator.migrate(queue)

    try queue.write { db throws in
      let tx = Transaction(db: db)
      #expect(try tx.inbox.waiting(from: ActorID(rawValue: 2), at: Scene.now, limit: 9).count == 1)
      #expect(try tx.deliveries.busyLanes() == ["https://far.example"])
      #expect(try tx.deliveries.drop(lane: nil) == 2)
      let ada = ActorID(rawValue: 1)
      let inbox = "https://far.example/inbox"
      try tx.deliveries.enqueue(ActivityID(rawValue: 4), from: ada, to: [inbox], at: Scene.now)
      #expect(try tx.deliveries.list(lane: nil, limit: 1).first?.delivery.id == 9)
      #expect(try tx.posts.find(PostID(rawValue: 7))?.territory == nil)

      try db.execute(sql: "DELETE FROM actor WHERE id = 2; DELETE FROM outboxActivity")
      #expect(try tx.inbox.count() == 0)
      #expect(try tx.deliveries.count(.waiting) == 0)
    }
  }
}
