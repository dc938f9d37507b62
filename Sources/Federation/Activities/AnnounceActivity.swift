import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody passes a post on to those who follow it (ActivityPub §7.11): a boost.
package enum AnnounceActivity: ActivityHandler {
  package static let type = AS.ActivityType.announce
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts,
    sent: ActivityObjects.posts
  )
  package static let looksUpFirst = true

  package struct Prepared: Sendable {
    let uri: String
    let postID: PostID
    let entryID: Int64
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    // What is carried along is never believed: only its id is used (threat 8).
    guard let id = activity.object?.id else {
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
    try services.flows.requireAdmitted(hostOf: id.string)
    let post = try await services.posts.post(id)
    return Prepared(
      uri: activity.id.string,
      postID: post.id,
      entryID: services.numbers.next(at: services.now())
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
    return Prepared(
      uri: activity.id.string,
      postID: post.id,
      entryID: services.numbers.next(at: services.now())
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let facts = try tx.posts.facts(about: prepared.postID, for: sender.reader),
      Permission.allows(sender.reader, toAnnounce: facts)
    else { throw Refusal.absent }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let isNew = try tx.reactions.add(
      .boost,
      uri: prepared.uri,
      by: sender.actor.id,
      to: prepared.postID,
      at: effects.now
    )
    guard isNew else { throw Ignored("It was boosted already.") }
    try tx.timelines.addBoost(of: prepared.postID, by: sender.actor.id, id: prepared.entryID)
  }
}
