import GRDB

/// Up to when what members say of their talents was held against open needs, and whom needs were told.
enum M0047TalentMatches {
  static let name = "0047 talent matches"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE talentProfile ADD COLUMN matchedAt INTEGER;
        UPDATE talentProfile SET matchedAt = updatedAt;
        CREATE INDEX talentProfile_unmatched ON talentProfile (memberID) WHERE matchedAt IS NULL;
        CREATE TABLE needTold (
          memberID INTEGER NOT NULL REFERENCES member (actorID) ON DELETE CASCADE,
          postID INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
          PRIMARY KEY (memberID, postID)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX needTold_post ON needTold (postID);
        INSERT OR IGNORE INTO needTold (memberID, postID)
          SELECT memberID, postID FROM notification JOIN member ON member.actorID = memberID
          WHERE kind = 'maillage.need_match' AND postID IS NOT NULL;
        """
    )
  }
}
