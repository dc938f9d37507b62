import GRDB

/// Files of members and copies of others' files: what is kept, under which names, for which posts.
enum M0006Media {
  static let name = "0006 media"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: Self.files + Self.uploads + Self.cache + Self.attachments + Self.portraits)
  }

  private static let files = """
    CREATE TABLE mediaFile (
      digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      storedAt INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mediaFile_age ON mediaFile (storedAt);

    """

  // An upload that posts have let go of is `dropped` at once, by whatever way they went, and is
  // not shown any more; it is removed later.
  private static let uploads = """
    CREATE TABLE upload (
      token TEXT NOT NULL PRIMARY KEY CHECK (length(token) = 32),
      ownerID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      url TEXT NOT NULL UNIQUE,
      format TEXT NOT NULL,
      file BLOB NOT NULL REFERENCES mediaFile (digest),
      preview BLOB REFERENCES mediaFile (digest),
      width INTEGER,
      height INTEGER,
      blurhash TEXT,
      description TEXT,
      focusX REAL CHECK (focusX BETWEEN -1 AND 1),
      focusY REAL CHECK (focusY BETWEEN -1 AND 1),
      state TEXT NOT NULL CHECK (state IN ('new', 'attached', 'dropped')),
      createdAt INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX upload_owner ON upload (ownerID);
    CREATE INDEX upload_file ON upload (file);
    CREATE INDEX upload_preview ON upload (preview);
    CREATE INDEX upload_loose ON upload (state, createdAt) WHERE state <> 'attached';

    CREATE TABLE postUpload (
      postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
      token TEXT NOT NULL REFERENCES upload (token) ON DELETE CASCADE,
      PRIMARY KEY (postID, token)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX postUpload_token ON postUpload (token);
    CREATE TRIGGER postUpload_attaches AFTER INSERT ON postUpload BEGIN
      UPDATE upload SET state = 'attached' WHERE token = NEW.token;
    END;
    CREATE TRIGGER postUpload_drops AFTER DELETE ON postUpload BEGIN
      UPDATE upload SET state = 'dropped' WHERE token = OLD.token
        AND NOT EXISTS (SELECT 1 FROM postUpload WHERE token = OLD.token);
    END;

    """

  private static let cache = """
    CREATE TABLE cachedMedia (
      url TEXT NOT NULL PRIMARY KEY CHECK (length(url) <= 2048),
      host TEXT NOT NULL,
      format TEXT NOT NULL,
      file BLOB NOT NULL REFERENCES mediaFile (digest),
      preview BLOB REFERENCES mediaFile (digest),
      width INTEGER,
      height INTEGER,
      blurhash TEXT,
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      usedAt INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX cachedMedia_use ON cachedMedia (usedAt, bytes);
    CREATE INDEX cachedMedia_file ON cachedMedia (file);
    CREATE INDEX cachedMedia_preview ON cachedMedia (preview);
    CREATE INDEX cachedMedia_host ON cachedMedia (host);

    """

  private static let attachments = """
    ALTER TABLE attachment ADD COLUMN focusX REAL;
    ALTER TABLE attachment ADD COLUMN focusY REAL;

    """

  private static let portraits = """
    CREATE TABLE actorPicture (
      actorID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
      place TEXT NOT NULL CHECK (place IN ('icon', 'image')),
      url TEXT NOT NULL,
      mediaType TEXT,
      description TEXT,
      PRIMARY KEY (actorID, place)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX actorPicture_url ON actorPicture (url);
    CREATE TRIGGER actorPicture_attaches AFTER INSERT ON actorPicture BEGIN
      UPDATE upload SET state = 'attached' WHERE url = NEW.url AND ownerID = NEW.actorID;
    END;
    CREATE TRIGGER actorPicture_drops AFTER DELETE ON actorPicture BEGIN
      UPDATE upload SET state = 'dropped' WHERE url = OLD.url AND ownerID = OLD.actorID;
    END;
    """
}
