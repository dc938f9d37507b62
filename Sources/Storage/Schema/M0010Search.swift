import GRDB

/// Full-text search of posts and actors, and hashtags by how they sound.
///
/// The words are kept as they are indexed: an entry can so be taken out of the index again, whatever
/// later versions of the program make of the same text.
enum M0010Search {
  static let name = "0010 search"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.posts + Self.actors + Self.gone + Self.tags + Self.rest)
  }

  private static let posts = """
    CREATE TABLE searchPost (
      postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
      consent TEXT CHECK (consent IN ('everyone', 'followers', 'author')),
      words TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE postIndex USING fts5 (words, content = 'searchPost',
      content_rowid = 'postID', tokenize = "ascii tokenchars '+#.'", detail = none,
      columnsize = 0);

    """

  private static let actors = """
    CREATE TABLE searchActor (
      actorID INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
      consent TEXT CHECK (consent IN ('everyone', 'followers', 'author')),
      words TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE actorIndex USING fts5 (words, content = 'searchActor',
      content_rowid = 'actorID', tokenize = "ascii tokenchars '+#.'", detail = none,
      columnsize = 0);

    """

  /// What is deleted, by whatever way, and has still to be taken out of the index: a trigger may
  /// not write to a virtual table where the schema is not trusted.
  private static let gone = """
    CREATE TABLE searchGone (
      number INTEGER PRIMARY KEY,
      part TEXT NOT NULL CHECK (part IN ('post', 'actor')),
      id INTEGER NOT NULL,
      words TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER searchPost_out AFTER DELETE ON searchPost BEGIN
      INSERT INTO searchGone (part, id, words) VALUES ('post', OLD.postID, OLD.words);
    END;
    CREATE TRIGGER searchActor_out AFTER DELETE ON searchActor BEGIN
      INSERT INTO searchGone (part, id, words) VALUES ('actor', OLD.actorID, OLD.words);
    END;

    """

  private static let tags = """
    CREATE TABLE searchTag (
      name TEXT NOT NULL PRIMARY KEY,
      folded TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX searchTag_folded ON searchTag (folded);
    CREATE TRIGGER searchTag_out AFTER DELETE ON hashtag
      WHEN NOT EXISTS (SELECT 1 FROM hashtag WHERE name = OLD.name)
      BEGIN DELETE FROM searchTag WHERE name = OLD.name; END;

    """

  /// What was there before is indexed little by little, from the newest down.
  private static let rest = """
    INSERT INTO nodeState (key, value)
      SELECT 'search.posts', CAST(id + 1 AS TEXT) FROM post ORDER BY id DESC LIMIT 1;
    INSERT INTO nodeState (key, value)
      SELECT 'search.actors', CAST(id + 1 AS TEXT) FROM actor ORDER BY id DESC LIMIT 1;
    """
}
