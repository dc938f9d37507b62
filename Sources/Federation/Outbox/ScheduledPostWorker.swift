import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage

/// Publishes what members wrote for later when its time has come, each at most once.
///
/// What waits is in the database alone, so a node that was down publishes it when it is back.
package struct ScheduledPostWorker: Service {
  private let services: FederationServices

  private static let batch = 20
  /// How long to wait before another try of what something outside made fail, seconds.
  private static let pause: TimeInterval = 300

  package init(services: FederationServices) {
    self.services = services
  }

  package func run() async throws {
    await Rounds(services.logger, failing: "Posts for later failed.")
      .run(every: .seconds(10)) { try await work() }
  }

  /// Publishes all that is due now; nothing while the clock may be ahead, since what is out is out.
  package func work() async throws {
    while !Task.isCancelled, !services.isClockDoubtful {
      let now = services.now()
      let entries = try await services.database.read {
        try $0.scheduledPosts.due(at: now, limit: Self.batch)
      }
      guard !entries.isEmpty else { return }
      for entry in entries where !services.isClockDoubtful { try await publish(entry, at: now) }
    }
  }

  private func publish(_ entry: ScheduledPostStore.Entry, at now: Date) async throws {
    do {
      try await services.outbox.publish(entry)
    } catch let refusal as Refusal where refusal.isPassing {
      let time = now.addingTimeInterval(Self.pause)
      try await fail(entry, because: refusal.description, retryAt: time)
    } catch let refusal as Refusal {
      try await fail(entry, because: refusal.description, retryAt: nil)
    } catch let flaw as DecodingError {
      services.logger.error("A post for later cannot be read.", metadata: ["error": "\(flaw)"])
      try await fail(entry, because: "What was kept of it cannot be read.", retryAt: nil)
    } catch let stop as CancellationError {
      throw stop
    } catch DatabaseFailure.writerStopped {
      throw CancellationError()
    } catch {
      // Whatever it is, it keeps only this one.
      services.logger.error("A post for later failed.", metadata: ["error": "\(error)"])
      let time = now.addingTimeInterval(Self.pause)
      try await fail(entry, because: "The node failed; its log says why.", retryAt: time)
    }
  }

  private func fail(
    _ entry: ScheduledPostStore.Entry,
    because reason: String,
    retryAt time: Date?
  ) async throws {
    services.logger.warning(
      "A post for later was not published.",
      metadata: ["id": "\(entry.id)", "why": "\(reason)"]
    )
    try await services.database.write {
      try $0.scheduledPosts.fail(entry, because: reason, retryAt: time)
    }
  }
}

extension Refusal {
  /// Whether waiting may help.
  fileprivate var isPassing: Bool {
    switch self {
    case .unreachable, .unavailable, .storageFull, .rateLimited: true
    default: false
    }
  }
}
