import Foundation

/// A list of domains at some address, that this node looks at again and again.
package struct PolicyList: Sendable, Hashable {
  /// Whether its domains are blocked or allowed.
  package enum Kind: String, Sendable, CaseIterable { case blocks, allows }

  /// What becomes of what it says.
  package enum Mode: String, Sendable, CaseIterable {
    /// It waits for an admin.
    case drafts
    /// It becomes rules at once, but for what needs somebody who means it.
    case apply
  }

  package var url: String
  package var kind: Kind
  package var mode: Mode
  package var author: String
  package var reason: String
  package var createdAt: Date
  /// When it was last asked for.
  package var checkedAt: Date?
  /// What came of that, for people.
  package var outcome: String?

  package init(
    url: String,
    kind: Kind,
    mode: Mode,
    author: String,
    reason: String,
    createdAt: Date,
    checkedAt: Date? = nil,
    outcome: String? = nil
  ) {
    self.url = url
    self.kind = kind
    self.mode = mode
    self.author = author
    self.reason = reason
    self.createdAt = createdAt
    self.checkedAt = checkedAt
    self.outcome = outcome
  }
}

/// A change of the rules that a list asks for and nobody has made yet.
package struct PolicyDraft: Sendable, Hashable {
  /// What is to be done with the rule.
  package enum Change: String, Sendable { case save, remove }

  package var list: String
  package var change: Change
  /// The rule as it would be; of one that is to go, as it is.
  package var rule: PolicyRule
  /// Why it needs somebody who means it; nothing when it only waits.
  package var concern: String?

  package init(list: String, change: Change, rule: PolicyRule, concern: String? = nil) {
    self.list = list
    self.change = change
    self.rule = rule
    self.concern = concern
  }
}
