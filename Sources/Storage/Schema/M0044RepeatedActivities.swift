import Foundation
import GRDB

/// By which other ids somebody said the same again (emoji are kept to know it); posts and actors by the address of their page;
/// and answers from before the rule that an answer stands in the conversation of the post of this node that it
/// answers.
enum M0044RepeatedActivities {
  static let name = "0044 repeated activities"

  /// How deep under the post that is answered an answer without a conversation is still found.
  private static let mostSteps = 64

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.repeated)
    let before = try talks(db)
    try placeAnswers(db)
    for (post, now) in try talks(db) {
      if let old = before[post], old != now { try move(post, from: old, to: now, db) }
    }
  }

  // What is undone is undone under all its ids, whichever way it goes. A like that another reaction takes over
  // is in `liking` by then.
  private static let repeated = """
    CREATE TABLE repeatedActivity (
      uri TEXT NOT NULL PRIMARY KEY,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      first TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX repeatedActivity_first ON repeatedActivity (first);
    CREATE INDEX repeatedActivity_actor ON repeatedActivity (actorID);
    CREATE INDEX post_page ON post (page) WHERE page IS NOT NULL;
    CREATE INDEX actor_page ON actor (page) WHERE page IS NOT NULL;
    ALTER TABLE liking ADD COLUMN emoji TEXT;
    ALTER TABLE furtherReaction ADD COLUMN emoji TEXT;

    CREATE TRIGGER boost_takesRepeats AFTER DELETE ON boost BEGIN
      DELETE FROM repeatedActivity WHERE first = OLD.uri;
    END;
    CREATE TRIGGER block_takesRepeats AFTER DELETE ON block BEGIN
      DELETE FROM repeatedActivity WHERE first = OLD.uri;
    END;
    CREATE TRIGGER liking_takesRepeats AFTER DELETE ON liking BEGIN
      DELETE FROM repeatedActivity WHERE first = OLD.uri;
    END;
    CREATE TRIGGER liking_replacesRepeats AFTER UPDATE OF uri ON liking WHEN OLD.uri <> NEW.uri BEGIN
      DELETE FROM repeatedActivity WHERE first = OLD.uri;
    END;
    CREATE TRIGGER furtherReaction_takesRepeats AFTER DELETE ON furtherReaction
    WHEN NOT EXISTS (SELECT 1 FROM liking WHERE uri = OLD.uri) BEGIN
      DELETE FROM repeatedActivity WHERE first = OLD.uri;
    END;
    """

  /// Puts answers into the conversation of what they answer, parents before their answers.
  private static func placeAnswers(_ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE post SET conversation = parent.conversation FROM post AS parent
        WHERE parent.uri = post.inReplyTo AND parent.isLocal = 1 AND post.isLocal = 0
          AND parent.conversation IS NOT NULL AND post.conversation IS NOT parent.conversation
        """
    )
    var moved = try Int64.fetchAll(
      db,
      sql: """
        UPDATE post SET conversation = parent.conversation FROM post AS parent
        WHERE parent.uri = post.inReplyTo AND post.isLocal = 0 AND post.conversation IS NULL
          AND parent.conversation IS NOT NULL
        RETURNING id
        """
    )
    // Then only what answers to what was moved, by the index of answers.
    for _ in 2..<mostSteps where !moved.isEmpty {
      moved = try Int64.fetchAll(
        db,
        sql: """
          UPDATE post
          SET conversation = (SELECT conversation FROM post AS parent WHERE parent.uri = post.inReplyTo)
          WHERE conversation IS NULL AND isLocal = 0 AND id IN (
            SELECT answer.id FROM json_each(?) AS moved
            CROSS JOIN post AS parent ON parent.id = moved.value
            CROSS JOIN post AS answer ON answer.inReplyTo = parent.uri)
          RETURNING id
          """,
        arguments: [String(decoding: try JSONEncoder().encode(moved), as: UTF8.self)]
      )
    }
  }

  // MARK: Direct posts

  /// How the thread of each direct answer from elsewhere is called.
  private static func talks(_ db: Database) throws -> [Int64: String] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, coalesce(conversation, uri) FROM post
        WHERE audience = 'direct' AND isLocal = 0 AND inReplyTo IS NOT NULL
        """
    )
    var names: [Int64: String] = [:]
    while let row = try rows.next() { names[row[0]] = row[1] }
    return names
  }

  /// Puts a direct post into the talk of the same people in another thread; an empty one goes, by its trigger.
  ///
  /// References are not followed while migrations run.
  private static func move(
    _ post: Int64,
    from old: String,
    to new: String,
    _ db: Database
  ) throws {
    let talks = try Row.fetchAll(
      db,
      sql: """
        SELECT conversation.id, memberID, thread, isUnread FROM conversationPost
        JOIN conversation ON conversation.id = conversationPost.conversationID WHERE postID = ?
        """,
      arguments: [post]
    )
    for row in talks {
      let (id, member, thread, isUnread): (Int64, Int64, String, Bool) = (
        row[0], row[1], row[2], row[3]
      )
      guard thread.hasPrefix("\(old) ") else { continue }
      let talk = new + thread.dropFirst(old.count)
      try db.execute(
        sql: """
          INSERT INTO conversation (memberID, thread, lastPostID, isUnread) VALUES (?, ?, ?, ?)
          ON CONFLICT (memberID, thread) DO UPDATE
          SET lastPostID = max(lastPostID, excluded.lastPostID), isUnread = max(isUnread, excluded.isUnread)
          """,
        arguments: [member, talk, post, isUnread]
      )
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO conversationPost (conversationID, postID)
          SELECT id, :post FROM conversation WHERE memberID = :member AND thread = :talk;
          INSERT OR IGNORE INTO conversationParticipant (conversationID, actorID)
          SELECT conversation.id, participant.actorID FROM conversation
          JOIN conversationParticipant AS participant ON participant.conversationID = :old
          WHERE memberID = :member AND thread = :talk;
          DELETE FROM conversationPost WHERE conversationID = :old AND postID = :post;
          DELETE FROM conversationParticipant WHERE conversationID = :old
            AND NOT EXISTS (SELECT 1 FROM conversation WHERE id = :old);
          """,
        arguments: ["post": post, "member": member, "talk": talk, "old": id]
      )
    }
  }
}
