import Foundation
import Model
import Storage

extension Outbox {
  /// A post for later, as it was drafted.
  package struct Scheduled: Sendable, Hashable {
    package var id: Int64
    package var draft: PostDraft
    package var dueAt: Date
    /// Why it could not be published.
    package var failure: String?

    package init(_ entry: ScheduledPostStore.Entry) throws {
      id = entry.id
      draft = try ScheduledDraft(json: entry.draft).draft
      dueAt = entry.dueAt
      failure = entry.failure
    }
  }

  // MARK: Once

  /// Publishes a post, once for a key: who asks again gets the same post.
  ///
  /// The key is kept in the post's own transaction, so neither a crash nor two requests at once
  /// make two posts of it.
  package func publish(
    _ draft: PostDraft,
    as author: ActorID,
    once key: String
  ) async throws -> Post {
    if let known = try await post(under: key, of: author) { return known }
    let now = services.now()
    do {
      return try await publish(draft, as: author) { tx, id in
        try tx.idempotency.insert(.post(id), under: key, of: author, at: now)
      }
    } catch let refusal as Refusal {
      guard let known = try await post(under: key, of: author) else { throw refusal }
      return known
    }
  }

  private func post(under key: String, of author: ActorID) async throws -> Post? {
    let now = services.now()
    return try await services.database.read { tx in
      guard case .post(let id) = try tx.idempotency.find(key, of: author, at: now) else {
        return nil
      }
      return try tx.posts.find(id)
    }
  }

  // MARK: Later

  /// Keeps a post for later, after looking whether it could be published now.
  ///
  /// - Throws: What ``publish(_:as:with:)`` would, and `Refusal` for a time that is too near.
  package func schedule(
    _ draft: PostDraft,
    as author: ActorID,
    at dueAt: Date,
    once key: String? = nil
  ) async throws -> Scheduled {
    let (actor, member) = try await active(author)
    try await requireStaying(actor)
    let now = services.now()
    _ = try await PostComposer(services: services, author: actor, member: member).compose(draft)
    let kept = try ScheduledDraft(draft).json()
    return try await services.database.write { tx in
      if let key, case .scheduled(let id) = try tx.idempotency.find(key, of: author, at: now),
        let known = try tx.scheduledPosts.find(id, of: author)
      {
        return try Scheduled(known)
      }
      let id = try tx.scheduledPosts.insert(
        kept,
        uploads: (draft.attachments ?? []).map(\.url),
        by: author,
        dueAt: dueAt,
        at: now
      )
      if let key {
        try tx.idempotency.insert(.scheduled(id), under: key, of: author, at: now)
      }
      guard let entry = try tx.scheduledPosts.find(id, of: author) else { throw Refusal.absent }
      return try Scheduled(entry)
    }
  }

  /// Publishes a post whose time has come, and takes it out of those that wait in the same
  /// transaction.
  func publish(_ entry: ScheduledPostStore.Entry) async throws {
    let draft = try ScheduledDraft(json: entry.draft).draft
    _ = try await publish(draft, as: entry.memberID) { tx, _ in
      try tx.scheduledPosts.take(entry)
    }
  }

  // MARK: Domains

  /// Lets a member see nothing of a host any more, and takes its followers from there away.
  ///
  /// What is not done at once, or not before the node stops, ``DomainBlockClerk`` does.
  package func blockDomain(_ domain: String, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let host = try Self.host(domain)
    guard host != services.addresses.origin.authority else {
      throw Refusal.malformed("\(host) is this node.")
    }
    let now = services.now()
    try await services.database.write { try $0.domainBlocks.add(host, by: actor.id, at: now) }
    try await DomainBlockClerk(services: services).settle(host, of: actor.id)
  }

  package func unblockDomain(_ domain: String, as author: ActorID) async throws {
    let host = try Self.host(domain)
    _ = try await services.database.write { try $0.domainBlocks.remove(host, by: author) }
  }

  /// A domain as actors' hosts are written: in lower case, with a port only if it is an odd one.
  private static func host(_ domain: String) throws(Refusal) -> String {
    let host = domain.trimmingCharacters(in: .whitespaces).lowercased()
    guard host.utf8.count <= 255, Origin(of: "https://\(host)/")?.authority == host else {
      throw .malformed("‘\(domain.prefix(100))’ is no domain.")
    }
    return host
  }
}
