import Foundation
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage

/// Tells apps by way of their push services what they asked to be told (RFC 8030).
///
/// One message of an app at a time, apps side by side. What cannot be told within a day is not told
/// at all.
package struct PushWorker: Service {
  private let services: FederationServices
  private let jitter: @Sendable () -> Double
  private let running = LaneSet<Int64>()

  private static let atOnce = 16

  package init(
    services: FederationServices,
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.services = services
    self.jitter = jitter
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled {
          // Whoever ends while the database is read has its message in what was read.
          let busy = running.lanes
          for job in await due()
          where !busy.contains(job.subscription.id)
            && running.insert(job.subscription.id, atMost: Self.atOnce)
          {
            group.addTask {
              await run(job)
              running.remove(job.subscription.id)
              services.pushWakeup.call()
            }
          }
          await services.pushWakeup.wait(
            atMost: running.rest(atMost: Self.atOnce, longest: .seconds(5))
          )
          // Whatever is sent calls: one look serves all of it.
          try? await Task.sleep(for: .milliseconds(20))
        }
      }
    }
  }

  /// Sends everything that is due, for tests and for a node that is not serving.
  package func drain() async {
    while !Task.isCancelled {
      let jobs = await due()
      guard !jobs.isEmpty else { return }
      for job in jobs { await run(job) }
    }
  }

  private func due() async -> [PushStore.Job] {
    let now = services.now()
    do {
      return try await services.database.read {
        try $0.push.due(at: now, limit: Self.atOnce * LaneSet<Int64>.mostWaiting * 2)
      }
    } catch {
      report(error)
      return []
    }
  }

  private func run(_ job: PushStore.Job) async {
    let outcome = await PushClient(services: services).send(job)
    guard outcome != .interrupted else { return }
    Counter(label: "maillage_push_total", dimensions: [("outcome", outcome.name)]).increment()
    do {
      try await note(outcome, of: job)
    } catch {
      report(error)
      // Whatever is wrong with the node is not mended by haste.
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func note(_ outcome: PushOutcome, of job: PushStore.Job) async throws {
    let (message, now) = (job.message, services.now())
    switch outcome {
    case .sent, .interrupted:
      try await services.database.write { try $0.push.end(message.id) }
    case .dropped(let reason):
      log("A push message was dropped.", reason, job)
      try await services.database.write { try $0.push.end(message.id) }
    case .unsubscribed(let reason):
      log("A push subscription ended.", reason, job)
      try await services.database.write { try $0.push.remove(job.subscription.id) }
    case .failed(let reason, let pause):
      log("A push message waits.", reason, job)
      let notBefore = now.addingTimeInterval(self.pause(pause, afterAttempts: message.attempts))
      try await services.database.write { tx in
        // Nobody wants to know it so late.
        if notBefore.timeIntervalSince(message.enqueuedAt) > PushMessage.lifetime {
          try tx.push.end(message.id)
        }
        try tx.push.retry(message, notBefore: notBefore)
      }
    }
  }

  /// Half a minute, doubling up to an hour, or what the push service asks for.
  private func pause(_ asked: TimeInterval?, afterAttempts attempts: Int) -> TimeInterval {
    let own = min(30 * pow(2, Double(min(attempts, 7))), 3_600)
    return max(min(asked ?? 0, PushMessage.lifetime), own) * (1 + jitter() / 4)
  }

  /// Names the host only: the rest of the address is a secret of the app's.
  private func log(_ text: Logger.Message, _ reason: String, _ job: PushStore.Job) {
    let host = (try? OutboundURL(job.subscription.endpoint))?.host ?? "?"
    services.logger.debug(text, metadata: ["host": "\(host)", "reason": "\(reason)"])
  }

  private func report(_ error: any Error) {
    guard !Task.isCancelled, !(error is CancellationError) else { return }
    services.logger.error("Push messages cannot be sent.", metadata: ["error": "\(error)"])
  }
}
