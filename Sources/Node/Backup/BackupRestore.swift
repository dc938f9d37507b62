import Foundation
import Storage

/// Makes a home from a backup: all of it is checked before the home is there, in one step.
package struct BackupRestore: Sendable {
  static let databaseName = "node.sqlite"
  private static let draftEnding = ".restoring"

  package let backup: String
  package let home: NodeHome
  package let key: BackupKey?

  package init(_ backup: String, to home: NodeHome, key: BackupKey?) {
    self.backup = backup
    self.home = home
    self.key = key
  }

  /// Refuses what cannot be restored, without reading more than the manifest.
  package func check() throws -> BackupManifest {
    let manifest = try BackupManifest(of: backup)
    if let sealing = manifest.sealing {
      guard let key else { throw BackupFailure.keyMissing(recipient: sealing.recipient) }
      _ = try key.open(sealing)
    }
    guard isEmpty else { throw StartupFailure.homeNotEmpty(path: home.path) }
    return manifest
  }

  /// Restores, and blocks: call it where no task waits (`Offside`).
  ///
  /// The home gets a new start: before it numbers anything in its own name it asks the other members
  /// of its territories for its own log, as each node does that has just started
  /// (Protocol/territory.md), since it may have said more after the backup than it knows now.
  package func run() throws -> BackupManifest {
    let manifest = try check()
    let place = URL(fileURLWithPath: home.path)
    let parent = place.deletingLastPathComponent().path
    try BackupFiles.make(parent)
    BackupFiles.removeAbandonedDrafts(in: parent, named: Self.draftEnding)
    let draft = "\(parent)/.\(place.lastPathComponent).\(getpid())\(Self.draftEnding)"
    try BackupFiles.make(draft)
    do {
      try fill(draft, manifest)
      // Replaces an empty directory in one step; one that is not empty any more stays.
      guard rename(draft, home.path) == 0 else {
        throw errno == ENOTEMPTY || errno == EEXIST
          ? StartupFailure.homeNotEmpty(path: home.path) : BackupFiles.unwritable(home.path)
      }
      try BackupFiles.synchronise(parent)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
    return manifest
  }

  private func fill(_ draft: String, _ manifest: BackupManifest) throws {
    let seal = try manifest.sealing.flatMap { try key?.open($0) }
    let stream = BackupStream(seal: seal)
    for folder in ["keys", "media"] { try BackupFiles.make("\(draft)/\(folder)") }
    for file in manifest.files {
      try stream.extract(file, from: backup, to: "\(draft)/\(file.path)")
    }
    for needed in ["maillage.yaml", Self.databaseName]
    where !FileManager.default.fileExists(atPath: "\(draft)/\(needed)") {
      throw BackupFailure.damaged(path: backup, reason: "it holds no \(needed)")
    }
    try Self.check("\(draft)/\(Self.databaseName)", of: manifest)
    try BackupFiles.synchronise("\(draft)/\(Self.databaseName)")
    try BackupFiles.synchroniseFolders(draft)
  }

  /// Checks a database that was copied out of a backup.
  static func check(_ database: String, of manifest: BackupManifest) throws {
    let facts = try DatabaseCopy(at: database).facts()
    guard !facts.isNewer else { throw BackupFailure.newer(program: manifest.program) }
    if let first = facts.complaints.first {
      throw BackupFailure.damaged(path: database, reason: first)
    }
    guard facts.origin == manifest.node else {
      throw BackupFailure.damaged(path: database, reason: "it belongs to another node")
    }
  }

  private var isEmpty: Bool {
    guard FileManager.default.fileExists(atPath: home.path) else { return true }
    return (try? FileManager.default.contentsOfDirectory(atPath: home.path))?.isEmpty == true
  }
}
