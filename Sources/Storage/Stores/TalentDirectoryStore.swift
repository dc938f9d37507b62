import Foundation
import GRDB
import Model

/// Directories of talents: this node's own, as they are shared, and those of others, as they were
/// signed there.
package struct TalentDirectoryStore {
  let db: Database

  var skills: SkillStore { SkillStore(db: db) }

  /// One directory of a node.
  package struct Directory: Sendable, Hashable {
    package var id: Int64
    /// Host, and port when it is not 443; empty for this node's own.
    package var host: String
    package var scope: TalentScope
    /// When its node last said that this is what it has.
    package var validatedAt: Date

    package var isOwn: Bool { host.isEmpty }

    /// Whether its entries are searched: the node's own once, in the widest ring.
    var isIndexed: Bool { !isOwn || scope == .organisation }
  }

  /// What is signed of a bucket.
  package struct Head: Sendable, Hashable {
    package var index: Int
    package var version: Int64
    /// Of the document without its proof.
    package var digest: Digest
    /// The proof as JSON.
    package var proof: String

    package init(index: Int, version: Int64, digest: Digest, proof: String) {
      (self.index, self.version, self.digest, self.proof) = (index, version, digest, proof)
    }
  }

  // MARK: Directories

  package func find(_ host: String, _ scope: TalentScope) throws -> Directory? {
    try db.first(
      "\(Self.selection) WHERE host = ? AND scope = ?",
      [host, scope.text],
      Directory.init(row:)
    )
  }

  /// The directory of a node for a scope, made when it is not there.
  package func open(
    _ host: String,
    _ scope: TalentScope,
    at now: Date
  ) throws -> Directory {
    if let directory = try find(host, scope) { return directory }
    try db.run(
      "INSERT INTO talentDirectory (host, scope, validatedAt) VALUES (?, ?, ?)",
      [host, scope.text, now.milliseconds]
    )
    return Directory(id: db.lastInsertedRowID, host: host, scope: scope, validatedAt: now)
  }

  /// All of them, this node's own first.
  package func all() throws -> [Directory] {
    try db.all("\(Self.selection) ORDER BY host, scope", [], Directory.init(row:))
  }

  /// Notes that a node said again that a directory is as it is here.
  package func validate(_ directory: Directory, at now: Date) throws {
    try db.run(
      "UPDATE talentDirectory SET validatedAt = ? WHERE id = ?",
      [now.milliseconds, directory.id]
    )
  }

  /// Forgets a directory with all that it holds, a portion at a time.
  ///
  /// - Returns: Whether all of it is gone.
  package func remove(_ directory: Directory, limit: Int = 1_000) throws -> Bool {
    let count = try removeEntries(
      of: directory,
      where: "id IN (SELECT id FROM talentEntry WHERE directoryID = ? LIMIT ?)",
      [directory.id, limit]
    )
    // So that what is left is not searched, and not taken for what its node has.
    try db.run("UPDATE talentDirectory SET validatedAt = 0 WHERE id = ?", [directory.id])
    try db.run("DELETE FROM talentBucket WHERE directoryID = ?", [directory.id])
    guard count < limit else { return false }
    try db.run("DELETE FROM talentDirectory WHERE id = ?", [directory.id])
    return true
  }

  private static let selection = "SELECT id, host, scope, validatedAt FROM talentDirectory"

  // MARK: Buckets

  package func heads(of directory: Directory) throws -> [Head] {
    try db.all(
      """
      SELECT number, version, digest, proof FROM talentBucket WHERE directoryID = ? ORDER BY number
      """,
      [directory.id]
    ) { Head(index: $0[0], version: $0[1], digest: $0[2], proof: $0[3]) }
  }

  package func setHead(_ head: Head, of directory: Directory) throws {
    try db.run(
      """
      INSERT INTO talentBucket (directoryID, number, version, digest, proof) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (directoryID, number) DO UPDATE SET version = excluded.version,
        digest = excluded.digest, proof = excluded.proof
      """,
      [directory.id, head.index, head.version, head.digest, head.proof]
    )
  }

  /// A bucket as it stands, to be signed or checked.
  ///
  /// - Parameters:
  ///   - index: Which.
  ///   - directory: Of which directory.
  ///   - version: The version to give it.
  ///   - origin: The origin of its node, which its entries' addresses begin with.
  /// - Returns: The bucket.
  /// - Throws: What the database throws.
  package func bucket(
    _ index: Int,
    of directory: Directory,
    version: Int64,
    origin: String
  ) throws -> TalentBucket {
    TalentBucket(
      index: index,
      version: version,
      entries: try entries(in: index, of: directory, origin: origin),
      withdrawals: try db.all(
        """
        SELECT number, withdrawnAt FROM talentWithdrawal WHERE directoryID = ? AND bucket = ?
        ORDER BY number
        """,
        [directory.id, index]
      ) { TalentBucket.Withdrawal(number: Self.text($0[0]), withdrawnAt: $0.date(1)) }
    )
  }

  /// Puts a bucket of another node in place of the one that is here.
  package func replace(_ bucket: TalentBucket, _ head: Head, in directory: Directory) throws {
    try removeEntries(
      of: directory,
      where: "directoryID = ? AND bucket = ?",
      [directory.id, bucket.index]
    )
    try db.run(
      "DELETE FROM talentWithdrawal WHERE directoryID = ? AND bucket = ?",
      [directory.id, bucket.index]
    )
    for entry in bucket.entries { try insert(entry, in: directory, version: bucket.version) }
    for withdrawal in bucket.withdrawals {
      try insert(withdrawal, in: directory, version: bucket.version)
    }
    try setHead(head, of: directory)
  }

  // MARK: This node's own entries

  /// Puts an entry of this node in, in place of the one with its number.
  package func put(_ entry: TalentEntry, in directory: Directory, version: Int64) throws {
    try removeEntry(entry.number, of: directory)
    try db.run(
      "DELETE FROM talentWithdrawal WHERE directoryID = ? AND bucket = ? AND number = ?",
      [directory.id, TalentEntry.bucket(of: entry.number), Self.bytes(entry.number)]
    )
    try insert(entry, in: directory, version: version)
  }

  /// Takes an entry of this node out, and notes that it was taken back.
  ///
  /// - Returns: Whether it was there.
  package func withdraw(
    _ number: String,
    from directory: Directory,
    at now: Date,
    version: Int64
  ) throws -> Bool {
    guard try removeEntry(number, of: directory) else { return false }
    let withdrawal = TalentBucket.Withdrawal(number: number, withdrawnAt: now)
    try insert(withdrawal, in: directory, version: version)
    return true
  }

  /// An entry of this node as a directory has it.
  package func entry(
    _ number: String,
    in directory: Directory,
    origin: String
  ) throws -> TalentEntry? {
    try db.first(
      """
      SELECT \(StoredEntry.columns) FROM talentEntry
      WHERE directoryID = ? AND bucket = ? AND number = ?
      """,
      [directory.id, TalentEntry.bucket(of: number), Self.bytes(number)],
      StoredEntry.init(row:)
    )?
    .entry(origin: origin, skillsIn: self)
  }

  private func insert(
    _ withdrawal: TalentBucket.Withdrawal,
    in directory: Directory,
    version: Int64
  ) throws {
    try db.run(
      """
      INSERT OR REPLACE INTO talentWithdrawal (directoryID, bucket, number, withdrawnAt, version)
      VALUES (?, ?, ?, ?, ?)
      """,
      [
        directory.id, TalentEntry.bucket(of: withdrawal.number), Self.bytes(withdrawal.number),
        withdrawal.withdrawnAt.milliseconds, version,
      ]
    )
  }

  // MARK: Numbers as bytes

  static func bytes(_ number: String) -> Data {
    var bytes = Data()
    var rest = number[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  static func text(_ bytes: Data) -> String {
    bytes.map { byte in byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16) }
      .joined()
  }
}

extension TalentDirectoryStore.Directory {
  fileprivate init(row: Row) throws {
    guard let scope = TalentScope(text: row[2]) else {
      throw DatabaseError(message: "A directory of talents has no scope.")
    }
    self.init(id: row[0], host: row[1], scope: scope, validatedAt: row.date(3))
  }
}
