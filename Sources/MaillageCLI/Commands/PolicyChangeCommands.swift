import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage policy add PATTERN ACTION`.
struct PolicyAddCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add a rule, or replace the one with the same pattern.",
    discussion: """
      A rule has a reason, and best a date on which somebody looks at it again.

      Example: maillage policy add "*.spam.example" suspend --reason spam --review 2027-06-01
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "host, host:port, *.domain or *.")
  var pattern: String

  @Argument(help: "allow, suspend or silence.")
  var action: PolicyRule.Action

  @Option(help: "When to look at it again: YYYY-MM-DD.")
  var review: String?

  func validate() throws {
    guard changing.reason?.isEmpty == false else {
      throw ValidationError("A rule needs a reason: --reason TEXT.")
    }
    if let review { _ = try Self.date(review) }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let rule = PolicyRule(
      pattern: try PolicyPattern(pattern).text,
      action: action,
      author: call.caller,
      reason: changing.reason ?? "",
      createdAt: call.now,
      reviewAt: try review.map(Self.date)
    )
    return Change(of: rule.pattern, "\(action.rawValue) \(rule.pattern)") { tx in
      try tx.policies.save(rule)
      return try Report("\(rule.pattern): \(action.rawValue).", PolicyShape(rule))
    } then: {
      try await node.policyChanged()
    }
  }

  private static func date(_ text: String) throws -> Date {
    guard text.count == 10, let date = try? Date("\(text)T00:00:00Z", strategy: .iso8601) else {
      throw ValidationError("‘\(text)’ is no date: write YYYY-MM-DD.")
    }
    return date
  }
}

/// `maillage policy remove PATTERN`.
struct PolicyRemoveCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Remove a rule.",
    discussion: "Example: maillage policy remove \"*.spam.example\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The pattern of the rule.")
  var pattern: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let rules = try await node.database.read { try $0.policies.all() }
    guard let rule = rules.first(where: { $0.pattern == pattern.lowercased() }) else {
      throw NotFound("There is no rule \(pattern). See: maillage policy list")
    }
    return Change(of: rule.pattern, "remove the rule \(rule.pattern)") { tx in
      try tx.policies.remove(pattern: rule.pattern)
      return try Report("Removed \(rule.pattern).", PolicyShape(rule))
    } then: {
      try await node.policyChanged()
    }
  }
}

/// What a rule may speak of.
struct PolicyPattern {
  let text: String

  init(_ text: String) throws(Refusal) {
    let text = text.lowercased()
    let host = text.hasPrefix("*.") ? String(text.dropFirst(2)) : text
    guard text == "*" || Origin(of: "https://\(host)")?.authority == host else {
      throw .malformed("‘\(text.prefix(80))’ is no pattern: write host, host:port, *.domain or *.")
    }
    self.text = text
  }
}

extension OpenNode {
  /// Lets changed rules work at once.
  func policyChanged() async throws {
    try await services.policy.reload(from: database)
    services.senderCache.removeAll()
  }
}
