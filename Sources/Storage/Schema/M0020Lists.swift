import GRDB

/// Lists of accounts with timelines of their own, and hashtags that members follow or put forward.
enum M0020Lists {
  static let name = "0020 lists"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.lists + Self.entries + Self.tags)
  }

  private static let lists = """
    CREATE TABLE list (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      title TEXT NOT NULL,
      repliesPolicy TEXT NOT NULL CHECK (repliesPolicy IN ('followed', 'list', 'none')),
      isExclusive INTEGER NOT NULL CHECK (isExclusive IN (0, 1))
    ) STRICT;
    CREATE INDEX list_member ON list (memberID, id);

    CREATE TABLE listAccount (
      listID INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      PRIMARY KEY (listID, actorID)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX listAccount_actor ON listAccount (actorID, listID);

    """

  // The part of a home timeline that a list shows. It follows the timeline by itself, on whatever
  // way something enters or leaves that.
  private static let entries = """
    CREATE TABLE listEntry (
      listID INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
      id INTEGER NOT NULL,
      postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
      boosterID INTEGER REFERENCES actor (id) ON DELETE CASCADE,
      PRIMARY KEY (listID, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX listEntry_post ON listEntry (postID);
    CREATE INDEX listEntry_booster ON listEntry (boosterID) WHERE boosterID IS NOT NULL;

    CREATE TRIGGER timelineEntry_enters AFTER INSERT ON timelineEntry BEGIN
      INSERT OR IGNORE INTO listEntry (listID, id, postID, boosterID)
        SELECT list.id, NEW.id, NEW.postID, NEW.boosterID
        FROM listAccount CROSS JOIN list ON list.id = listAccount.listID
        WHERE list.memberID = NEW.memberID AND listAccount.actorID = ifnull(NEW.boosterID,
          (SELECT authorID FROM post WHERE id = NEW.postID));
    END;
    CREATE TRIGGER timelineEntry_leaves AFTER DELETE ON timelineEntry BEGIN
      DELETE FROM listEntry WHERE id = OLD.id
        AND listID IN (SELECT id FROM list WHERE memberID = OLD.memberID);
    END;
    CREATE TRIGGER timelineEntry_changes AFTER UPDATE OF boosterID ON timelineEntry BEGIN
      DELETE FROM listEntry WHERE id = OLD.id
        AND listID IN (SELECT id FROM list WHERE memberID = OLD.memberID);
      INSERT OR IGNORE INTO listEntry (listID, id, postID, boosterID)
        SELECT list.id, NEW.id, NEW.postID, NEW.boosterID
        FROM listAccount CROSS JOIN list ON list.id = listAccount.listID
        WHERE list.memberID = NEW.memberID AND listAccount.actorID = ifnull(NEW.boosterID,
          (SELECT authorID FROM post WHERE id = NEW.postID));
    END;

    """

  private static let tags = """
    CREATE TABLE followedTag (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      name TEXT NOT NULL,
      UNIQUE (memberID, name)
    ) STRICT;
    CREATE INDEX followedTag_member ON followedTag (memberID, id);
    CREATE INDEX followedTag_name ON followedTag (name, memberID);

    CREATE TABLE featuredTag (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
      name TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      UNIQUE (memberID, name)
    ) STRICT;
    """
}
