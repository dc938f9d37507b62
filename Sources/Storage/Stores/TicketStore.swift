import Foundation
import GRDB
import Model

/// Invitations to a peering that this node has made.
package struct TicketStore {
  let db: Database

  private static let columns =
    "id, sealedSecret, host, scopes, territoryID, expiresAt, createdAt, usedBy, reviewAt"

  package func insert(_ ticket: PeeringTicket) throws {
    try db.run(
      "INSERT INTO ticket (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        Data(ticket.id), Data(ticket.sealedSecret), ticket.host, ticket.scopes.mask,
        ticket.territory, ticket.expiresAt.milliseconds, ticket.createdAt.milliseconds,
        ticket.usedBy, ticket.reviewAt?.milliseconds,
      ]
    )
  }

  package func find(id: [UInt8]) throws -> PeeringTicket? {
    try db.first(
      "SELECT \(Self.columns) FROM ticket WHERE id = ?",
      [Data(id)],
      PeeringTicket.init(row:)
    )
  }

  /// Uses a ticket up.
  ///
  /// - Returns: True once, for a host that may have it, before it expires; false ever after.
  package func use(id: [UInt8], by host: String, at now: Date) throws -> Bool {
    try db.run(
      """
      UPDATE ticket SET usedBy = ?1
      WHERE id = ?2 AND usedBy IS NULL AND (host IS NULL OR host = ?1) AND expiresAt > ?3
      """,
      [host, Data(id), now.milliseconds]
    )
    return db.changesCount > 0
  }

  /// Those that are not used and have not expired, the first to expire first.
  package func open(at now: Date, limit: Int = 1000) throws -> [PeeringTicket] {
    try db.all(
      """
      SELECT \(Self.columns) FROM ticket WHERE expiresAt > ? AND usedBy IS NULL
      ORDER BY expiresAt, id LIMIT ?
      """,
      [now.milliseconds, limit],
      PeeringTicket.init(row:)
    )
  }

  /// Forgets what expired before a time, used or not.
  package func purge(before time: Date) throws -> Int {
    try db.run("DELETE FROM ticket WHERE expiresAt < ?", [time.milliseconds])
    return db.changesCount
  }

  @discardableResult
  package func remove(id: [UInt8]) throws -> Bool {
    try db.run("DELETE FROM ticket WHERE id = ?", [Data(id)])
    return db.changesCount > 0
  }
}

extension PeeringTicket {
  fileprivate init(row: Row) {
    self.init(
      id: row.bytes(0),
      sealedSecret: row.bytes(1),
      host: row[2],
      scopes: Set(mask: row[3]),
      reviewAt: row.dateIfAny(8),
      territory: row[4],
      expiresAt: row.date(5),
      createdAt: row.date(6),
      usedBy: row[7]
    )
  }
}
