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

  @Test("puts old answers into the conversation of the post of this node that they answer")
  func answers() throws {
    let queue = try Self.old()
    try Schema.migrator.migrate(queue, upTo: M0043DirectorySizes.name)
    try queue.write { db throws in
      try db.execute(sql: Self.answers)
    }

    try Schema.migrator.migrate(queue)

    let posts = try queue.read { db in
      try Row.fetchAll(db, sql: "SELECT id, conversation FROM post WHERE id > 7 ORDER BY id")
        .map { row -> (Int64, String?) in (row[0], row[1]) }
    }
    let home = "https://home.example/c/1"
    #expect(posts.map(\.0) == [8, 10, 11, 12, 13, 14])
    #expect(posts.map(\.1) == [home, home, home, home, "https://far.example/c/9", home])
    // The direct answer moved to the talk that was there, and its own went.
    try queue.read { db throws in
      let talks = try Row.fetchAll(db, sql: "SELECT thread, lastPostID, isUnread FROM conversation")
      #expect(talks.count == 1)
      let talk: (String, Int64, Bool)? = talks.first.map { ($0[0], $0[1], $0[2]) }
      #expect(talk?.0 == "\(home) 2" && talk?.1 == 14 && talk?.2 == true)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM conversationPost") == 2)
      #expect(try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").isEmpty)
    }
  }

  /// A post of this node with answers as they were kept once: 10 says another conversation, 11 says none, 12 answers
  /// it, 13 answers elsewhere, 14 is direct, in a talk of its own.
  private static let answers = """
    INSERT INTO member (actorID, role, state, createdAt) VALUES (1, 'member', 'active', 0);
    INSERT INTO post (id, uri, authorID, isLocal, audience, isListed, kind, html, isSensitive,
      publishedAt, inReplyTo, conversation)
    VALUES (8, 'https://home.example/posts/8', 1, 1, 'public', 1, 'Note', '', 0, 0, NULL,
        'https://home.example/c/1'),
      (10, 'https://far.example/10', 2, 0, 'public', 1, 'Note', '', 0, 0,
        'https://home.example/posts/8', 'https://far.example/c/1'),
      (11, 'https://far.example/11', 2, 0, 'public', 1, 'Note', '', 0, 0,
        'https://home.example/posts/8', NULL),
      (12, 'https://far.example/12', 2, 0, 'public', 1, 'Note', '', 0, 0,
        'https://far.example/11', NULL),
      (13, 'https://far.example/13', 2, 0, 'public', 1, 'Note', '', 0, 0,
        'https://far.example/10', 'https://far.example/c/9'),
      (14, 'https://far.example/14', 2, 0, 'direct', 1, 'Note', '', 0, 0,
        'https://home.example/posts/8', 'https://far.example/c/2');
    INSERT INTO conversation (id, memberID, thread, lastPostID, isUnread)
    VALUES (1, 1, 'https://home.example/c/1 2', 8, 0), (2, 1, 'https://far.example/c/2 2', 14, 1);
    INSERT INTO conversationPost (conversationID, postID) VALUES (1, 8), (2, 14);
    INSERT INTO conversationParticipant (conversationID, actorID) VALUES (1, 2), (2, 2);
    """
}
