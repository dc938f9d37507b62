import ActivityStreams
import Foundation
import Model
import Storage

extension Outbox {
  /// Hands an activity to its handler, and keeps and enqueues it in the transaction of its effects.
  func submit(
    _ type: AS.ActivityType,
    object: AS.Reference,
    by actor: ActorProfile,
    audience: Audience,
    in territory: String? = nil,
    addressing: AS.Audience,
    about post: PostID? = nil,
    target: AS.Reference? = nil,
    instrument: AS.Reference? = nil,
    result: AS.Reference? = nil,
    message: String? = nil,
    content: String = "",
    furtherInboxes: [String] = [],
    alongside further: @escaping @Sendable (Transaction) throws -> [OutgoingActivity] = { _ in [] },
    afterwards: @escaping @Sendable (Transaction) throws -> Void = { _ in },
    whenQueued: @escaping @Sendable (Transaction, AS.IRI) throws -> Void = { _, _ in }
  ) async throws {
    let (now, outgoing) = (services.now(), services.outgoing)
    let groups = GroupDistribution(services: services)
    var activity = try outgoing.activity(type, by: actor, object: object, at: now)
    (activity.audience, activity.target, activity.instrument) = (addressing, target, instrument)
    (activity.result, activity.content, activity.message) = (result, content, message)
    let sender = try VerifiedSender.local(actor, choosing: audience)
    let prepared = try await prepare(activity, from: sender)
    let message = OutgoingActivity(
      actor: actor,
      activity: activity,
      audience: audience,
      territory: territory.flatMap(Digest.init(text:)),
      postID: post,
      furtherInboxes: furtherInboxes
    )
    do {
      try await services.database.write { tx in
        let inboxes = try outgoing.inboxes(for: message, in: tx)  // gone after a Delete
        let others = try further(tx)
        let plan = try groups.plan(for: message.activity, from: sender, in: tx)
        try prepared.commit(tx)
        try afterwards(tx)
        let document = try outgoing.enqueue(message, to: inboxes, at: now, in: tx)
        if let document { try groups.carryOut(plan, .object(document), at: now, in: tx) }
        try whenQueued(tx, message.activity.id)
        for other in others { try outgoing.enqueue(other, at: now, in: tx) }
      }
    } catch let ignored as Ignored {
      throw Refusal.conflict(ignored.reason)
    }
    services.deliveryWakeup.call()
  }

  private func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender
  ) async throws -> PreparedActivity {
    do {
      return try await ActivityRegistry.prepare(activity, from: sender, with: services)
    } catch let ignored as Ignored {
      throw Refusal.conflict(ignored.reason)
    }
  }

  /// A local actor that may act, and its account if it is a member.
  func active(_ id: ActorID) async throws -> (ActorProfile, Member?) {
    let (actor, member) = try await services.database.read { tx in
      (try tx.actors.find(id), try tx.members.find(id))
    }
    if let member, member.state == .suspended { throw suspended(member) }
    guard let actor, actor.isLocal, actor.isActive else { throw Refusal.absent }
    guard member == nil || member?.state == .active else {
      throw Refusal.forbidden("The account of \(actor.name) is not active.")
    }
    return (actor, member)
  }

  /// What somebody is told who may not act now, and where to ask why.
  private func suspended(_ member: Member) -> Refusal {
    let name = member.name
    guard let contact = services.settings.moderationContact else {
      return .forbidden("The account of \(name) is suspended.")
    }
    return .forbidden("The account of \(name) is suspended. To appeal, write to \(contact).")
  }

  func own(_ id: PostID, of author: ActorID) async throws -> Post {
    guard let post = try await services.database.read({ try $0.posts.find(id) }),
      post.authorID == author
    else { throw Refusal.absent }
    return post
  }

  /// A post that a member may read, fetched when it is not known yet, with its author.
  func readable(_ uri: String, by member: ActorID) async throws -> (Post, ActorProfile) {
    let id = try await services.posts.post(try address(uri)).uri
    let found = try await services.database.read {
      try $0.posts.readable(uri: id, by: .member(member))
    }
    guard let found else { throw Refusal.absent }
    return (found.post, found.author)
  }

  func hasReacted(
    _ kind: ReactionStore.Kind,
    to post: Post,
    _ actor: ActorProfile
  ) async throws -> Bool {
    try await services.database.read {
      try $0.reactions.uri(kind, by: actor.id, of: post.id) != nil
    }
  }

  func note(_ composed: PostComposer.Composed, by actor: ActorProfile) throws -> AS.Note {
    try AS.Note(
      composed.post,
      by: actor,
      addressing: composed.addressees,
      addresses: services.addresses
    )
  }

  /// How far word of a reaction goes: to the author; and nowhere for what is for the node.
  func reach(of audience: Audience) -> Audience { audience == .node ? .node : .direct }

  func address(_ text: String) throws -> AS.IRI {
    guard let address = AS.IRI(text) else {
      throw Refusal.malformed("‘\(text)’ is no address.")
    }
    return address
  }
}
