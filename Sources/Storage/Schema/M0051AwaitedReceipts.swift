import GRDB

/// Whether anybody has still to hear of an erasure is found at once, at each delivery.
enum M0051AwaitedReceipts {
  static let name = "0051 awaited receipts"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE INDEX erasureReceipt_awaited ON erasureReceipt (host, erasureID)
          WHERE acknowledgedAt IS NULL;
        """
    )
  }
}
