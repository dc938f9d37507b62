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
  }

  /// A host, with or without a port; or `*.domain` for it and all below it; or `*` for everyone.
  package var pattern: String
  package var action: Action
  package var author: String
  package var reason: String
  package var createdAt: Date
  package var reviewAt: Date?

  package init(
    pattern: String,
    action: Action,
    author: String,
    reason: String,
    createdAt: Date,
    reviewAt: Date? = nil
  ) {
    self.pattern = pattern
    self.action = action
    self.author = author
    self.reason = reason
    self.createdAt = createdAt
    self.reviewAt = reviewAt
  }

  /// How narrowly the rule speaks of a host (`host` or `host:port`); nothing when it does not.
  package func precision(for host: String) -> Int? {
    // An admin may write a name in any case; a rule that never applies would go unnoticed.
    let pattern = pattern.lowercased()
    let host = host.lowercased()
    let name = Self.withoutPort(host)
    if pattern == host { return .max }
    if pattern == name { return .max - 1 }
    if pattern == "*" { return 0 }
    guard pattern.hasPrefix("*.") else { return nil }
    let domain = pattern.dropFirst(2)
    guard name == domain || name.hasSuffix(".\(domain)") else { return nil }
    return domain.utf8.count
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
    compactMap { rule in rule.precision(for: host).map { (rule, $0) } }
      .max { $0.1 < $1.1 }?.0
  }
}
