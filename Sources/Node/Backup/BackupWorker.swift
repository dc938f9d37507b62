import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Makes backups as often as the configuration says, verifies each, and prunes older ones.
struct BackupWorker: Service {
  let node: OpenNode

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await work()
        } catch {
          Counter(label: "maillage_backup_failures_total").increment()
          node.services.logger.error("No backup can be made.", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: .seconds(60))
      }
    }
  }

  /// Makes a backup if one is due.
  func work() async throws {
    let (home, configuration, now) = (node.home, node.configuration, node.services.now())
    let backups = Backups(configuration, home: home)
    let origin = configuration.origin.description
    let newest = try await Offside.run { backups.all(of: origin).last }
    let interval = TimeInterval(configuration.backupEvery) * 3_600
    guard interval > 0 else { return }
    // A clock that went back does not keep a backup from being made for ever.
    if let age = newest.map({ now.timeIntervalSince($0.manifest.madeAt) }), (0..<interval) ~= age {
      return
    }
    let made = try await Offside.run {
      let made = try BackupWriter(home: home, configuration: configuration, now: now).make()
      _ = try Backups.verify(made.path, key: nil, at: now)
      // Only now others may go.
      let entries = backups.all(of: origin)
      let doomed = BackupRetention(configuration)
        .dispensable(among: entries.map(\.manifest.madeAt))
      try backups.remove(doomed.map { entries[$0] })
      return made
    }
    node.services.logger.notice(
      "A backup was made and verified.",
      metadata: ["name": "\(made.name)", "bytes": "\(made.manifest.bytes)"]
    )
  }
}
