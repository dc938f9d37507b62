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
    let emoji: String?
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
      emoji: emoji(of: activity)
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
      emoji: prepared.emoji
    )
    guard isNew else {
      let isFurther = try tx.reactions.addFurther(
        uri: prepared.uri,
        emoji: prepared.emoji,
        by: sender.actor.id,
        to: post
      )
      if !isFurther { try rememberRepeat(prepared, of: post, from: sender, in: tx) }
      return
    }
    try NotificationWriter.tell(of: .like, to: post, by: sender.actor, at: effects.now, in: tx)
  }

  /// Who likes again by another id, with the same emoji or none, may take the like back by it.
  private static func rememberRepeat(
    _ prepared: Prepared,
    of post: PostID,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard !sender.isLocal,
      let first = try tx.reactions.like(with: prepared.emoji, by: sender.actor.id, of: post),
      try tx.repeats.add(prepared.uri, of: first, by: sender.actor.id)
    else { throw Ignored("It was liked already.") }
  }

  /// The most that is kept of an emoji, in bytes: the longest of Unicode have 35, and `:names:` of pictures few more.
  private static let longestEmoji = 128

  /// What it reacts with, if it is no plain like: in `EmojiReact`, or in a Like as Misskey sends it.
  ///
  /// It is kept to tell reactions from each other, and never shown.
  static func emoji(of activity: AS.Activity) -> String? {
    ["content", "_misskey_reaction"].lazy
      .compactMap { activity.raw?[$0]?.string }
      .first { !$0.isEmpty }
      .map { String(decoding: $0.utf8.prefix(longestEmoji), as: UTF8.self) }
  }

  private static func post(_ prepared: Prepared, in tx: Transaction) throws -> PostID {
    guard let post = try tx.posts.find(uri: prepared.postURI) else {
      throw Ignored("\(prepared.postURI) is not known here.")
    }
    return post.id
  }
}
