import ActivityStreams
import Foundation
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage

/// Gives kept activities their effects: in order for each sender, senders side by side.
package struct InboxWorker: Service {
  private let services: FederationServices
  private let running = LaneSet<Int64>()

  private static let pace = Duration.milliseconds(10)

  package init(services: FederationServices) {
    self.services = services
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled {
          await startLanes(in: &group)
          await services.inboxWakeup.wait(
            atMost: running.rest(atMost: services.settings.inboxConcurrency)
          )
          // Every arrival calls: a look at the queue serves all that came in the meantime.
          try? await Task.sleep(for: Self.pace)
        }
      }
    }
  }

  /// Works off everything that may be tried now, for tests and for a node that is not serving.
  package func drain() async throws {
    while true {
      let senders = try await busySenders()
      for sender in senders {
        _ = try await InboxLane(services: services, senderID: sender).run()
      }
      if senders.isEmpty { return }
    }
  }

  private func startLanes(in group: inout DiscardingTaskGroup) async {
    do {
      let waiting = running.rotated(try await busySenders().map(\.rawValue))
      for sender in waiting
      where running.insert(sender, atMost: services.settings.inboxConcurrency) {
        group.addTask {
          let hasWorked = await run(ActorID(rawValue: sender))
          running.remove(sender)
          // What came while it ran found the lane taken.
          if hasWorked { services.inboxWakeup.call() }
        }
      }
    } catch {
      report(error)
    }
  }

  private func busySenders() async throws -> [ActorID] {
    let now = services.now()
    return try await services.database.read { try $0.inbox.busySenders(at: now) }
  }

  private func run(_ sender: ActorID) async -> Bool {
    do {
      return try await InboxLane(services: services, senderID: sender).run()
    } catch {
      report(error)
      try? await Task.sleep(for: .seconds(1))
      return false
    }
  }

  private func report(_ error: any Error) {
    guard !Task.isCancelled else { return }
    services.logger.error("The inbox cannot be worked off.", metadata: ["error": "\(error)"])
  }
}
