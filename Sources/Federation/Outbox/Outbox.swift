import ActivityStreams
import Foundation
import Model
import Storage

/// The door for what members of this node do; behind it are the same handlers as behind the inbox.
package struct Outbox: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  // MARK: Posts

  /// What else happens in the transaction of a post, once it is there.
  package typealias Companion = @Sendable (Transaction, PostID) throws -> Void

  /// Publishes a post; it is committed, with all its deliveries, when this returns.
  package func publish(
    _ draft: PostDraft,
    as author: ActorID,
    with companion: @escaping Companion = { _, _ in }
  ) async throws -> Post {
    let (actor, member) = try await active(author)
    try await requireStaying(actor)
    let composed = try await PostComposer(services: services, author: actor, member: member)
      .compose(draft)
    let note = try note(composed, by: actor)
    try await submit(
      .create,
      object: AS.Reference(note),
      by: actor,
      audience: composed.post.audience,
      in: composed.post.territory,
      addressing: note.audience,
      about: composed.post.id,
      afterwards: { [id = composed.post.id] tx in
        if let application = draft.application { try tx.posts.setApplication(application, of: id) }
        try companion(tx, id)
      }
    )
    try await requestQuote(composed.post, note, by: actor)
    if composed.post.body.need != nil { services.needWakeup.call() }
    return composed.post
  }

  /// For whom a draft would be: what it wishes, within the ring of what it answers.
  package func ring(of draft: PostDraft, as author: ActorID) async throws -> PostRing {
    let (actor, member) = try await active(author)
    return try await PostComposer(services: services, author: actor, member: member)
      .ring(of: draft)
  }

  /// Changes what a post says; what it said is kept.
  package func edit(_ id: PostID, to draft: PostDraft, as author: ActorID) async throws -> Post {
    let (actor, member) = try await active(author)
    let post = try await own(id, of: author)
    let composed = try await PostComposer(services: services, author: actor, member: member)
      .recompose(post, draft)
    let note = try note(composed, by: actor)
    let reached = try await services.database.read { try $0.inboxesReached(by: id) }
    try await submit(
      .update,
      object: AS.Reference(note),
      by: actor,
      audience: post.audience,
      in: post.territory,
      addressing: note.audience,
      about: id,
      furtherInboxes: reached
    )
    return composed.post
  }

  /// Takes a post back everywhere it went.
  package func delete(_ id: PostID, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let post = try await own(id, of: author)
    let (addressees, reached) = try await services.database.read { tx in
      (try tx.posts.addressees(of: id), try tx.inboxesReached(by: id))
    }
    let audience = addressing(post, by: actor, addressees)
    let tombstone = AS.Tombstone(
      id: try address(post.uri),
      formerType: post.kind,
      deleted: services.now()
    )
    try await submit(
      .delete,
      object: AS.Reference(tombstone),
      by: actor,
      audience: post.audience,
      in: post.territory,
      addressing: audience,
      furtherInboxes: reached
    )
  }

  /// Puts a post of one's own on top, or takes it from there.
  package func pin(_ id: PostID, _ isPinned: Bool, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let post = try await own(id, of: author)
    let featured = actor.endpoints.featured.flatMap(AS.IRI.init).map(AS.Reference.id)
    try await submit(
      isPinned ? .add : .remove,
      object: .id(try address(post.uri)),
      by: actor,
      audience: post.audience,
      in: post.territory,
      addressing: addressing(post, by: actor, []),
      target: featured
    )
  }

  // MARK: Reactions

  package func like(_ post: String, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let (found, author) = try await readable(post, by: author)
    guard try await !hasReacted(.like, to: found, actor) else { return }
    try await submit(
      .like,
      object: .id(try address(found.uri)),
      by: actor,
      audience: reach(of: found.audience),
      addressing: try await addressing(ofReactionTo: found, by: author)
    )
  }

  /// Boosts a public post to one's followers, or inside its territory what is for it.
  package func announce(
    _ post: String,
    as author: ActorID,
    onlyForFollowers: Bool = false
  ) async throws {
    let (actor, _) = try await active(author)
    let (found, author) = try await readable(post, by: author)
    guard try await !hasReacted(.boost, to: found, actor) else { return }
    // The handler refuses what is for fewer; until then it is addressed to nobody.
    let isOpen = [.public, .territory].contains(found.audience)
    var boosted = found
    boosted.audience = ring(ofBoosting: found, onlyForFollowers: onlyForFollowers)
    try await submit(
      .announce,
      object: .id(try address(found.uri)),
      by: actor,
      audience: boosted.audience,
      in: found.territory,
      addressing: isOpen ? addressing(boosted, by: actor, [author]) : AS.Audience(),
      about: found.id
    )
  }

  /// Takes back a like or a boost.
  package func undo(_ kind: ReactionStore.Kind, of post: String, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let (found, author) = try await readable(post, by: author)
    let (uri, isForFollowers) = try await services.database.read { tx in
      (
        try tx.reactions.uri(kind, by: actor.id, of: found.id),
        try tx.reactions.isForFollowers(boostBy: actor.id, of: found.id)
      )
    }
    guard let uri else { throw Refusal.absent }
    let inner = AS.Activity(
      id: try address(uri),
      type: kind == .like ? .like : .announce,
      actor: try address(actor.uri),
      object: .id(try address(found.uri))
    )
    let isBoost = kind == .boost
    var boosted = found
    boosted.audience = ring(ofBoosting: found, onlyForFollowers: isForFollowers)
    try await submit(
      .undo,
      object: AS.Reference(inner),
      by: actor,
      audience: isBoost ? boosted.audience : reach(of: found.audience),
      in: isBoost ? found.territory : nil,
      addressing: isBoost
        ? addressing(boosted, by: actor, [author])
        : try await addressing(ofReactionTo: found, by: author)
    )
  }

  // MARK: Ties

  package func follow(_ followee: ActorProfile, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    try await requireStaying(actor)
    let isBlocked = try await services.database.read {
      try $0.blocks.exists(by: actor.id, against: followee.id)
    }
    guard !isBlocked else {
      throw Refusal.forbidden("This action is not allowed: you block this account.")
    }
    try await submit(
      .follow,
      object: .id(try address(followee.uri)),
      by: actor,
      audience: .direct,
      addressing: try AS.Audience(only: followee)
    )
  }

  package func unfollow(_ followee: ActorProfile, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let follow = try await services.database.read {
      try $0.follows.find(follower: actor.id, followee: followee.id)
    }
    guard let follow else { throw Refusal.absent }
    let inner = AS.Activity(
      id: try address(follow.uri),
      type: .follow,
      actor: try address(actor.uri),
      object: .id(try address(followee.uri))
    )
    try await submit(
      .undo,
      object: AS.Reference(inner),
      by: actor,
      audience: .direct,
      addressing: try AS.Audience(only: followee)
    )
  }

  /// Answers somebody's wish to follow; a no also ends a follow that was accepted.
  package func answer(_ follower: ActorProfile, isWelcome: Bool, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let follow = try await services.database.read {
      try $0.follows.find(follower: follower.id, followee: actor.id)
    }
    guard let follow else { throw Refusal.absent }
    let inner = AS.Activity(
      id: try address(follow.uri),
      type: .follow,
      actor: try address(follower.uri),
      object: .id(try address(actor.uri))
    )
    try await submit(
      isWelcome ? .accept : .reject,
      object: AS.Reference(inner),
      by: actor,
      audience: .direct,
      addressing: try AS.Audience(only: follower)
    )
  }

  package func block(_ target: ActorProfile, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    try await submit(
      .block,
      object: .id(try address(target.uri)),
      by: actor,
      audience: .direct,
      addressing: try AS.Audience(only: target)
    )
  }

  package func unblock(_ target: ActorProfile, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let uri = try await services.database.read {
      try $0.blocks.uri(by: actor.id, against: target.id)
    }
    guard let uri else { throw Refusal.absent }
    let inner = AS.Activity(
      id: try address(uri),
      type: .block,
      actor: try address(actor.uri),
      object: .id(try address(target.uri))
    )
    try await submit(
      .undo,
      object: AS.Reference(inner),
      by: actor,
      audience: .direct,
      addressing: try AS.Audience(only: target)
    )
  }

  // MARK: Profile

  /// Tells the followers that a local actor's profile or keys have changed.
  package func announceProfile(of id: ActorID) async throws {
    let addresses = services.addresses
    let (actor, document) = try await services.database.read { tx in
      guard let actor = try tx.actors.find(id), actor.isLocal else { throw Refusal.absent }
      return (actor, try actor.document(in: tx, addresses))
    }
    try await submit(
      .update,
      object: AS.Reference(document),
      by: actor,
      audience: .public,
      addressing: AS.Audience(.public, of: actor, addressing: [], addresses: services.addresses)
    )
  }

  /// Deletes a local actor with all it wrote, here and where it went.
  package func deleteActor(_ id: ActorID) async throws {
    let (actor, reached) = try await services.database.read { tx in
      guard var actor = try tx.actors.find(id), actor.isLocal else { throw Refusal.absent }
      // Who is suspended may not act; that it goes is said for it all the same.
      actor.suspendedAt = nil
      return (actor, try tx.reactions.remoteInboxes(ofAllBy: id))
    }
    let now = services.now()
    try await submit(
      .delete,
      object: .id(try address(actor.uri)),
      by: actor,
      audience: .public,
      addressing: AS.Audience(.public, of: actor, addressing: [], addresses: services.addresses),
      furtherInboxes: reached,
      alongside: { tx in
        try tx.actors.setSuspended(actor.id, at: nil)
        return try farewells(of: actor, in: tx)
      },
      whenQueued: { tx, activity in
        try tx.erasures.begin(actor: actor.uri, activity: activity.string, at: now)
      }
    )
  }
}

extension AS.Audience {
  fileprivate init(only actor: ActorProfile) throws {
    guard let address = AS.IRI(actor.uri) else {
      throw Refusal.malformed("\(actor.uri) is no address.")
    }
    self.init(to: [.address(address)])
  }
}
