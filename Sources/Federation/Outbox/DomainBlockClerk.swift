import Model
import Storage

/// Takes followers away whose host a member has blocked.
package struct DomainBlockClerk: Sendable {
  /// How many followers at a time.
  private static let batch = 100
  private static let mostBlocks = 50

  private let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Goes on with what was not done at once, or not before the node stopped.
  package func work() async throws {
    let blocks = try await services.database.read {
      try $0.domainBlocks.unsettled(limit: Self.mostBlocks)
    }
    for block in blocks { try await settle(block.domain, of: block.member) }
  }

  /// Takes a batch of followers away; when none is left, it is done.
  func settle(_ domain: String, of member: ActorID) async throws {
    let followers = try await services.database.read {
      try $0.follows.followers(of: member, on: domain, limit: Self.batch)
    }
    for follower in followers { try await reject(follower, of: member) }
    guard followers.count < Self.batch else { return }
    try await services.database.write { try $0.domainBlocks.settle(domain, by: member) }
  }

  private func reject(_ follower: ActorProfile, of member: ActorID) async throws {
    do {
      try await services.outbox.answer(follower, isWelcome: false, as: member)
    } catch Refusal.absent {
      // It went by itself meanwhile.
    } catch Refusal.conflict {
      // The same.
    }
  }
}
