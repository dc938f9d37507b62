import ActivityStreams
import Foundation
import Model
import Storage

/// Looks at the stamps of quotes on other nodes, each at its own origin (FEP-044f).
package struct QuoteClerk: Sendable {
  private static let batch = 20
  /// Seconds until a stamp whose host did not answer is asked for again.
  private static let pause: TimeInterval = 3600

  private let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  package func work() async throws {
    let now = services.now()
    let waiting = try await services.database.read { tx in
      try tx.quotes.unverified(at: now, limit: Self.batch).compactMap { id in
        try tx.posts.find(id)
      }
    }
    for post in waiting { try await verify(post, at: now) }
  }

  private func verify(_ post: Post, at now: Date) async throws {
    let isValid: Bool
    do {
      isValid = try await isStamped(post)
    } catch Refusal.unreachable, Refusal.rateLimited, Refusal.unavailable {
      return try await services.database.write {
        try $0.quotes.putOff(post.id, until: now.addingTimeInterval(Self.pause))
      }
    } catch is Refusal {
      isValid = false
    }
    try await services.database.write { tx in
      // An edit may have come meanwhile: then it is looked at anew.
      guard try tx.quotes.find(post.id) == post.quote else { return }
      try tx.quotes.setState(isValid ? .accepted : .rejected, of: post.id)
    }
  }

  private func isStamped(_ post: Post) async throws -> Bool {
    guard let quote = post.quote, let address = quote.authorization.flatMap(AS.IRI.init),
      let target = AS.IRI(quote.quoted), !services.addresses.isOwn(address.string)
    else { return false }
    try services.flows.requireAdmitted(hostOf: address.string)
    let (document, proof) = try await services.documents.object(at: address)
    guard let stamp = try? AS.QuoteAuthorization(json: document.json),
      stamp.id.string == proof.id, stamp.interactingObject.string == post.uri,
      stamp.interactionTarget == target, stamp.attributedTo.origin == stamp.id.origin
    else { return false }
    let quoted = try await services.posts.post(target)
    let author = try await services.database.read { try $0.actors.find(quoted.authorID) }
    return author?.uri == stamp.attributedTo.string
  }
}
