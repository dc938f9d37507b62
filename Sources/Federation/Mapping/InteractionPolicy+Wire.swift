import ActivityStreams
import Model

/// A policy on the wire ↔ in the node.
extension InteractionPolicy {
  init(_ policy: AS.InteractionPolicy) {
    self.init()
    rules[.like] = policy.like.map(Rule.init)
    rules[.reply] = policy.reply.map(Rule.init)
    rules[.announce] = policy.announce.map(Rule.init)
    rules[.quote] = policy.quote.map(Rule.init)
  }

  /// What holds for a post of this node: what its author chose, else what the audience lets anyway.
  ///
  /// Of what is for few nothing is said: nobody else has it.
  package init(of post: Post, by author: ActorProfile) {
    self.init()
    let followers = author.endpoints.followers ?? author.uri
    switch post.audience {
    case .public:
      for kind in Kind.allCases { rules[kind] = Rule(automatic: [Rule.everyone]) }
    case .followers:
      for kind in [Kind.like, .reply] { rules[kind] = Rule(automatic: [followers, author.uri]) }
      for kind in [Kind.announce, .quote] { rules[kind] = Rule(automatic: [author.uri]) }
    case .node, .territory, .direct: break
    }
    rules.merge(post.policy.rules) { _, chosen in chosen }
  }

  /// What the author of a post of this node chose of what its Note says: the rest follows from the
  /// audience and need not be kept.
  init(chosenIn post: Post, by author: ActorProfile) {
    var plain = post
    plain.policy = InteractionPolicy()
    let usual = InteractionPolicy(of: plain, by: author)
    self.init(post.policy.rules.filter { usual.rules[$0.key] != $0.value })
  }

  /// What a member chose for its post.
  static func rule(_ circle: Circle, of author: ActorProfile) -> Rule {
    switch circle {
    case .everyone: Rule(automatic: [Rule.everyone])
    case .followers: Rule(automatic: [author.endpoints.followers ?? author.uri, author.uri])
    case .nobody: Rule(automatic: [author.uri])
    }
  }
}

extension InteractionPolicy.Rule {
  fileprivate init(_ rule: AS.InteractionPolicy.Rule) {
    self.init(automatic: rule.automatic.map(\.text), manual: rule.manual.map(\.text))
  }
}

extension AS.InteractionPolicy {
  init?(_ policy: InteractionPolicy) {
    guard !policy.isEmpty else { return nil }
    self.init()
    like = policy.rules[.like].map(Rule.init)
    reply = policy.rules[.reply].map(Rule.init)
    announce = policy.rules[.announce].map(Rule.init)
    quote = policy.rules[.quote].map(Rule.init)
  }
}

extension AS.InteractionPolicy.Rule {
  fileprivate init(_ rule: InteractionPolicy.Rule) {
    self.init(
      automatic: rule.automatic.compactMap { try? AS.Recipient($0) },
      manual: rule.manual.compactMap { try? AS.Recipient($0) }
    )
  }
}

extension AS.Recipient {
  fileprivate var text: String { address?.string ?? AS.Recipient.publicCollection }
}
