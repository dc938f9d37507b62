import GRDB

/// Posts that ask something of which is kept track whether it was answered.
enum M0034Questions {
  static let name = "0034 questions"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE question (
          postID INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
          answer TEXT
        ) STRICT;
        """
    )
  }
}
