import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage

/// Keeps this node's directories of talents true, and peers' in step with them.
package struct TalentWorker: Service {
  private let services: FederationServices
  /// Between two comparisons with everybody, in seconds.
  private let interval: TimeInterval

  private static let atOnce = 4

  package init(services: FederationServices, interval: TimeInterval) {
    self.services = services
    self.interval = interval
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await runOnce()
        let time = interval * Double.random(in: 0.75...1.25)
        // Several changes in a row are told together.
        try? await Task.sleep(for: .milliseconds(min(200, Int(time * 1000))))
        await services.talentWakeup.wait(atMost: .seconds(time))
      }
    }
  }

  /// Tidies up, and compares with every peer that takes connections; the others come themselves.
  package func runOnce() async {
    await services.logger.attempt("Directories of talents cannot be kept.") {
      try await TalentDesk(services: services).keep()
    }
    let sync = TalentSync(services: services)
    let targets = TalentSharing(services).partners.filter(\.record.isReachable)
      .map { PeerClient.Target($0) }.shuffled()
    await withDiscardingTaskGroup { group in
      for lane in 0..<Self.atOnce {
        group.addTask {
          for index in stride(from: lane, to: targets.count, by: Self.atOnce) {
            await exchange(with: targets[index], sync)
          }
        }
      }
    }
  }

  /// What a comparison with one peer did, for somebody who asked for it.
  package struct Outcome: Sendable, Encodable {
    package let host: String
    package var sent = 0
    package var received = 0
    package var isEqual = false
    /// Why it could not be made.
    package var problem: String?
  }

  /// Compares with every peer now, one after the other; and says with which members of territories nothing is
  /// exchanged.
  package static func compare(_ services: FederationServices) async throws -> [Outcome] {
    try await TalentDesk(services: services).keep()
    var outcomes: [Outcome] = []
    for node in TalentSharing(services).partners {
      var outcome = Outcome(host: node.host)
      if node.record.isReachable {
        do {
          let result = try await TalentSync(services: services).exchange(with: .init(node))
          (outcome.sent, outcome.received) = (result.sent, result.received)
          outcome.isEqual = result.isEqual
        } catch let refusal as Refusal {
          outcome.problem = refusal.description
        }
      } else {
        outcome.problem = "it takes no connections, and comes itself"
      }
      outcomes.append(outcome)
    }
    let apart = TalentSharing(services).apart
    return outcomes + apart.map { Outcome(host: $0.host, problem: $0.reason) }
  }

  private func exchange(with target: PeerClient.Target, _ sync: TalentSync) async {
    await services.logger.attempt("Talents cannot be compared.") {
      do {
        _ = try await sync.exchange(with: target)
      } catch let refusal as Refusal {
        services.logger.debug(
          "Talents were not compared.",
          metadata: ["host": "\(target.host)", "reason": "\(refusal)"]
        )
      }
    }
  }
}
