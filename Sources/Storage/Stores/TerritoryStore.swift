import Foundation
import GRDB
import Model

/// The territories that this node belongs to, or was invited to, or belonged to.
package struct TerritoryStore {
  let db: Database

  /// Where this node stands in a territory.
  package enum State: String, Sendable, CaseIterable {
    case invited, joining, member, left, excluded
  }

  /// A territory as this node has it.
  package struct Entry: Sendable, Hashable {
    package var id: Digest
    /// The charter as it was received.
    package var charter: [UInt8]
    package var state: State
    /// This node's member id, once it has joined.
    package var memberID: Digest?
    package var localName: String
    /// The actor of the node that invited this one.
    package var sponsor: String?
    package var joinedAt: Date

    package init(
      id: Digest,
      charter: [UInt8],
      state: State,
      memberID: Digest? = nil,
      localName: String,
      sponsor: String? = nil,
      joinedAt: Date
    ) {
      self.id = id
      self.charter = charter
      self.state = state
      self.memberID = memberID
      self.localName = localName
      self.sponsor = sponsor
      self.joinedAt = joinedAt
    }
  }

  private static let columns =
    "id, charter, state, memberID, localName, sponsor, joinedAt"

  package func insert(_ entry: Entry) throws {
    try db.run(
      "INSERT INTO territory (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?)",
      [
        entry.id, Data(entry.charter), entry.state, entry.memberID,
        entry.localName, entry.sponsor, entry.joinedAt.milliseconds,
      ]
    )
  }

  package func find(_ id: Digest) throws -> Entry? {
    try db.first("SELECT \(Self.columns) FROM territory WHERE id = ?", [id], Entry.init(row:))
  }

  package func find(localName: String) throws -> Entry? {
    try db.first(
      "SELECT \(Self.columns) FROM territory WHERE localName = ?",
      [localName],
      Entry.init(row:)
    )
  }

  /// All of them, by local name.
  package func all(limit: Int = 1000) throws -> [Entry] {
    try db.all(
      "SELECT \(Self.columns) FROM territory ORDER BY localName LIMIT ?",
      [limit],
      Entry.init(row:)
    )
  }

  @discardableResult
  package func setState(_ state: State, of id: Digest) throws -> Bool {
    try db.run("UPDATE territory SET state = ? WHERE id = ?", [state, id])
    return db.changesCount > 0
  }

  /// Notes as whom this node has joined.
  package func setMember(_ member: Digest?, of id: Digest, at time: Date) throws {
    try db.run(
      "UPDATE territory SET memberID = ?, joinedAt = ? WHERE id = ?",
      [member, time.milliseconds, id]
    )
  }

  /// Forgets a territory with its statements, publications, tickets and acceptances.
  @discardableResult
  package func remove(_ id: Digest) throws -> Bool {
    try db.run("DELETE FROM territory WHERE id = ?", [id])
    return db.changesCount > 0
  }
}

extension TerritoryStore.Entry {
  fileprivate init(row: Row) {
    self.init(
      id: row[0],
      charter: row.bytes(1),
      state: row[2],
      memberID: row[3],
      localName: row[4],
      sponsor: row[5],
      joinedAt: row.date(6)
    )
  }
}
