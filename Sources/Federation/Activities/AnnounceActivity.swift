import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody passes a post on to those who follow it (ActivityPub §7.11): a boost.
package enum AnnounceActivity: ActivityHandler {
  package static let type = AS.ActivityType.announce
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts
      + ["Create", "Update", "Delete", "Like", "Undo", "Add", "Remove"],
    sent: ActivityObjects.posts
      + ["Create", "Update", "Delete", "Like", "Undo", "Block", "Add", "Remove"]
  )
  package static let looksUpFirst = true

  /// The most that a group passes on at once (PieFed): each may need a fetch.
  static let mostAtOnce = 50

  package enum Prepared: Sendable {
    case one(Part)
    /// Of several each counts for itself.
    case several([Part])

    /// One thing that is passed on.
    package struct Part: Sendable {
      let uri: String
      let entryID: Int64
      let deed: GroupAnnouncement.Deed
      /// Whether somebody said it to its followers alone.
      var isForFollowers = false
    }
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    if activity.objects.count > 1 {
      return .several(try await prepareSeveral(activity, from: sender, with: services))
    }
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
      return .one(part(activity.id.string, try await announcement.prepare(object), services))
    }
    try services.flows.requireAdmitted(hostOf: id.string)
    let post = try await services.posts.post(id)
    var part = Self.part(activity.id.string, .show(post.id), services)
    let told = activity.audience
    part.isForFollowers =
      post.audience == .public && sender.actor.kind != .group
      && !told.isPublic && !told.isUnlisted && !told.addresses.isEmpty
    return .one(part)
  }

  /// What a group passes on at once; what of it cannot be used keeps nothing else back.
  private static func prepareSeveral(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> [Prepared.Part] {
    guard sender.actor.kind == .group, !sender.isLocal, activity.publication == nil,
      activity.objects.count <= mostAtOnce
    else { throw Refusal.malformed("It says not what is boosted.") }
    let isFollowed = try await services.database.read {
      try $0.follows.hasLocalFollower(sender.actor.id)
    }
    guard isFollowed else { throw Ignored("Nobody here follows \(sender.actor.uri).") }
    let announcement = GroupAnnouncement(services: services, group: sender.actor)
    var parts: [Prepared.Part] = []
    for (place, object) in activity.objects.enumerated() {
      do {
        let deed = try await announcement.prepare(object)
        // Each boost has an id of its own.
        parts.append(part("\(activity.id)#\(place)", deed, services))
      } catch is Refusal {
        continue
      } catch is Ignored {
        continue
      }
    }
    guard !parts.isEmpty else { throw Ignored("Nothing of it can be used here.") }
    return parts
  }

  private static func part(
    _ uri: String,
    _ deed: GroupAnnouncement.Deed,
    _ services: FederationServices
  ) -> Prepared.Part {
    Prepared.Part(uri: uri, entryID: services.numbers.next(at: services.now()), deed: deed)
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
    return .one(part(activity.id.string, .show(post.id), services))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard case .one(let part) = prepared else { return }
    try authorize(part, from: sender, in: tx)
  }

  private static func authorize(
    _ part: Prepared.Part,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard case .show(let id) = part.deed else { return }
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
    switch prepared {
    case .one(let part): try apply(part, from: sender, in: tx, effects: effects)
    case .several(let parts):
      for part in parts {
        do {
          try tx.attempt { tx in
            try authorize(part, from: sender, in: tx)
            try apply(part, from: sender, in: tx, effects: effects)
          }
        } catch is Refusal {
          continue
        } catch is Ignored {
          continue
        }
      }
    }
  }

  private static func apply(
    _ part: Prepared.Part,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let (group, now) = (sender.actor.id, effects.now)
    switch part.deed {
    case .show(let id):
      guard try show(id, part, sender, in: tx, at: now) else { return }
      let (live, number) = (effects.services.live, part.entryID)
      tx.afterCommit { live.tell(.boosted(number)) }
    case .inner(let inner): try inner.commit(tx)
    case .takeOut(let uri):
      let post = try shown(uri, by: sender.actor, in: tx)
      try tx.groups.put(post, in: group, .removed)
      try tx.reactions.remove(.boost, by: group, of: post)
      try tx.timelines.removeBoost(of: post, by: group)
    case .pin(let uri, let isPinned):
      let post = try shown(uri, by: sender.actor, in: tx)
      if isPinned {
        try tx.posts.pin(post, by: group, at: now)
      } else {
        try tx.posts.unpin(post, by: group)
      }
    }
  }

  private static func shown(
    _ uri: String,
    by group: ActorProfile,
    in tx: Transaction
  ) throws -> PostID {
    guard let post = try tx.posts.find(uri: uri),
      try tx.groups.state(of: post.id, in: group.id) == .shown
    else { throw Ignored("\(uri) is not shown by \(group.uri).") }
    return post.id
  }

  /// - Returns: Whether it is new; if it is not, it is known by one id more.
  private static func show(
    _ id: PostID,
    _ part: Prepared.Part,
    _ sender: VerifiedSender,
    in tx: Transaction,
    at now: Date
  ) throws -> Bool {
    let actor = sender.actor
    let isNew = try tx.reactions.add(
      .boost,
      uri: part.uri,
      by: actor.id,
      to: id,
      at: now,
      number: part.entryID,
      isForFollowers: part.isForFollowers
    )
    guard isNew else {
      // Who boosts again by another id may take the boost back by it.
      guard !sender.isLocal, let first = try tx.reactions.uri(.boost, by: actor.id, of: id),
        try tx.repeats.add(part.uri, of: first, by: actor.id)
      else { throw Ignored("It was boosted already.") }
      return false
    }
    if actor.kind == .group { try tx.groups.put(id, in: actor.id, .shown) }
    try tx.timelines.addBoost(of: id, by: actor.id, id: part.entryID)
    try NotificationWriter.tell(of: .boost, to: id, by: actor, at: now, in: tx)
    return true
  }
}
