import Foundation
import Model
import Storage

/// Closes polls of this node when their time is over, and tells others how they stand.
package struct PollClerk: Sendable {
  /// How often others hear of new votes while a poll is open, seconds.
  static let pause: TimeInterval = 180
  private static let batch = 50

  private let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  package func work() async throws {
    let now = services.now()
    try await services.database.write { tx in
      for post in try tx.polls.due(at: now, limit: Self.batch) {
        try tx.polls.close(post, at: now)
        try NotificationWriter.tell(ofEndOf: post, at: now, in: tx)
      }
      for post in try tx.polls.endedElsewhere(at: now, limit: Self.batch) {
        try tx.polls.markEnded(post)
        try NotificationWriter.tell(ofEndOf: post, at: now, in: tx)
      }
    }
    let untold = try await services.database.read {
      try $0.polls.untold(since: now.addingTimeInterval(-Self.pause), limit: Self.batch)
    }
    for post in untold { try await tell(post, at: now) }
  }

  /// One author who may not act now, or a territory that was left, must not keep the others
  /// waiting: such a poll is not told, and not asked about again until it changes.
  private func tell(_ post: PostID, at now: Date) async throws {
    do {
      try await services.outbox.tellResult(of: post)
    } catch is Refusal {
      try await services.database.write { tx in
        let votes = try tx.polls.find(post)?.options.map(\.votes).reduce(0, +) ?? 0
        try tx.polls.markTold(post, votes: votes, at: now)
      }
    }
  }
}
