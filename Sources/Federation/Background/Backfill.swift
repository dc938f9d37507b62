import ActivityStreams
import Foundation
import Model
import Storage

/// Completes what other nodes sent with what they have besides: what a post answers, the rest of a
/// conversation, the latest posts of somebody newly followed.
///
/// Only posts for everyone are kept, each on the word of its own origin, and none enters a timeline.
struct Backfill {
  let services: FederationServices

  /// How many posts up a thread are fetched for one answer; each may need its author, too.
  private static let ancestors = 8

  /// How many levels of `replies` are read of a conversation that has no collection of its own.
  private static let mostCollections = 64

  /// Fetches a post that was answered, and what that answers, as far as can be had.
  ///
  /// A missing parent is no reason to refuse a reply, so failures end the walk silently.
  func climb(from post: AS.IRI) async throws {
    var walk = BackgroundWalk(
      services: services,
      total: Self.ancestors * 2,
      perDomain: Self.ancestors * 2
    )
    var next: AS.IRI? = post
    var root: AS.IRI?
    while let id = next {
      guard let note = try await walk.take(.id(id), vouchedBy: id.string) else { return }
      next = note.thread.inReplyTo
      root = next == nil ? note.id : nil
    }
    guard let root, services.settings.backfill.fetchesThreads else { return }
    let now = services.now()
    _ = try await services.database.write { tx in
      try tx.backgroundFetches.enqueue(
        .thread,
        root.string,
        at: now,
        pause: BackgroundFetchWorker.pause(.thread)
      )
    }
  }

  /// Fetches the rest of a conversation: by the collection that its first post names, or by the
  /// answers to it and to them (FEP-f228).
  func fetchThread(of root: AS.IRI) async throws {
    guard services.settings.backfill.fetchesThreads, services.posts.passage(of: root) == .open,
      !services.addresses.isOwn(root.string)
    else { return }
    var walk = BackgroundWalk(services: services)
    let first = try await walk.note(at: root).note
    if let context = first.thread.context, !services.addresses.isOwn(context.string),
      try await fetch(context, in: &walk)
    {
      return
    }
    var collections = [Self.replies(to: first)].compactMap(\.self)
    var read = 0
    while read < collections.count, read < Self.mostCollections {
      let notes = try await entries(of: collections[read], in: &walk)
      collections += notes.compactMap(Self.replies)
      read += 1
    }
  }

  /// - Returns: Whether there was such a collection.
  private func fetch(_ collection: AS.IRI, in walk: inout BackgroundWalk) async throws -> Bool {
    var pages = CollectionPages(of: collection)
    do {
      while let stretch = try await pages.next(in: &walk) {
        for entry in stretch.items {
          _ = try await walk.take(entry, vouchedBy: stretch.voucher)
        }
      }
      return true
    } catch is Refusal {
      return false
    }
  }

  private func entries(
    of collection: AS.IRI,
    in walk: inout BackgroundWalk
  ) async throws -> [AS.Note] {
    var pages = CollectionPages(of: collection)
    var notes: [AS.Note] = []
    do {
      while let stretch = try await pages.next(in: &walk) {
        for entry in stretch.items {
          if let note = try await walk.take(entry, vouchedBy: stretch.voucher) {
            notes.append(note)
          }
        }
      }
    } catch is Refusal {
      // What was read so far is good.
    }
    return notes
  }

  private static func replies(to note: AS.Note) -> AS.IRI? {
    note.thread.replies.flatMap { $0.origin == note.id.origin ? $0 : nil }
  }

  /// Keeps the latest posts of an actor that somebody here follows now, one page of its outbox, and
  /// those on top of its profile.
  func fetchOutbox(of actor: AS.IRI) async throws {
    let most = services.settings.backfill.postsOfFollowed
    let found = try await services.database.read { tx -> ActorProfile? in
      guard let found = try tx.actors.find(uri: actor.string), !found.isLocal, found.isActive,
        try tx.follows.hasLocalFollower(found.id)
      else { return nil }
      return found
    }
    guard most > 0, let found, services.posts.passage(of: actor) == .open else { return }
    let fetches = (most + Self.mostFeatured) * 2 + 6
    var walk = BackgroundWalk(services: services, total: fetches, perDomain: fetches)
    if let outbox = found.endpoints.outbox.flatMap(AS.IRI.init), outbox.origin == actor.origin {
      try await fetchPosts(from: outbox, of: actor, in: &walk)
    }
    try await fetchFeatured(of: found, in: &walk)
  }

  private func fetchPosts(
    from outbox: AS.IRI,
    of actor: AS.IRI,
    in walk: inout BackgroundWalk
  ) async throws {
    let most = services.settings.backfill.postsOfFollowed
    var pages = CollectionPages(of: outbox)
    // The collection itself has no entries, as a rule; then its first page has.
    for _ in 0..<2 {
      guard let stretch = try await pages.next(in: &walk) else { return }
      // Oldest first, since posts are numbered as they come in.
      for entry in stretch.items.prefix(most).reversed() {
        _ = try await walk.take(entry, vouchedBy: stretch.voucher, by: actor)
      }
      guard stretch.items.isEmpty else { return }
    }
  }
}
