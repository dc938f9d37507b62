import Foundation
import Model

/// The backups in a directory: each is a folder of its own, which is there whole or not at all.
package struct Backups: Sendable {
  /// One of them.
  package struct Entry: Sendable {
    package var name: String
    package var path: String
    package var manifest: BackupManifest
    package var verifiedAt: Date?
  }

  package let directory: String

  package init(directory: String) { self.directory = directory }

  package init(_ configuration: NodeConfiguration, home: NodeHome) {
    directory = home.file(configuration.backupDirectory)
  }

  /// All whole backups, the oldest first; of one node, or of any.
  package func all(of node: String? = nil) -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { !$0.hasPrefix(".") }.compactMap { name in
      let path = "\(directory)/\(name)"
      guard let manifest = try? BackupManifest(of: path), node == nil || manifest.node == node
      else { return nil }
      let verified = VerificationNote.read(of: path)?.at
      return Entry(name: name, path: path, manifest: manifest, verifiedAt: verified)
    }.sorted { ($0.manifest.madeAt, $0.name) < ($1.manifest.madeAt, $1.name) }
  }

  /// Where a backup lies that somebody names: in the directory, or anywhere by a path.
  package func path(of name: String) -> String {
    name.contains("/") ? NodeHome(path: name).path : "\(directory)/\(name)"
  }

  /// What a verification looked at.
  package struct Verified: Sendable {
    package var manifest: BackupManifest
    /// Whether the database was looked into: of an encrypted backup only with its key.
    package var hasReadDatabase: Bool
  }

  /// Checks every file of a backup and, if it can be read, the database in it.
  ///
  /// - Throws: `BackupFailure` for the first thing that is wrong.
  package static func verify(_ path: String, key: BackupKey?, at now: Date) throws -> Verified {
    let manifest = try BackupManifest(of: path)
    for file in manifest.files { try BackupStream.check(file, in: path) }
    let isReadable = manifest.sealing == nil || key != nil
    if isReadable { try examine(manifest, path, key) }
    // On a medium that cannot be written to any more the backup is whole all the same.
    try? VerificationNote(at: now, program: MaillageVersion.current).write(to: path)
    return Verified(manifest: manifest, hasReadDatabase: isReadable)
  }

  private static func examine(
    _ manifest: BackupManifest,
    _ path: String,
    _ key: BackupKey?
  ) throws {
    guard let file = manifest.files.first(where: { $0.path == BackupRestore.databaseName }) else {
      throw BackupFailure.damaged(path: path, reason: "it holds no database")
    }
    let seal = try manifest.sealing.map { sealing in
      guard let key else { throw BackupFailure.keyMissing(recipient: sealing.recipient) }
      return try key.open(sealing)
    }
    // A copy of its own: SQLite may write beside the file that it reads.
    let scratch = NSTemporaryDirectory() + "maillage-verify-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let copy = "\(scratch)/\(file.path)"
    try BackupStream(seal: seal).extract(file, from: path, to: copy)
    try BackupRestore.check(copy, of: manifest)
  }

  /// Removes backups; each vanishes in one step.
  package func remove(_ entries: [Entry]) throws {
    for entry in entries {
      let doomed = "\(directory)/.\(entry.name).\(getpid())\(Self.doomedEnding)"
      guard rename(entry.path, doomed) == 0 else { throw BackupFiles.unwritable(entry.path) }
      try BackupFiles.synchronise(directory)
      try FileManager.default.removeItem(atPath: doomed)
    }
  }

  static let doomedEnding = ".removed"
  static let draftEnding = ".draft"

  /// Clears what interrupted runs left.
  func tidy() {
    BackupFiles.removeAbandonedDrafts(in: directory, named: Self.doomedEnding)
    BackupFiles.removeAbandonedDrafts(in: directory, named: Self.draftEnding)
  }
}

/// Which backups stay: the last ones, and the last of each day, week and month.
package struct BackupRetention: Sendable, Hashable {
  package var last: Int
  package var daily: Int
  package var weekly: Int
  package var monthly: Int

  package init(last: Int, daily: Int, weekly: Int, monthly: Int) {
    (self.last, self.daily, self.weekly, self.monthly) = (last, daily, weekly, monthly)
  }

  package init(_ configuration: NodeConfiguration) {
    self.init(
      last: configuration.backupKeepLast,
      daily: configuration.backupKeepDaily,
      weekly: configuration.backupKeepWeekly,
      monthly: configuration.backupKeepMonthly
    )
  }

  /// The places of those that may go, among times in any order.
  ///
  /// The newest always stays. Days, weeks and months are counted where there is a backup, in UTC.
  package func dispensable(among times: [Date]) -> [Int] {
    let newestFirst = times.indices.sorted { (times[$0], $0) > (times[$1], $1) }
    var kept = Set(newestFirst.prefix(max(1, last)))
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    let rules: [(count: Int, parts: Set<Calendar.Component>)] = [
      (daily, [.year, .month, .day]), (weekly, [.yearForWeekOfYear, .weekOfYear]),
      (monthly, [.year, .month]),
    ]
    for rule in rules {
      var seen: Set<DateComponents> = []
      for index in newestFirst where seen.count < rule.count {
        if seen.insert(calendar.dateComponents(rule.parts, from: times[index])).inserted {
          kept.insert(index)
        }
      }
    }
    return times.indices.filter { !kept.contains($0) }
  }
}
