import ActivityStreams
import Foundation
import Model
import Signatures
import Storage

/// What a group of another node passes on (FEP-1b12).
///
/// The group is believed about itself: what it shows and what it no longer shows. What it says that
/// somebody else did counts by that one's own proof, or as the other's own node tells it; what is
/// carried along unproven is no more than a hint where to ask (threat 8).
struct GroupAnnouncement {
  let services: FederationServices
  let group: ActorProfile

  /// What follows from it.
  enum Deed: Sendable {
    /// The group shows a post.
    case show(PostID)
    /// Somebody's own activity, or what its node says of it.
    case inner(PreparedActivity)
    /// The group shows a post no longer.
    case takeOut(String)
    /// The group puts a post on top, or takes it from there.
    case pin(String, Bool)
  }

  /// Types of activities that are looked into; others are the group's own affairs.
  private static let types: Set<AS.ActivityType> = [
    .create, .update, .delete, .like, .undo, .add, .remove,
  ]

  /// - Throws: `Refusal`, or `Ignored` for what cannot be proven and cannot be asked for.
  func prepare(_ object: AS.Reference) async throws -> Deed {
    guard let id = object.id else { throw Refusal.malformed("It says not what is passed on.") }
    try services.flows.requireAdmitted(hostOf: id.string)
    if let embedded = object.embedded, let inner = try activity(in: embedded) {
      try services.flows.requireAdmitted(hostOf: inner.actor.string)
      return try await prepare(inner, by: try await prover(of: inner))
    }
    if let known = try await services.database.read({ try $0.posts.find(uri: id.string) }) {
      return .show(known.id)
    }
    guard object.embedded == nil else {
      return .show(try await services.posts.post(id, in: group).id)
    }
    let (document, _) = try await services.documents.object(at: id)
    guard let type = document.json["type"]?.string,
      Self.types.contains(AS.ActivityType(rawValue: type)),
      let inner = try? AS.Activity(json: document.json)
    else { return .show(try await services.posts.keep(document, in: group).id) }
    // Its own node serves it under its own id, and without a detour: that is as good as sent.
    guard inner.actor.origin == inner.id.origin, document.finalURL == inner.id.string,
      inner.id == id
    else { throw Refusal.foreignOrigin(id: inner.id.string, voucher: document.finalURL) }
    let actor = try await services.actors.actor(inner.actor)
    return try await prepare(inner, by: actor)
  }

  private func activity(in embedded: AS.Reference.Embedded) throws -> AS.Activity? {
    guard AS.NoteType(rawValue: embedded.type) == nil else { return nil }
    let type = AS.ActivityType(rawValue: embedded.type)
    guard Self.types.contains(type) else {
      throw Ignored("\(embedded.type) in a group is not acted on here.")
    }
    do {
      return try AS.Activity(json: embedded.json)
    } catch {
      throw Refusal.malformed("What is passed on cannot be read: \(error).")
    }
  }

  /// Whoever proves to have made an activity (FEP-8b32): its actor, or nobody.
  private func prover(of inner: AS.Activity) async throws -> ActorProfile? {
    guard !services.addresses.isOwn(inner.actor.string), let document = inner.raw?.object,
      document.contains("proof")
    else { return nil }
    guard let proof = try? Inbox.proof(in: document),
      let created = proof.created.flatMap(AS.Timestamp.date),
      abs(services.now().timeIntervalSince(created)) < Inbox.longestProof
    else { return nil }
    do {
      return try await services.inbox.author(of: inner, proving: proof)
    } catch Refusal.unauthenticated {
      return nil
    }
  }

  private func prepare(_ inner: AS.Activity, by author: ActorProfile?) async throws -> Deed {
    guard let object = inner.object, let id = object.id else {
      throw Refusal.malformed("It says not what it is about.")
    }
    let known = try await services.database.read { try $0.posts.find(uri: id.string) }
    if let known, known.isLocal, inner.type == .create { return .show(known.id) }
    switch inner.type {
    case .create:
      if let known { return .show(known.id) }
      return .show(try await newPost(inner, id, by: author).id)
    case .update:
      guard let known else { return .show(try await newPost(inner, id, by: author).id) }
      guard !known.isLocal else { throw Ignored("\(id) is of this node.") }
      if let author { return .inner(try await proven(inner, by: author)) }
      return .inner(try await services.posts.refetched(known))
    case .delete:
      guard let known else { throw Ignored("\(id) is not known here.") }
      guard !known.isLocal else { return .takeOut(known.uri) }
      if let author, author.id == known.authorID {
        return .inner(try await proven(inner, by: author))
      }
      return try await services.posts.deletion(of: known).map(Deed.inner) ?? .takeOut(known.uri)
    case .add, .remove:
      // What is on top of a group is the group's to say, whoever it was that wanted it.
      guard let target = inner.target?.id?.string, target == group.endpoints.featured else {
        throw Ignored("\(inner.id) changes nothing that is kept here.")
      }
      return .pin(id.string, inner.type == .add)
    default:
      var witness = author
      if witness == nil { witness = try await witnessed(inner) }
      guard let witness else { throw Ignored("\(inner.id) is not proven.") }
      return .inner(try await proven(inner, by: witness))
    }
  }

  /// Whoever's own node serves a Like, or its Undo, as the group passed it on: Lemmy proves nothing, and
  /// shows such activities under their ids where it shows them at all.
  ///
  /// One request for each, so only about posts that are here, and within what may be fetched in the
  /// background (threat 18).
  private func witnessed(_ inner: AS.Activity) async throws -> ActorProfile? {
    guard inner.actor.origin == inner.id.origin, !services.addresses.isOwn(inner.id.string),
      let liked = Self.liked(in: inner),
      try await services.database.read({ try $0.posts.find(uri: liked.string) }) != nil
    else { return nil }
    do {
      try services.flows.requireAdmitted(hostOf: inner.id.string)
      try services.backgroundBudget.spend(on: inner.id.origin.host)
      let (document, _) = try await services.documents.object(at: inner.id)
      guard document.finalURL == inner.id.string,
        let served = try? AS.Activity(json: document.json), served.id == inner.id,
        served.type == inner.type, served.actor == inner.actor, Self.liked(in: served) == liked
      else { return nil }
      return try await services.actors.actor(inner.actor)
    } catch is Refusal {
      return nil
    } catch is OutboundFailure {
      return nil
    }
  }

  /// The post that a Like, or the Undo of one, is about.
  private static func liked(in activity: AS.Activity) -> AS.IRI? {
    guard activity.type == .undo else { return activity.object?.id }
    guard let embedded = activity.object?.embedded,
      AS.ActivityType(rawValue: embedded.type) == .like
    else { return nil }
    return (try? AS.Activity(json: embedded.json))?.object?.id
  }

  private func newPost(
    _ inner: AS.Activity,
    _ id: AS.IRI,
    by author: ActorProfile?
  ) async throws -> Post {
    try services.flows.requireAdmitted(hostOf: id.string)
    guard let author, inner.object?.embedded != nil else {
      return try await services.posts.post(id, in: group)
    }
    let sender = try VerifiedSender.remote(author, services.known)
    let note = try await WrittenNote.find(in: inner, by: sender, with: services)
    return try await services.posts.store(
      note,
      by: author,
      proof: try sender.proof(of: note.id.string),
      in: group
    )
  }

  /// Somebody's activity by its own handler, once: what is passed on may be played again.
  private func proven(
    _ inner: AS.Activity,
    by author: ActorProfile
  ) async throws -> PreparedActivity {
    let sender = try VerifiedSender.remote(author, services.known)
    let prepared = try await ActivityRegistry.prepare(inner, from: sender, with: services)
    let proof = try sender.proof(of: inner.id.string)
    let now = services.now()
    return PreparedActivity { tx in
      guard try tx.inbox.outcome(of: proof.id) == nil else {
        throw Ignored("\(proof.id) is known already.")
      }
      try prepared.commit(tx)
      try tx.inbox.forestall(proof, from: author.id, at: now)
    }
  }
}
