import Foundation

/// A rule of the node's admin about another node: with an author, a reason and a review date.
package struct PolicyRule: Sendable, Hashable {
  /// What a rule does.
  package enum Action: String, Sendable, CaseIterable {
    /// Hear and serve this node although a wider rule says no.
    case allow
    /// Neither hear, serve nor deliver.
    case suspend
    /// Take what is addressed to members, keep the rest out of public timelines.
    case silence
    /// Says nothing about whether to deal with it: a wider rule may. Its other words count.
    case neutral
  }

  /// A host, with or without a port; or `*.domain` for it and all below it; or `*` for everyone.
  package var pattern: String
  package var action: Action
  /// Pictures and files that come from there are dropped.
  package var dropsMedia: Bool
  /// Reports that come from there are not taken.
  package var dropsReports: Bool
  package var author: String
  package var reason: String
  /// The address of the list that it came from; nothing for a rule that somebody wrote here.
  package var list: String?
  package var createdAt: Date
  package var reviewAt: Date?

  package init(
    pattern: String,
    action: Action,
    dropsMedia: Bool = false,
    dropsReports: Bool = false,
    author: String,
    reason: String,
    list: String? = nil,
    createdAt: Date,
    reviewAt: Date? = nil
  ) {
    self.pattern = pattern
    self.action = action
    self.dropsMedia = dropsMedia
    self.dropsReports = dropsReports
    self.author = author
    self.reason = reason
    self.list = list
    self.createdAt = createdAt
    self.reviewAt = reviewAt
  }

  /// How narrowly the rule speaks of a host (`host` or `host:port`); nothing when it does not.
  package func precision(for host: String) -> Int? {
    // An admin may write a name in any case; a rule that never applies would go unnoticed.
    PolicyRules.patterns(about: host).firstIndex(of: pattern.lowercased()).map { -$0 }
  }
}

/// All rules, found by the hosts that they speak of: a list from elsewhere may have thousands.
package struct PolicyRules: Sendable {
  private var byPattern: [String: PolicyRule] = [:]

  package init(_ rules: some Sequence<PolicyRule> = []) {
    for rule in rules { byPattern[rule.pattern.lowercased()] = rule }
  }

  /// The rule that decides whether this node deals with a host: the narrowest that says so.
  package func deciding(about host: String) -> PolicyRule? {
    speaking(of: host).first { $0.action != .neutral }
  }

  /// The narrowest rule that speaks of a host: its words about media and reports count.
  package func narrowest(about host: String) -> PolicyRule? { speaking(of: host).first }

  private func speaking(of host: String) -> [PolicyRule] {
    byPattern.isEmpty ? [] : Self.patterns(about: host).compactMap { byPattern[$0] }
  }

  /// The patterns that speak of a host (`host` or `host:port`), the narrowest first.
  package static func patterns(about host: String) -> [String] {
    let host = host.lowercased()
    let name = String(withoutPort(host))
    var patterns = host == name ? [host] : [host, name]
    var domain = name[...]
    while !domain.isEmpty {
      patterns.append("*.\(domain)")
      guard let dot = domain.firstIndex(of: ".") else { break }
      domain = domain[domain.index(after: dot)...]
    }
    return patterns + ["*"]
  }

  /// The host alone; the colons of an IPv6 address stand in brackets.
  private static func withoutPort(_ host: String) -> Substring {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return host[...end] }
    return host.prefix { $0 != ":" }
  }
}

extension [PolicyRule] {
  /// The rule that decides about a host: the narrowest.
  package func deciding(about host: String) -> PolicyRule? {
    PolicyRules(self).deciding(about: host)
  }
}
