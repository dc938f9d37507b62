import ActivityStreams
import Model
import Storage

/// The follow that an Accept, a Reject or an Undo is about: by its id, or by who follows whom.
struct FollowAnswer: Sendable {
  private let uri: String?
  private let pair: (follower: String, followee: String)?

  init(_ reference: AS.Reference?) throws(Refusal) {
    guard let reference else { throw .malformed("The activity has no single object.") }
    uri = reference.id?.string
    let inner = reference.embedded.flatMap { try? AS.Activity(inside: $0.json) }
    if let inner, inner.type == .follow, let followee = inner.object?.id {
      pair = (inner.actor.string, followee.string)
    } else {
      pair = nil
    }
  }

  func find(in tx: Transaction) throws -> Follow? {
    if let follow = try uri.flatMap(tx.follows.find(uri:)) { return follow }
    guard let pair, let follower = try tx.actors.find(uri: pair.follower),
      let followee = try tx.actors.find(uri: pair.followee)
    else { return nil }
    return try tx.follows.find(follower: follower.id, followee: followee.id)
  }

  /// The follow, if it is the sender's to answer.
  ///
  /// - Throws: `Refusal.forbidden` when another was asked.
  func find(askedOf sender: VerifiedSender, in tx: Transaction) throws -> Follow {
    guard let follow = try find(in: tx) else { throw Ignored("No such follow is known here.") }
    guard follow.followeeID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) was not asked.")
    }
    return follow
  }
}
