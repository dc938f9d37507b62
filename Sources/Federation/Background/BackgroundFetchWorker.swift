import ActivityStreams
import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage

/// Fetches what can wait, a few things at a time: nobody's inbox is held up by it.
package struct BackgroundFetchWorker: Service {
  private let services: FederationServices
  private let running = LaneSet<Int64>()

  private static let atOnce = 4
  private static let attempts = 4

  package init(services: FederationServices) {
    self.services = services
  }

  /// How long the same thing is not fetched again, in seconds.
  static func pause(_ kind: BackgroundFetch.Kind) -> TimeInterval {
    switch kind {
    case .parent, .thread: 3600
    case .outbox: 86_400
    case .followers: 900
    }
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        while !Task.isCancelled {
          for fetch in await due() where running.insert(fetch.id, atMost: Self.atOnce) {
            group.addTask {
              await run(fetch)
              running.remove(fetch.id)
              services.backgroundWakeup.call()
            }
          }
          await services.backgroundWakeup.wait(
            atMost: running.rest(atMost: Self.atOnce, longest: .seconds(10))
          )
          // Whatever is worked on calls: one look serves all of it.
          try? await Task.sleep(for: .milliseconds(100))
        }
      }
    }
  }

  /// Works off everything that is due, for tests and for a node that is not serving.
  package func drain() async {
    while true {
      let fetches = await due()
      guard !fetches.isEmpty, !Task.isCancelled else { return }
      for fetch in fetches { await run(fetch) }
    }
  }

  private func due() async -> [BackgroundFetch] {
    let now = services.now()
    do {
      return try await services.database.read {
        try $0.backgroundFetches.due(at: now, limit: Self.atOnce * 2)
      }
    } catch {
      report(error)
      return []
    }
  }

  private func run(_ fetch: BackgroundFetch) async {
    do {
      do {
        try await carryOut(fetch)
        try await end(fetch)
      } catch Refusal.unreachable where fetch.attempts + 1 < Self.attempts {
        try await putOff(fetch)
      } catch let refusal as Refusal {
        try await end(fetch, because: refusal)
      } catch let failure as OutboundFailure {
        // It has had its share; what was found is kept.
        try await end(fetch, because: failure)
      } catch  where !(error is CancellationError) && !Task.isCancelled {
        // One that cannot be worked off must not be tried for ever (threat 35).
        report(error)
        let isLast = fetch.attempts + 1 >= Self.attempts
        try await isLast ? end(fetch, because: error) : putOff(fetch)
      }
    } catch {
      report(error)
      // Whatever is wrong with the node is not mended by haste.
      try? await Task.sleep(for: .seconds(1))
    }
  }

  private func carryOut(_ fetch: BackgroundFetch) async throws {
    guard services.settings.isEnabled, services.settings.backfill.fetchesPerHour > 0,
      let subject = AS.IRI(fetch.subject)
    else { return }
    let backfill = Backfill(services: services)
    switch fetch.kind {
    case .parent: try await backfill.climb(from: subject)
    case .thread: try await backfill.fetchThread(of: subject)
    case .outbox: try await backfill.fetchOutbox(of: subject)
    case .followers:
      guard let list = fetch.detail.flatMap(AS.IRI.init) else { return }
      try await services.followersSynchronization.reconcile(subject, with: list)
    }
  }

  private func end(_ fetch: BackgroundFetch, because error: (any Error)? = nil) async throws {
    let now = services.now()
    try await services.database.write { try $0.backgroundFetches.end(fetch.id, at: now) }
    services.logger.debug(
      "Fetched in the background.",
      metadata: [
        "kind": "\(fetch.kind.rawValue)", "subject": "\(fetch.subject)",
        "ended": "\(error.map { "\($0)" } ?? "well")",
      ]
    )
  }

  private func putOff(_ fetch: BackgroundFetch) async throws {
    let pause = 300 * pow(4, Double(fetch.attempts))
    let time = services.now().addingTimeInterval(pause)
    try await services.database.write { try $0.backgroundFetches.retry(fetch.id, notBefore: time) }
  }

  private func report(_ error: any Error) {
    guard !Task.isCancelled, !(error is CancellationError) else { return }
    services.logger.error("A background fetch failed.", metadata: ["error": "\(error)"])
  }
}
