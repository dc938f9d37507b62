import Foundation
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage

/// Delivers what is enqueued: one lane a host, all lanes side by side, each in order.
package struct DeliveryWorker: Service {
  private let services: FederationServices
  private let schedule: DeliverySchedule
  private let running = LaneSet<String>()

  package init(
    services: FederationServices,
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.services = services
    schedule = DeliverySchedule(lifetime: services.settings.deliveryLifetime, jitter: jitter)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled {
          await startLanes(in: &group)
          await services.deliveryWakeup.wait(
            atMost: running.rest(atMost: services.settings.deliveryConcurrency)
          )
          // Every post and every finished lane calls: one look serves all of them.
          try? await Task.sleep(for: .milliseconds(10))
        }
      }
    }
  }

  /// Works off everything that is due, for tests and for a node that is not serving.
  package func drain() async throws {
    for lane in try await dueLanes() {
      while await run(lane) {}
    }
  }

  private func startLanes(in group: inout DiscardingTaskGroup) async {
    do {
      for lane in try await dueLanes()
      where running.insert(lane, atMost: services.settings.deliveryConcurrency) {
        group.addTask {
          let hasMore = await run(lane)
          running.remove(lane)
          if hasMore { services.deliveryWakeup.call() }
        }
      }
    } catch is CancellationError {
      // The node is stopping.
    } catch {
      services.logger.error("The queue cannot be read.", metadata: ["error": "\(error)"])
    }
  }

  /// The lanes that may run now, beginning after the one that was started last.
  private func dueLanes() async throws -> [String] {
    let now = services.now()
    let collected = services.known.collectingLanes
    let due = try await services.database.read { tx in
      try tx.deliveries.busyLanes(except: collected).filter { name in
        guard let lane = try tx.deliveries.lane(name) else { return true }
        return !lane.isPaused && (lane.openUntil ?? .distantPast) <= now
      }
    }
    return running.rotated(due)
  }

  /// Runs a lane for one batch.
  ///
  /// - Returns: Whether there may be more to do at once.
  @discardableResult
  private func run(_ lane: String) async -> Bool {
    do {
      let running = running
      return try await LaneRun(lane: lane, services: services, schedule: schedule) {
        running.step(lane)
      }.run()
    } catch is CancellationError {
      return false
    } catch {
      services.logger.error(
        "A lane of the queue failed.",
        metadata: ["lane": "\(lane)", "error": "\(error)"]
      )
      return false
    }
  }
}
