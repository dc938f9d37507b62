import ActivityStreams
import Model
import Storage

/// Somebody likes a post (ActivityPub §6.8, §7.10), or reacts to it with an emoji.
///
/// Several reactions of one actor are one like; it lasts until the last of them is undone.
package enum LikeActivity: ActivityHandler {
  package static let type = AS.ActivityType.like
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts,
    sent: ActivityObjects.posts
  )

  package struct Prepared: Sendable {
    let uri: String
    let postURI: String
    let isEmoji: Bool
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not what is liked.")
    }
    return Prepared(
      uri: activity.id.string,
      postURI: id.string,
      isEmoji: isEmoji(activity)
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let facts = try tx.posts.facts(about: try post(prepared, in: tx), for: sender.reader),
      Permission.allows(sender.reader, toRead: facts)
    else { throw Refusal.absent }
    try InteractionGate.require(
      .like,
      of: try tx.posts.find(uri: prepared.postURI),
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
    let post = try post(prepared, in: tx)
    let isNew = try tx.reactions.add(
      .like,
      uri: prepared.uri,
      by: sender.actor.id,
      to: post,
      at: effects.now,
      isEmoji: prepared.isEmoji
    )
    guard isNew else {
      let isFurther = try tx.reactions.addFurther(
        uri: prepared.uri,
        isEmoji: prepared.isEmoji,
        by: sender.actor.id,
        to: post
      )
      guard isFurther else { throw Ignored("It was liked already.") }
      return
    }
    try NotificationWriter.tell(of: .like, to: post, by: sender.actor, at: effects.now, in: tx)
  }

  /// Whether it is a reaction with an emoji: `EmojiReact`, or a Like as Misskey sends it.
  static func isEmoji(_ activity: AS.Activity) -> Bool {
    ["content", "_misskey_reaction"].contains { activity.raw?[$0]?.string?.isEmpty == false }
  }

  private static func post(_ prepared: Prepared, in tx: Transaction) throws -> PostID {
    guard let post = try tx.posts.find(uri: prepared.postURI) else {
      throw Ignored("\(prepared.postURI) is not known here.")
    }
    return post.id
  }
}
