import Foundation
import Storage

/// Looks, before a database is brought up to date, whether there is room, and makes a backup.
///
/// Each migration is a transaction of its own, so one that is interrupted is gone on with at the
/// next start.
struct MigrationGuard: Sendable {
  let home: NodeHome
  let configuration: NodeConfiguration
  let now: Date

  /// What a migration may write besides: 64 MB.
  private static let reserve = 64 << 20
  /// How much space is free at a path; nothing where that is not known.
  var freeBytes: @Sendable (String) -> Int? = { BackupFiles.freeBytes(at: $0) }

  /// The disk that a path is on, or will be on: that of the first folder above it that is there.
  private static func device(of path: String) -> UInt64? {
    var (path, status) = (path, stat())
    while stat(path, &status) != 0 {
      let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
      guard above != path else { return nil }
      path = above
    }
    return UInt64(status.st_dev)
  }

  /// Makes a backup where migrations are pending; nothing otherwise.
  ///
  /// - Throws: `StartupFailure.noSpaceToMigrate` before anything is written.
  func prepare() throws {
    let pending: [String]
    do {
      pending = try DatabaseCopy.pendingMigrations(of: home.database)
    } catch {
      // Whoever opens it says better what is wrong with it.
      return
    }
    guard !pending.isEmpty else { return }
    let writer = BackupWriter(home: home, configuration: configuration, now: now)
    try checkSpace(for: writer)
    _ = try writer.make()
  }

  /// A migration may write every page anew, and the log of it beside the database; the backup before it
  /// holds the media, too, and may lie on the same disk.
  private func checkSpace(for writer: BackupWriter) throws {
    let attributes = try? FileManager.default.attributesOfItem(atPath: home.database)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    var needed = 3 * size + Self.reserve
    if Self.device(of: writer.directory) == Self.device(of: home.path) {
      needed += try writer.neededBytes()
    }
    guard let free = freeBytes(home.path), free < needed else { return }
    throw StartupFailure.noSpaceToMigrate(path: home.database, needed: needed, free: free)
  }
}
