import Foundation
import GRDB
import Model

/// What this node and others agreed to share.
package struct PeeringStore {
  let db: Database

  /// A peering with the other node's record as it was received: this layer does not read JSON.
  package struct Stored: Sendable, Hashable {
    /// Without its record.
    package var peering: Peering
    package var record: [UInt8]?

    package init(peering: Peering, record: [UInt8]? = nil) {
      self.peering = peering
      self.record = record
    }
  }

  /// Whose valve it is.
  package enum Side: String, Sendable, CaseIterable { case ours, theirs }

  private static let most = 10_000

  private static let columns = """
    host, record, state, stateUntil, requestedBy, level, trust, verification, ourScopes, \
    ourReviewAt, theirScopes, theirReviewAt, charters, reason, createdAt, lastHeardAt
    """

  /// Keeps a peering, with the valves of both sides in place of those there were.
  package func save(_ stored: Stored) throws {
    let peering = stored.peering
    try db.run(
      """
      INSERT INTO peering (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (host) DO UPDATE SET record = excluded.record, state = excluded.state,
        stateUntil = excluded.stateUntil, requestedBy = excluded.requestedBy,
        level = excluded.level, trust = excluded.trust, verification = excluded.verification,
        ourScopes = excluded.ourScopes, ourReviewAt = excluded.ourReviewAt,
        theirScopes = excluded.theirScopes, theirReviewAt = excluded.theirReviewAt,
        charters = excluded.charters, reason = excluded.reason, createdAt = excluded.createdAt,
        lastHeardAt = excluded.lastHeardAt
      """,
      [
        peering.host, stored.record.map { Data($0) }, peering.state.name, peering.state.until,
        peering.state.requester, peering.level, peering.trust, peering.verification,
        peering.ours.scopes.mask, peering.ours.reviewAt?.milliseconds, peering.theirs.scopes.mask,
        peering.theirs.reviewAt?.milliseconds, try Self.text(of: peering.charters),
        peering.reason, peering.createdAt.milliseconds, peering.lastHeardAt?.milliseconds,
      ]
    )
    try db.run("DELETE FROM valve WHERE host = ?", [peering.host])
    for valve in peering.ours.valves { try setValve(valve, of: peering.host, .ours) }
    for valve in peering.theirs.valves { try setValve(valve, of: peering.host, .theirs) }
  }

  package func find(host: String) throws -> Stored? {
    let found = try db.first(
      "SELECT \(Self.columns) FROM peering WHERE host = ?",
      [host],
      Stored.init(row:)
    )
    return try found.map(complete)
  }

  /// All of them, by host; if there are too many, those that somebody vouched for.
  package func all() throws -> [Stored] {
    try db.all(
      "SELECT \(Self.columns) FROM peering ORDER BY verification = 'none', host LIMIT ?",
      [Self.most],
      Stored.init(row:)
    )
    .sorted { $0.peering.host < $1.peering.host }
    .map(complete)
  }

  @discardableResult
  package func remove(host: String) throws -> Bool {
    try db.run("DELETE FROM peering WHERE host = ?", [host])
    return db.changesCount > 0
  }

  /// Notes that something came that the peer proved to have sent.
  ///
  /// At most once a minute, so that a busy peer costs no write for each activity; only for a peering
  /// that both sides hold.
  package func markHeard(_ host: String, at time: Date) throws {
    try db.run(
      """
      UPDATE peering SET lastHeardAt = ?1
      WHERE host = ?2 AND state IN ('unverified', 'active', 'suspended')
        AND (lastHeardAt IS NULL OR lastHeardAt <= ?1 - 60000)
      """,
      [time.milliseconds, host]
    )
  }

  package func lastHeard(_ host: String) throws -> Date? {
    try db.first("SELECT lastHeardAt FROM peering WHERE host = ?", [host]) { $0.dateIfAny(0) }
      .flatMap { $0 }
  }

  /// Who asked for a peering and waits: anyone may ask, so there has to be a limit.
  package func waitingRequests() throws -> [RequestRoom.Waiting] {
    try db.all(
      """
      SELECT host, createdAt FROM peering WHERE state = 'requested' AND requestedBy = 'them'
      ORDER BY createdAt, host LIMIT 1000
      """
    ) { RequestRoom.Waiting(host: $0[0], since: $0.date(1)) }
  }

  /// Forgets what others asked for before a time and nobody answered, and what has ended without
  /// that anybody ever vouched for it (threat 19).
  package func purgeRequests(before time: Date) throws -> Int {
    try db.run(
      """
      DELETE FROM peering WHERE createdAt < ?
        AND (state = 'requested' AND requestedBy = 'them'
          OR state = 'revoked' AND verification = 'none')
      """,
      [time.milliseconds]
    )
    return db.changesCount
  }

  // MARK: Valves

  package func setValve(_ valve: Valve, of host: String, _ side: Side = .ours) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO valve
        (host, side, scope, direction, setting, author, reason, createdAt, reviewAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        host, side, valve.scope, valve.direction, valve.setting, valve.author, valve.reason,
        valve.createdAt.milliseconds, valve.reviewAt?.milliseconds,
      ]
    )
  }

  package func valves(_ host: String, _ side: Side = .ours) throws -> [Valve] {
    try db.all(
      """
      SELECT scope, direction, setting, author, reason, createdAt, reviewAt FROM valve
      WHERE host = ? AND side = ? ORDER BY scope, direction
      """,
      [host, side]
    ) { row in
      Valve(
        scope: row[0],
        direction: row[1],
        setting: row[2],
        author: row[3],
        reason: row[4],
        createdAt: row.date(5),
        reviewAt: row.dateIfAny(6)
      )
    }
  }

  private func complete(_ stored: Stored) throws -> Stored {
    var stored = stored
    stored.peering.ours.valves = try valves(stored.peering.host, .ours)
    stored.peering.theirs.valves = try valves(stored.peering.host, .theirs)
    return stored
  }

  private static func text(of charters: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(charters), as: UTF8.self)
  }
}

extension PeeringState {
  fileprivate var until: Int64? {
    if case .suspended(let until) = self { until?.milliseconds } else { nil }
  }

  fileprivate var requester: Side? {
    if case .requested(let side) = self { side } else { nil }
  }

  fileprivate init(name: String, until: Date?, requester: Side?) {
    switch name {
    case "invited": self = .invited
    case "requested": self = .requested(by: requester ?? .them)
    case "unverified": self = .unverified
    case "active": self = .active
    case "suspended": self = .suspended(until: until)
    default: self = .revoked
    }
  }
}

extension PeeringStore.Stored {
  fileprivate init(row: Row) throws {
    let charters = Data((row[12] as String).utf8)
    self.init(
      peering: Peering(
        host: row[0],
        state: PeeringState(name: row[2], until: row.dateIfAny(3), requester: row[4]),
        level: row[5],
        trust: row[6],
        verification: row[7],
        ours: Peering.Terms(scopes: Set(mask: row[8]), reviewAt: row.dateIfAny(9)),
        theirs: Peering.Terms(scopes: Set(mask: row[10]), reviewAt: row.dateIfAny(11)),
        charters: try JSONDecoder().decode([String: String].self, from: charters),
        reason: row[13],
        createdAt: row.date(14),
        lastHeardAt: row.dateIfAny(15)
      ),
      record: row.bytesIfAny(1)
    )
  }
}
