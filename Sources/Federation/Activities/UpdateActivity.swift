import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody changed what it wrote, or itself (ActivityPub §6.3, §7.3).
package enum UpdateActivity: ActivityHandler {
  package static let type = AS.ActivityType.update

  package enum Prepared: Sendable {
    case post(uri: String, PostBody, addresses: [String], updatedAt: Date?)
    case actor(ActorProfile, [ActorKey], OriginProof)
    /// A local actor, whose row was changed already: only others need to hear.
    case ownProfile
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    if activity.object?.id == activity.actor {
      return try await prepareActor(activity, from: sender, with: services)
    }
    let note = try await WrittenNote.find(in: activity, by: sender, with: services)
    let addresses = (note.audience.addresses + note.mentions).map(\.string)
    return .post(
      uri: note.id.string,
      PostBody(note),
      addresses: addresses,
      updatedAt: note.updated
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard case .post(let uri, _, _, let updatedAt) = prepared else { return }
    guard let post = try tx.posts.find(uri: uri) else { throw Ignored("\(uri) is not known here.") }
    guard post.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) may not change \(uri).")
    }
    // Whoever passes on an old edit must not take back a newer one.
    if !sender.isLocal, let updatedAt, let editedAt = post.editedAt, updatedAt < editedAt {
      throw Ignored("\(uri) was edited later than that.")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch prepared {
    case .post(let uri, let body, let addresses, let updatedAt):
      guard let post = try tx.posts.find(uri: uri) else { throw Refusal.absent }
      let addressees = try addresses.compactMap { try tx.actors.find(uri: $0)?.id }
      try tx.posts.edit(
        post,
        to: body,
        addressees: addressees,
        at: min(updatedAt ?? effects.now, effects.now)
      )
    case .actor(let profile, let keys, let proof):
      let id = try tx.actors.saveRemote(profile, keys: keys, proof: proof)
      effects.services.senderCache.forget(id)
    case .ownProfile: break
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
