import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody changed what it wrote, or itself (ActivityPub §6.3, §7.3).
package enum UpdateActivity: ActivityHandler {
  package static let type = AS.ActivityType.update
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts + ActivityObjects.actors + [AS.EndorsementAuthorization.type],
    sent: [
      "Note", "Question", "Event", "Person", "Service", "Group", AS.EndorsementAuthorization.type,
    ]
  )

  package enum Prepared: Sendable {
    case post(Edit)
    case actor(ActorProfile, [ActorKey], OriginProof)
    /// A local actor, whose row was changed already: only others need to hear.
    case ownProfile
    /// A consent with another reply or ring.
    case consent(GivenConsent)

    /// What a post says now.
    package struct Edit: Sendable {
      let uri: String
      let type: AS.NoteType
      let body: PostBody
      let addresses: [String]
      let updatedAt: Date?
      /// What it asks, of a Question.
      let poll: Poll?
      let quote: Quotation?
      let policy: InteractionPolicy
      /// The territory in which it is published.
      let territory: String?

      /// What a note says now, with its body as this node keeps it.
      init(_ note: AS.Note, _ body: PostBody, in territory: String?) {
        uri = note.id.string
        type = note.type
        self.body = body
        addresses = note.names
        updatedAt = note.updated
        poll = note.poll.map(Poll.init)
        quote = note.quote.map(Quotation.init)
        policy = note.policy.map(InteractionPolicy.init) ?? InteractionPolicy()
        self.territory = territory
      }

      /// Whether it is no edit, and only tells how votes or a quote now stand (Mastodon).
      func isTelling(of post: Post) -> Bool {
        guard updatedAt.map({ $0 == post.editedAt }) ?? true else { return false }
        return poll != nil || (body.html == post.body.html && body.summary == post.body.summary)
      }
    }
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    if activity.object?.id == activity.actor {
      return try await prepareActor(activity, from: sender, with: services)
    }
    if let embedded = activity.object?.embedded,
      embedded.type == AS.EndorsementAuthorization.type
    {
      return .consent(try await GivenConsent(embedded.json, by: sender, with: services))
    }
    let note = try await WrittenNote.find(in: activity, by: sender, with: services)
    let body = PostBody(note, by: sender.actor)
    let kept = sender.isLocal ? body : services.flows.received(body, by: sender.actor)
    return .post(Prepared.Edit(note, kept, in: activity.publication?.territory))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    if case .consent(let given) = prepared {
      _ = try given.replaced(from: sender, in: tx)
      return
    }
    guard case .post(let edit) = prepared else { return }
    guard let post = try tx.posts.find(uri: edit.uri) else {
      throw try absence(of: edit, by: sender, in: tx)
    }
    guard post.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) may not change \(edit.uri).")
    }
    guard !sender.isLocal else { return }
    guard post.audience != .territory || sender.territories.contains(post.territory ?? "") else {
      throw Refusal.forbidden("\(sender.actor.uri) is in that territory no longer.")
    }
    // Whoever passes on an old edit must not take back a newer one.
    if let updatedAt = edit.updatedAt, let editedAt = post.editedAt, updatedAt < editedAt {
      throw Ignored("\(edit.uri) was edited later than that.")
    }
  }

  /// In a territory the post may come after its edit: a gap in the log is filled later.
  private static func absence(
    of edit: Prepared.Edit,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws -> any Error {
    guard let territory = edit.territory, sender.territories.contains(territory),
      try !tx.posts.isKnown(uri: edit.uri)
    else { return Ignored("\(edit.uri) is not known here.") }
    return Refusal.unreachable("\(edit.uri) has not come yet.")
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch prepared {
    case .post(let edit):
      guard let post = try tx.posts.find(uri: edit.uri) else { throw Refusal.absent }
      try settlePoll(edit, of: post, in: tx, at: effects.now)
      if !post.isLocal {
        try QuoteConsent.replace(with: edit.quote, of: post, at: effects.now, in: tx)
        try tx.quotes.setPolicy(edit.policy, of: post.id, author: sender.actor.uri)
      }
      if edit.isTelling(of: post) { return }
      let addressees = try edit.addresses.compactMap { try tx.actors.find(uri: $0)?.id }
      try tx.posts.edit(
        post,
        to: edit.body,
        addressees: addressees,
        at: min(edit.updatedAt ?? effects.now, effects.now)
      )
      try NotificationWriter.tell(ofEditOf: post, at: effects.now, in: tx)
      // There may be more room now.
      if post.body.event != nil { try WaitingGuests.welcome(to: post.id, effects, in: tx) }
      if let answer = edit.body.question?.answer, answer != post.body.question?.answer {
        try NotificationWriter.tell(ofAnswer: answer, to: post, at: effects.now, in: tx)
      }
    case .actor(let profile, let keys, let proof):
      let id = try tx.actors.saveRemote(profile, keys: keys, proof: proof)
      effects.services.senderCache.forget(id)
    case .consent(let given):
      let replaced = try given.replaced(from: sender, in: tx)
      try tx.testimonials.agree(to: replaced.id, by: given.consent)
    case .ownProfile: break
    }
  }

  /// Takes over what a post asks now: others may make a poll of it or take it away (Mastodon), a
  /// member may ask something else, which begins anew.
  private static func settlePoll(
    _ edit: Prepared.Edit,
    of post: Post,
    in tx: Transaction,
    at now: Date
  ) throws {
    switch (edit.poll, post.poll) {
    case (let new?, let old?) where post.isLocal:
      if old.isAnother(than: new) { try tx.polls.restart(new, of: post.id, at: now) }
    case (let new?, let old?):
      try tx.polls.replace(with: new, of: post.id)
      if new.closedAt != nil, old.closedAt == nil {
        try NotificationWriter.tell(ofEndOf: post.id, at: now, in: tx)
      }
    case (let new?, nil) where !post.isLocal && post.kind == "Note" && edit.type == .question:
      try tx.posts.setPoll(new, of: post, at: now)
    case (nil, .some) where !post.isLocal && edit.type == .note:
      try tx.posts.setPoll(nil, of: post, at: now)
    default: break
    }
  }

  private static func prepareActor(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard !sender.isLocal else { return .ownProfile }
    guard let embedded = activity.object?.embedded else {
      guard services.mayHaveNewKeys(sender.actor) else {
        throw Ignored("\(activity.actor) was fetched a moment ago.")
      }
      _ = try await services.actors.refresh(activity.actor)
      throw Ignored("\(activity.actor) was fetched anew.")
    }
    let actor: AS.Actor
    do {
      actor = try AS.Actor(json: embedded.json)
    } catch {
      throw Refusal.malformed("The object is no actor: \(error).")
    }
    guard actor.id == activity.actor, actor.endpoints.inbox.origin == actor.id.origin else {
      throw Refusal.forbidden("\(sender.actor.uri) may not change \(actor.id).")
    }
    return .actor(
      ActorProfile(actor, fetchedAt: services.now()),
      ActorKey.keys(of: actor),
      try sender.proof(of: actor.id.string)
    )
  }
}
