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
    try checkSpace()
    _ = try BackupWriter(home: home, configuration: configuration, now: now).make()
  }

  /// A migration may write every page anew, and the log of it beside the database.
  private func checkSpace() throws {
    let attributes = try? FileManager.default.attributesOfItem(atPath: home.database)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    let needed = 3 * size + Self.reserve
    guard let free = BackupFiles.freeBytes(at: home.path), free < needed else { return }
    throw StartupFailure.noSpaceToMigrate(path: home.database, needed: needed, free: free)
  }
}
