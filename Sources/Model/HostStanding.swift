/// How far what comes from another host is shown, as the rules that name it say.
package enum HostStanding: String, Sendable, CaseIterable {
  /// Only to those who follow somebody there.
  case limited
  /// To nobody.
  case suspended

  /// What the rules say of a host; nothing: it is shown like any other.
  ///
  /// The rule for everyone says nothing here: it is about strangers, and what a member follows of
  /// a peer was let in.
  package init?(of host: String, by rules: PolicyRules) {
    guard let rule = rules.deciding(about: host), rule.pattern != "*" else { return nil }
    switch rule.action {
    case .suspend: self = .suspended
    case .silence: self = .limited
    case .allow, .neutral: return nil
    }
  }
}
