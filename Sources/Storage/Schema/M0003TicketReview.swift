import GRDB

/// The day on which what a ticket offers is to be looked at again.
enum M0003TicketReview {
  static let name = "0003 ticket review"

  static func migrate(_ db: Database) throws {
    try db.execute(sql: "ALTER TABLE ticket ADD COLUMN reviewAt INTEGER")
  }
}
