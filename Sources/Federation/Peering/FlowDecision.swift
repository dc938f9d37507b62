import Model

/// How one kind of activity passes between this node and another, and what says so.
package struct FlowDecision: Sendable, Hashable {
  /// From the widest to the strictest.
  package enum Passage: Int, Sendable, Hashable, Comparable {
    case open
    /// Kept until somebody releases it.
    case held
    case refused

    package static func < (lhs: Passage, rhs: Passage) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  /// What decides.
  package enum Ground: Sendable, Hashable {
    /// A rule of this node's admin.
    case policy(PolicyRule)
    /// The peering with the host is suspended.
    case suspension(Peering)
    /// A kind of activity that this node does not share with the peer.
    case scope(Scope)
    /// A kind of activity that the peer said it does not share with this node.
    case theirScope(Scope)
    case valve(Valve)
    /// The level of an active peering.
    case level(Peering.Level)
    /// Territories that both nodes are in, as text.
    case territories(Set<String>)
    /// Nothing speaks of it: this node deals with everyone.
    case nothing
  }

  package var passage: Passage
  package var ground: Ground

  package init(passage: Passage, ground: Ground) {
    self.passage = passage
    self.ground = ground
  }
}

/// What is to be known of a host to decide what passes; it decides without looking anywhere.
package struct FlowRules: Sendable, Hashable {
  /// The narrowest rule that speaks of the host.
  package var rule: PolicyRule?
  /// The narrowest that speaks of it at all: what it says of media and reports counts.
  package var narrowest: PolicyRule?
  /// What was agreed with it, with its state as it is now.
  package var peering: Peering?
  package var territories: Set<String>

  package init(
    rule: PolicyRule?,
    narrowest: PolicyRule? = nil,
    peering: Peering?,
    territories: Set<String> = []
  ) {
    self.rule = rule
    self.narrowest = narrowest ?? rule
    self.peering = peering
    self.territories = territories
  }

  /// What each rule says about activities of a scope, the one that decides first.
  ///
  /// Without a scope it is about what ties people (follows, blocks) and what takes something back:
  /// no valve and no level stops that.
  package func opinions(
    _ direction: Valve.Direction,
    _ scope: Scope?,
    isOfTerritory: Bool = false
  ) -> [FlowDecision] {
    var opinions: [FlowDecision] = []
    // Local rules win in the restrictive direction: neither a peering nor others may lift one.
    if let rule, rule.action == .suspend, !rule.isForEveryone {
      opinions.append(FlowDecision(passage: .refused, ground: .policy(rule)))
    }
    if let peering, case .suspended = peering.state {
      opinions.append(FlowDecision(passage: .refused, ground: .suspension(peering)))
    }
    if let active {
      // What a peering shares or not is no matter for what a territory shares.
      if let scope, !isOfTerritory, !active.ours.scopes.contains(scope) {
        opinions.append(FlowDecision(passage: .refused, ground: .scope(scope)))
      }
      // What it does not take either is not sent to it; what it sends all the same is its matter,
      // and perhaps only newer than what this node heard of its scopes.
      if let scope, !isOfTerritory, direction == .out, active.lastHeardAt != nil,
        !active.theirs.scopes.contains(scope)
      {
        opinions.append(FlowDecision(passage: .refused, ground: .theirScope(scope)))
      }
      opinions += self.opinions(of: active, direction, scope)
    }
    if !territories.isEmpty {
      opinions.append(FlowDecision(passage: .open, ground: .territories(territories)))
    }
    if let rule, rule.action != .suspend || rule.isForEveryone {
      let passage: FlowDecision.Passage = rule.action == .suspend ? .refused : .open
      opinions.append(FlowDecision(passage: passage, ground: .policy(rule)))
    }
    return opinions + [FlowDecision(passage: .open, ground: .nothing)]
  }

  package func decision(
    _ direction: Valve.Direction,
    _ scope: Scope?,
    isOfTerritory: Bool = false
  ) -> FlowDecision {
    opinions(direction, scope, isOfTerritory: isOfTerritory).first
      ?? FlowDecision(passage: .open, ground: .nothing)
  }

  /// Whether only those who follow somebody there see what comes from it.
  package var isLimited: Bool {
    if active?.level == .limited { return true }
    guard let rule, rule.action == .silence else { return false }
    return applies(rule)
  }

  /// Whether pictures and files that come from it are dropped.
  package var dropsMedia: Bool {
    if active?.level == .mediaOff { return true }
    return narrowest.map { $0.dropsMedia && applies($0) } ?? false
  }

  /// Whether reports that come from it are not taken.
  package var dropsReports: Bool { narrowest.map { $0.dropsReports && applies($0) } ?? false }

  /// The rule for everyone is not about peers and members of common territories.
  private func applies(_ rule: PolicyRule) -> Bool {
    !rule.isForEveryone || (active == nil && territories.isEmpty)
  }

  private var active: Peering? {
    guard let peering, case .active = peering.state else { return nil }
    return peering
  }

  private func opinions(
    of peering: Peering,
    _ direction: Valve.Direction,
    _ scope: Scope?
  ) -> [FlowDecision] {
    var opinions: [FlowDecision] = []
    let valve = scope.flatMap { peering.valve($0, direction) }
    if let valve, valve.setting != .open {
      let passage: FlowDecision.Passage = valve.setting == .closed ? .refused : .held
      opinions.append(FlowDecision(passage: passage, ground: .valve(valve)))
    }
    let isSilent = peering.level == .receiveOnly && direction == .out && scope != nil
    if isSilent {
      opinions.append(FlowDecision(passage: .refused, ground: .level(.receiveOnly)))
    }
    // An open valve says no more than that there is none: it does not lift the level.
    if let valve, valve.setting == .open {
      opinions.append(FlowDecision(passage: .open, ground: .valve(valve)))
    }
    if !isSilent {
      opinions.append(FlowDecision(passage: .open, ground: .level(peering.level)))
    }
    return opinions
  }
}

extension PolicyRule {
  /// Whether it is the rule for everyone (`*`), which makes the other rules a list of those with
  /// whom the node deals: the only one that an active peering or a common territory outweighs.
  ///
  /// A rule that names the host, or a domain that it is in, was meant for it.
  package var isForEveryone: Bool { pattern == "*" }
}
