import Foundation
import GRDB
import Model

/// Which nodes hold this node's entries, as far as they said so.
extension TalentDirectoryStore {
  /// A node that was given a directory of this one.
  package struct Holder: Sendable, Hashable {
    package var host: String
    package var scope: TalentScope
    /// The version of the newest bucket that was handed to it.
    package var sentVersion: Int64
    /// The version at which it last said that it has exactly what this node has.
    package var heldVersion: Int64
    package var heldAt: Date?
  }

  /// Where an entry stands with one other node.
  package enum Holding: Sendable, Hashable {
    /// It was given the entry.
    case holds
    /// It was given the entry, which was taken back since; whether it has heard is not known.
    case told
    /// It said, at this time, that it has exactly what this node has: the entry is gone there.
    case gone(since: Date)
  }

  /// Notes that a bucket was handed to a node.
  package func noteSent(_ version: Int64, of directory: Directory, to host: String) throws {
    try db.run(
      """
      INSERT INTO talentHolder (directoryID, host, sentVersion, heldVersion) VALUES (?, ?, ?, 0)
      ON CONFLICT (directoryID, host) DO UPDATE SET
        sentVersion = max(sentVersion, excluded.sentVersion)
      """,
      [directory.id, host, version]
    )
  }

  /// Notes that a node said it has exactly what this node has.
  package func noteHeld(
    _ version: Int64,
    of directory: Directory,
    by host: String,
    at now: Date
  ) throws {
    try db.run(
      """
      INSERT INTO talentHolder (directoryID, host, sentVersion, heldVersion, heldAt)
      VALUES (?1, ?2, ?3, ?3, ?4)
      ON CONFLICT (directoryID, host) DO UPDATE SET
        sentVersion = max(sentVersion, ?3), heldVersion = max(heldVersion, ?3), heldAt = ?4
      """,
      [directory.id, host, version, now.milliseconds]
    )
  }

  package func holders(of directory: Directory) throws -> [Holder] {
    try db.all(
      """
      SELECT host, sentVersion, heldVersion, heldAt FROM talentHolder WHERE directoryID = ?
      ORDER BY host
      """,
      [directory.id]
    ) {
      Holder(
        host: $0[0],
        scope: directory.scope,
        sentVersion: $0[1],
        heldVersion: $0[2],
        heldAt: $0.dateIfAny(3)
      )
    }
  }

  /// The nodes that hold, or held, the entry with a number, and where it stands with each.
  package func holdings(of number: String) throws -> [String: Holding] {
    var holdings: [String: Holding] = [:]
    for directory in try all() where directory.isOwn && directory.scope != .organisation {
      let (present, gone) = (try presence(of: number, in: directory), try leave(number, directory))
      for holder in try holders(of: directory) {
        guard let standing = Self.standing(of: holder, present, gone) else { continue }
        // What one directory still shows is not gone by having left another.
        if holdings[holder.host] == .holds { continue }
        holdings[holder.host] = standing
      }
    }
    return holdings
  }

  private static func standing(
    of holder: Holder,
    _ present: Int64?,
    _ gone: Int64?
  ) -> Holding? {
    if let present { return holder.sentVersion >= present ? .holds : nil }
    guard let gone else { return nil }
    if holder.heldVersion >= gone, let since = holder.heldAt { return .gone(since: since) }
    return .told
  }

  private func presence(of number: String, in directory: Directory) throws -> Int64? {
    try db.first(
      "SELECT version FROM talentEntry WHERE directoryID = ? AND bucket = ? AND number = ?",
      [directory.id, TalentEntry.bucket(of: number), Self.bytes(number)]
    ) { $0[0] }
  }

  private func leave(_ number: String, _ directory: Directory) throws -> Int64? {
    try db.first(
      "SELECT version FROM talentWithdrawal WHERE directoryID = ? AND bucket = ? AND number = ?",
      [directory.id, TalentEntry.bucket(of: number), Self.bytes(number)]
    ) { $0[0] }
  }

  /// Forgets withdrawals that have been told long enough; their buckets change.
  ///
  /// - Returns: The buckets to be signed anew.
  package func purgeWithdrawals(
    before time: Date,
    of directory: Directory
  ) throws -> [Int] {
    let buckets = try db.all(
      """
      SELECT DISTINCT bucket FROM talentWithdrawal WHERE directoryID = ? AND withdrawnAt < ?
      """,
      [directory.id, time.milliseconds]
    ) { $0[0] as Int }
    try db.run(
      "DELETE FROM talentWithdrawal WHERE directoryID = ? AND withdrawnAt < ?",
      [directory.id, time.milliseconds]
    )
    return buckets
  }
}
