import Foundation
import Logging
import Model
import ServiceLifecycle
import Storage

/// Looks at the lists that this node subscribes to, each once a day.
package struct PolicyListWorker: Service {
  private let services: FederationServices

  private static let interval: TimeInterval = 86_400
  private static let pause = Duration.seconds(600)

  package init(services: FederationServices) {
    self.services = services
  }

  package func run() async throws {
    await Rounds(services.logger, failing: "The lists cannot be read.")
      .run(every: Self.pause) { try await refreshDue() }
  }

  /// Asks for each list that was not asked for since a day; one that fails is no matter for the rest.
  package func refreshDue() async throws {
    let start = services.now().addingTimeInterval(-Self.interval)
    let lists = try await services.database.read { try $0.policyLists.all() }
    for list in lists where (list.checkedAt ?? .distantPast) <= start && !Task.isCancelled {
      do {
        let outcome = try await PolicyListDesk(services: services).refresh(list)
        services.logger.info(
          "Looked at a list of domains.",
          metadata: ["list": "\(list.url)", "outcome": "\(outcome.text)"]
        )
      } catch let refusal as Refusal {
        services.logger.warning(
          "A list of domains cannot be used.",
          metadata: ["list": "\(list.url)", "error": "\(refusal)"]
        )
      }
    }
  }
}
