import GRDB

/// What authors let others do with their posts, quotes with their consent, and custom emoji.
enum M0008Quotes {
  static let name = "0008 quotes"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE policyGrant (
          postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
          kind TEXT NOT NULL CHECK (kind IN ('like', 'reply', 'announce', 'quote')),
          isManual INTEGER NOT NULL CHECK (isManual IN (0, 1)),
          whom TEXT NOT NULL,
          PRIMARY KEY (postID, kind, isManual, whom)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quotation (
          postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
          quoted TEXT NOT NULL,
          authorization TEXT,
          state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'revoked')),
          request TEXT UNIQUE,
          attempts INTEGER NOT NULL,
          notBefore INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX quotation_quoted ON quotation (quoted);
        CREATE INDEX quotation_authorization ON quotation (authorization)
          WHERE authorization IS NOT NULL;
        CREATE INDEX quotation_unverified ON quotation (notBefore)
          WHERE state = 'pending' AND authorization IS NOT NULL;

        CREATE TABLE customEmoji (
          postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
          name TEXT NOT NULL,
          url TEXT NOT NULL,
          PRIMARY KEY (postID, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE quoteStamp (
          uri TEXT NOT NULL PRIMARY KEY,
          postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
          quoting TEXT NOT NULL,
          quoterID INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
          createdAt INTEGER NOT NULL,
          UNIQUE (postID, quoting)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX quoteStamp_quoting ON quoteStamp (quoting);
        CREATE INDEX quoteStamp_quoter ON quoteStamp (quoterID);
        """
    )
  }
}
