import Model
import Storage

/// A group of this node as the command line prints it.
struct GroupShape: Encodable, Sendable {
  /// Somebody who is something to it.
  struct Person: Encodable, Sendable {
    let affiliation: Affiliation
    let actor: ActorShape
  }

  let actor: ActorShape
  let followers: Int
  let isClosed: Bool
  let isModerated: Bool
  let posting: GroupRules.Posting
  /// Those who ask to follow it, a hundred at most.
  let requests: Int
  /// Posts that a moderator has to look at, a hundred at most.
  let waiting: Int
  let affiliations: [Person]

  init(_ group: ActorProfile, in tx: Transaction) throws {
    let rules = try tx.groups.rules(of: group.id)
    actor = ActorShape(group)
    followers = try tx.follows.countFollowers(of: group.id)
    isClosed = rules.isClosed
    isModerated = rules.isModerated
    posting = rules.posting
    requests = try tx.follows.pending(of: group.id).count
    waiting = try tx.groups.countWaiting(in: group.id)
    affiliations = try tx.groups.affiliations(of: group.id)
      .map { Person(affiliation: $0.affiliation, actor: ActorShape($0.actor)) }
  }

  /// How it is run, in a few words.
  var rules: String {
    let words = [isClosed ? "closed" : "open", isModerated ? "moderated" : nil]
    return words.compactMap(\.self).joined(separator: ", ") + ", written by \(posting.rawValue)"
  }
}
