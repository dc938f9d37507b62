import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody passes a post on to those who follow it (ActivityPub §7.11): a boost.
package enum AnnounceActivity: ActivityHandler {
  package static let type = AS.ActivityType.announce
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts + ["Create", "Update", "Delete", "Like", "Undo"],
    sent: ActivityObjects.posts + ["Create", "Update", "Delete", "Like", "Undo", "Block"]
  )
  package static let looksUpFirst = true

  package struct Prepared: Sendable {
    let uri: String
    let entryID: Int64
    let deed: GroupAnnouncement.Deed
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    // What is carried along is never believed: only its id is used (threat 8).
    guard let object = activity.object, let id = object.id else {
      throw Refusal.malformed("It says not what is boosted.")
    }
    if let place = activity.publication, sender.territories.contains(place.territory) {
      return try await prepareInside(activity, id, with: services)
    }
    if !sender.isLocal, !services.addresses.isOwn(id.string) {
      let isFollowed = try await services.database.read {
        try $0.follows.hasLocalFollower(sender.actor.id)
      }
      guard isFollowed else { throw Ignored("Nobody here follows \(sender.actor.uri).") }
    }
    if sender.actor.kind == .group, !sender.isLocal {
      let announcement = GroupAnnouncement(services: services, group: sender.actor)
      return prepared(activity, try await announcement.prepare(object), services)
    }
    try services.flows.requireAdmitted(hostOf: id.string)
    return prepared(activity, .show(try await services.posts.post(id).id), services)
  }

  private static func prepared(
    _ activity: AS.Activity,
    _ deed: GroupAnnouncement.Deed,
    _ services: FederationServices
  ) -> Prepared {
    Prepared(
      uri: activity.id.string,
      entryID: services.numbers.next(at: services.now()),
      deed: deed
    )
  }

  /// A boost inside a territory: what it boosts comes as a publication of its own and is fetched
  /// from nobody, least of all on a booster's word.
  private static func prepareInside(
    _ activity: AS.Activity,
    _ id: AS.IRI,
    with services: FederationServices
  ) async throws -> Prepared {
    let (post, isKnown) = try await services.database.read { tx in
      (try tx.posts.find(uri: id.string), try tx.posts.isKnown(uri: id.string))
    }
    guard let post else {
      guard !isKnown else { throw Ignored("\(id) was deleted.") }
      throw Refusal.unreachable("\(id) has not come yet.")
    }
    return prepared(activity, .show(post.id), services)
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard case .show(let id) = prepared.deed else { return }
    guard let facts = try tx.posts.facts(about: id, for: sender.reader),
      Permission.allows(sender.reader, toAnnounce: facts)
        || Permission.allows(group: sender.actor, toShow: facts)
    else { throw Refusal.absent }
    try InteractionGate.require(
      .announce,
      of: try tx.posts.find(id),
      by: sender,
      in: tx
    )
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    switch prepared.deed {
    case .show(let id):
      try show(id, prepared, sender, in: tx, at: effects.now)
      let (live, number) = (effects.services.live, prepared.entryID)
      tx.afterCommit { live.tell(.boosted(number)) }
    case .inner(let inner): try inner.commit(tx)
    case .takeOut(let uri):
      guard let post = try tx.posts.find(uri: uri),
        try tx.groups.state(of: post.id, in: sender.actor.id) == .shown
      else { throw Ignored("\(uri) is not shown by \(sender.actor.uri).") }
      try tx.groups.put(post.id, in: sender.actor.id, .removed)
      try tx.reactions.remove(.boost, by: sender.actor.id, of: post.id)
      try tx.timelines.removeBoost(of: post.id, by: sender.actor.id)
    }
  }

  private static func show(
    _ id: PostID,
    _ prepared: Prepared,
    _ sender: VerifiedSender,
    in tx: Transaction,
    at now: Date
  ) throws {
    let actor = sender.actor
    let isNew = try tx.reactions.add(
      .boost,
      uri: prepared.uri,
      by: actor.id,
      to: id,
      at: now,
      number: prepared.entryID
    )
    guard isNew else { throw Ignored("It was boosted already.") }
    if actor.kind == .group { try tx.groups.put(id, in: actor.id, .shown) }
    try tx.timelines.addBoost(of: id, by: actor.id, id: prepared.entryID)
  }
}
