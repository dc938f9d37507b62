import Federation
import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Makes backups as often as the configuration says, verifies each, and prunes older ones.
struct BackupWorker: Service {
  let node: OpenNode

  func run() async throws {
    await Rounds(node.services.logger, failing: "No backup can be made.")
      .run(every: .seconds(60)) {
        do {
          try await work()
        } catch  where !Task.isCancelled {
          Counter(label: "maillage_backup_failures_total").increment()
          throw error
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
    let made = try await Offside.run { [node] in
      let made = try BackupWriter(home: home, configuration: configuration, now: now).make()
      _ = try Backups.verify(made.path, key: nil, at: now)
      // Only now others may go; by a clock that may be ahead, none does.
      guard !node.clock.isDoubtful(at: node.services.now()) else { return made }
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
