import Foundation
import Model

/// What passes between this node and others: the admin's rules, the peerings and the territories,
/// as they are now.
package struct Flows: Sendable {
  let policy: PeerPolicy
  let known: KnownNodes
  let now: @Sendable () -> Date

  package init(policy: PeerPolicy, known: KnownNodes, now: @escaping @Sendable () -> Date) {
    self.policy = policy
    self.known = known
    self.now = now
  }

  package func rules(about host: String) -> FlowRules {
    FlowRules(
      rule: policy.rule(for: host),
      narrowest: policy.narrowestRule(for: host),
      peering: known.peering(with: host).map { peering in
        var peering = peering
        peering.state = peering.state.current(at: now())
        return peering
      },
      territories: known.node(host: host)?.territories ?? []
    )
  }

  /// What decides about activities of some scopes: the strictest of what is said about each.
  package func decision(
    about host: String,
    _ direction: Valve.Direction,
    _ scopes: Set<Scope>,
    isOfTerritory: Bool = false
  ) -> FlowDecision {
    let rules = rules(about: host)
    let decisions = scopes.sorted().map {
      rules.decision(direction, $0, isOfTerritory: isOfTerritory)
    }
    return decisions.max { $0.passage < $1.passage } ?? rules.decision(direction, nil)
  }

  /// Whether this node hears, serves and delivers to a host at all.
  package func isAdmitted(_ host: String) -> Bool {
    rules(about: host).decision(.in, nil).passage != .refused
  }

  /// - Throws: `Refusal.againstPolicy` when the node does not deal with the host.
  package func requireAdmitted(_ host: String) throws(Refusal) {
    guard isAdmitted(host) else {
      throw .againstPolicy("This node does not exchange with \(host).")
    }
  }

  /// Whether a host may speak about becoming a peer: the rule for everyone does not keep out who has
  /// an invitation.
  ///
  /// - Throws: `Refusal.againstPolicy` for a host that a rule names, or whose peering is suspended.
  func requireNotBarred(_ host: String) throws(Refusal) {
    let rules = rules(about: host)
    var isBarred = rules.rule.map { $0.action == .suspend && !$0.isForEveryone } ?? false
    if case .suspended? = rules.peering?.state { isBarred = true }
    guard !isBarred else { throw .againstPolicy("This node does not exchange with \(host).") }
  }

  /// - Throws: `Refusal.againstPolicy` when the node does not deal with the host of a URL.
  package func requireAdmitted(hostOf url: String) throws(Refusal) {
    guard let origin = Origin(of: url) else { throw .malformed("\(url) is no usable address.") }
    try requireAdmitted(origin.authority)
  }

  /// A post as this node keeps it of an author of another.
  func received(_ post: Post, by author: ActorProfile) -> Post {
    let rules = rules(about: author.host)
    var post = post
    post.body = received(post.body, rules)
    if rules.isLimited { post.isListed = false }
    return post
  }

  func received(_ body: PostBody, by author: ActorProfile) -> PostBody {
    received(body, rules(about: author.host))
  }

  private func received(_ body: PostBody, _ rules: FlowRules) -> PostBody {
    guard rules.dropsMedia else { return body }
    var body = body
    body.attachments = []
    body.emoji = []
    return body
  }
}
