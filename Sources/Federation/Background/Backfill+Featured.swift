import ActivityStreams
import Foundation
import Model
import Storage

extension Backfill {
  /// How many posts may be on top of a profile, as many as are shown.
  static let mostFeatured = 20

  /// How many documents of such a collection are read: it itself and a page or two.
  private static let mostPages = 3

  /// Puts on top of an actor's profile what its own collection names (Mastodon's `featured`).
  ///
  /// Posts that are not here yet are fetched by the rules of every walk; only the actor's own count.
  func fetchFeatured(of actor: ActorProfile, in walk: inout BackgroundWalk) async throws {
    guard let id = AS.IRI(actor.uri),
      let collection = actor.endpoints.featured.flatMap(AS.IRI.init),
      collection.origin == id.origin
    else { return }
    let posts = try await featured(in: collection, of: id, &walk)
    let now = services.now()
    try await services.database.write { tx in
      // What comes first in the collection is shown first, hence pinned last.
      for (place, uri) in posts.reversed().enumerated() {
        guard let post = try tx.posts.find(uri: uri), post.authorID == actor.id else { continue }
        try tx.posts.pin(post.id, by: actor.id, at: now.addingTimeInterval(Double(place) / 1000))
      }
    }
  }

  /// The ids that a collection has, in its order.
  private func featured(
    in collection: AS.IRI,
    of actor: AS.IRI,
    _ walk: inout BackgroundWalk
  ) async throws -> [String] {
    var pages = CollectionPages(of: collection)
    var found: [String] = []
    for _ in 0..<Self.mostPages {
      guard found.count < Self.mostFeatured, let stretch = try await pages.next(in: &walk) else {
        break
      }
      for entry in stretch.items.prefix(Self.mostFeatured - found.count) {
        _ = try await walk.take(entry, vouchedBy: stretch.voucher, by: actor)
        if let id = entry.id?.string { found.append(id) }
      }
    }
    return found
  }
}
