import Federation
import Foundation
import Model

/// What passes between this node and another, as the command line prints it.
struct FlowShape: Encodable, Sendable {
  let direction: String
  /// Nothing for follows, blocks and what takes something back.
  let scope: String?
  let passage: String
  let decidedBy: Opinion
  /// What else speaks of it and does not decide.
  let otherwise: [Opinion]

  init(_ rules: FlowRules, _ direction: Valve.Direction, _ scope: Scope?) {
    let opinions = rules.opinions(direction, scope).map(Opinion.init)
    let decision = rules.decision(direction, scope)
    self.direction = direction.rawValue
    self.scope = scope?.rawValue
    passage = decision.passage.name
    decidedBy = Opinion(decision)
    otherwise = opinions.dropFirst().filter { $0.ground != "nothing" }
  }

  /// What one rule says.
  struct Opinion: Encodable, Sendable {
    let ground: String
    let passage: String
    let name: String
    var author: String?
    var reason: String?
    var createdAt: Date?
    var reviewAt: Date?

    init(_ decision: FlowDecision) {
      passage = decision.passage.name
      switch decision.ground {
      case .policy(let rule):
        (ground, name) = ("policy", "\(rule.pattern) \(rule.action.rawValue)")
        (author, reason) = (rule.author, rule.reason)
        (createdAt, reviewAt) = (rule.createdAt, rule.reviewAt)
      case .suspension(let peering):
        (ground, name) = ("suspension", "suspended peering")
        reason = peering.reason
        if case .suspended(let until) = peering.state { reviewAt = until }
      case .valve(let valve):
        ground = "valve"
        name = "valve \(valve.scope.rawValue) \(valve.direction.rawValue) \(valve.setting.rawValue)"
        (author, reason) = (valve.author, valve.reason)
        (createdAt, reviewAt) = (valve.createdAt, valve.reviewAt)
      case .scope(let scope): (ground, name) = ("scope", "\(scope.rawValue) not shared")
      case .theirScope(let scope):
        (ground, name) = ("theirScope", "\(scope.rawValue) not shared by the peer")
      case .level(let level): (ground, name) = ("level", "level \(level.rawValue)")
      case .territories(let ids):
        (ground, name) = ("territories", "territory \(ids.sorted().joined(separator: ", "))")
      case .nothing: (ground, name) = ("nothing", "no rule")
      }
    }

    /// In a few words.
    var summary: String { "\(name): \(passage)" }
  }

  /// All that passes between this node and another.
  struct Host: Encodable, Sendable {
    let host: String
    let action: String
    let rule: PolicyShape?
    let dropsMedia: Bool
    let dropsReports: Bool
    let peering: String?
    let level: String?
    let flows: [FlowShape]

    init(_ host: String, _ rules: FlowRules) {
      let isRefused = rules.decision(.in, nil).passage == .refused
      self.host = host
      action = isRefused ? "suspend" : rules.isLimited ? "silence" : "allow"
      rule = rules.rule.map(PolicyShape.init)
      dropsMedia = rules.dropsMedia
      dropsReports = rules.dropsReports
      peering = rules.peering?.state.name
      level = rules.peering?.level.rawValue
      let scopes: [Scope?] = rules.peering == nil ? [nil] : [nil] + Scope.allCases
      flows = Valve.Direction.allCases.flatMap { direction in
        scopes.map { FlowShape(rules, direction, $0) }
      }
    }
  }
}

extension FlowDecision.Passage {
  fileprivate var name: String {
    switch self {
    case .open: "open"
    case .held: "held"
    case .refused: "refused"
    }
  }
}
