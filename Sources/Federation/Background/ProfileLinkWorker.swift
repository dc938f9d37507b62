import ActivityStreams
import Foundation
import Model
import ServiceLifecycle
import Storage

/// Looks whether the pages that members name in their profiles lead back to them: when a profile is saved,
/// and again each week.
package struct ProfileLinkWorker: Service {
  private let services: FederationServices

  private static let interval: TimeInterval = 7 * 86_400
  private static let pause = Duration.seconds(60)
  private static let batch = 20
  private static let largestPage = 1 << 20

  package init(services: FederationServices) {
    self.services = services
  }

  package func run() async throws {
    await Rounds(services.logger, failing: "Links of profiles cannot be looked at.")
      .run(every: Self.pause) { try await runOnce() }
  }

  /// Looks at those whose turn it is.
  package func runOnce() async throws {
    let start = services.now().addingTimeInterval(-Self.interval)
    let lines = try await services.database.read {
      try $0.actors.linesToCheck(since: start, limit: Self.batch)
    }
    for line in lines where !Task.isCancelled {
      let found = await check(line)
      let now = services.now()
      try await services.database.write { tx in
        switch found {
        case .leadsBack: try tx.actors.setChecked(line, leadsBack: true, at: now)
        case .leadsElsewhere: try tx.actors.setChecked(line, leadsBack: false, at: now)
        case .unreachable: try tx.actors.putOff(line, at: now)
        }
      }
    }
  }

  /// What came of looking at a page.
  private enum Finding: Sendable {
    case leadsBack, leadsElsewhere
    /// For now; what was seen before counts until the page can be read.
    case unreachable
  }

  private func check(_ line: ActorStore.LineToCheck) async -> Finding {
    let typed = ActorDetails.Line(name: "", value: line.value, source: line.source).typed
    guard let page = AS.IRI(typed), page.origin.scheme == .https,
      !services.policy.isSuspended(page.origin.authority),
      let actor = try? await services.database.read({ try $0.actors.find(line.actor) }),
      actor.isActive
    else { return .leadsElsewhere }
    let request = OutboundRequest(
      .get,
      page.string,
      fields: [("Accept", "text/html, application/xhtml+xml;q=0.9")],
      accepted: [AcceptedMediaType("text/html"), AcceptedMediaType("application/xhtml+xml")],
      maximumResponseBytes: Self.largestPage,
      timeout: .seconds(15)
    )
    guard let response = try? await services.fetcher.send(request) else { return .unreachable }
    guard response.isSuccess else {
      return response.status >= 500 ? .unreachable : .leadsElsewhere
    }
    // A redirect to elsewhere says nothing of whose the page is that was named.
    guard AS.IRI(response.finalURL)?.origin == page.origin else { return .leadsElsewhere }
    let own = Set([actor.uri, actor.endpoints.page].compactMap(\.self))
    return BackLinks.lead(from: response.body, to: own) ? .leadsBack : .leadsElsewhere
  }
}
