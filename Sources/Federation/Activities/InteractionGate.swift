import ActivityStreams
import Model
import Storage

/// Whether the author of a post lets somebody do something with it.
enum InteractionGate {
  /// What the author says; nothing, when it says nothing of it.
  static func verdict(
    _ kind: InteractionPolicy.Kind,
    of post: Post,
    for actor: ActorProfile,
    in tx: Transaction
  ) throws -> InteractionPolicy.Verdict? {
    guard post.authorID != actor.id else { return .automatic }
    guard let author = try tx.actors.find(post.authorID) else { return .never }
    let policy =
      post.isLocal
      ? InteractionPolicy(of: post, by: author) : try tx.quotes.policy(of: post.id)
    guard let rule = policy.rules[kind] else { return nil }
    // Whoever is named may answer (GoToSocial).
    if kind == .reply, try tx.posts.addressees(of: post.id).contains(where: { $0.id == actor.id }) {
      return .automatic
    }
    return rule.verdict(for: try names(of: actor, to: author, in: tx))
  }

  /// - Throws: for a member `Refusal.forbidden`, since its author's node would not take it; for
  ///   another node's actor `Ignored`, when the post is of this node.
  static func require(
    _ kind: InteractionPolicy.Kind,
    of post: Post?,
    by sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let post, sender.isLocal || post.isLocal,
      try verdict(kind, of: post, for: sender.actor, in: tx) == .never
    else { return }
    let word = kind.word
    guard sender.isLocal else {
      throw Ignored("Its author does not let \(sender.actor.uri) \(word) \(post.uri).")
    }
    throw Refusal.forbidden("The author of \(post.uri) does not let you \(word) it.")
  }

  /// The names under which a policy may mean an actor.
  private static func names(
    of actor: ActorProfile,
    to author: ActorProfile,
    in tx: Transaction
  ) throws -> Set<String> {
    var names: Set<String> = [actor.uri]
    if let followers = author.endpoints.followers,
      try tx.follows.find(follower: actor.id, followee: author.id)?.state == .accepted
    {
      names.insert(followers)
    }
    if let following = author.endpoints.following,
      try tx.follows.find(follower: author.id, followee: actor.id)?.state == .accepted
    {
      names.insert(following)
    }
    return names
  }
}

extension InteractionPolicy.Kind {
  fileprivate var word: String {
    switch self {
    case .like: "like"
    case .reply: "answer"
    case .announce: "boost"
    case .quote: "quote"
    }
  }
}
