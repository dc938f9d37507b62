import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage

/// Counts months when they are over, and exchanges reports with peers now and then.
package struct IndicatorWorker: Service {
  private let services: FederationServices
  private let interval: TimeInterval

  /// A worker with an interval between two exchanges, in seconds.
  package init(services: FederationServices, interval: TimeInterval = 6 * 3600) {
    self.services = services
    self.interval = interval
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      // Not all nodes of a territory at the same moment, and not while a node starts.
      try? await Task.sleep(for: .seconds(Double.random(in: 30...300)))
      while !Task.isCancelled {
        await runOnce()
        try? await Task.sleep(for: .seconds(interval * Double.random(in: 0.75...1.25)))
      }
    }
  }

  /// Counts, and exchanges with every peer that takes connections; the others come themselves.
  package func runOnce() async {
    do {
      try await IndicatorDesk(services: services).keep()
    } catch {
      report("Indicators cannot be counted.", error)
    }
    for node in IndicatorSharing(services).partners where node.record.isReachable {
      guard !Task.isCancelled else { return }
      do {
        _ = try await IndicatorSync(services: services).exchange(with: .init(node))
      } catch {
        report("Indicators were not exchanged with \(node.host).", error)
      }
    }
  }

  /// What an exchange with one peer did, for somebody who asked for it.
  package struct Outcome: Sendable, Encodable {
    package let host: String
    package var sent = 0
    package var received = 0
    /// Why it could not be made.
    package var problem: String?
  }

  /// Counts and exchanges with every peer now, one after the other.
  package static func exchange(_ services: FederationServices) async throws -> [Outcome] {
    try await IndicatorDesk(services: services).keep()
    var outcomes: [Outcome] = []
    for node in IndicatorSharing(services).partners {
      var outcome = Outcome(host: node.host)
      if node.record.isReachable {
        do {
          let result = try await IndicatorSync(services: services).exchange(with: .init(node))
          (outcome.sent, outcome.received) = (result.sent, result.received)
        } catch let refusal as Refusal {
          outcome.problem = refusal.description
        }
      } else {
        outcome.problem = "it takes no connections, and comes itself"
      }
      outcomes.append(outcome)
    }
    return outcomes
  }

  private func report(_ words: Logger.Message, _ error: any Error) {
    guard !Task.isCancelled else { return }
    let level: Logger.Level = error is Refusal ? .debug : .error
    services.logger.log(level: level, words, metadata: ["error": "\(error)"])
  }
}
