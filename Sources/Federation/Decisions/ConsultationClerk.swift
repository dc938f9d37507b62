import Logging
import Model
import Storage

/// Makes up this node's votes in time, and ends what its members put to a vote when the time is over.
package struct ConsultationClerk: Sendable {
  private static let batch = 50
  private let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// One that cannot be settled now, since its author may not act or a territory was left, must not keep
  /// the others waiting: it is tried again.
  package func work() async throws {
    let now = services.now()
    let (undecided, over) = try await services.database.read { tx in
      (
        try tx.consultations.dueForNode(at: now, limit: Self.batch),
        try tx.consultations.due(at: now, limit: Self.batch)
      )
    }
    for post in undecided {
      try await attempt(post) { try await services.outbox.decide(post) }
    }
    for post in over { try await attempt(post) { try await services.outbox.conclude(post) } }
  }

  private func attempt(_ post: PostID, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let refusal as Refusal {
      services.logger.warning(
        "A consultation cannot be settled.",
        metadata: ["post": "\(post.rawValue)", "reason": "\(refusal)"]
      )
    }
  }
}
