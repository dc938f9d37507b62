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
      A rule has a reason, and best a date on which somebody looks at it again. neutral says \
      nothing about whether to deal with a host: it goes with --media-off or --no-reports.

      Example: maillage policy add "*.spam.example" suspend --reason spam --review 2027-06-01
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "host, host:port, *.domain or *.")
  var pattern: String

  @Argument(help: "allow, suspend, silence or neutral.")
  var action: PolicyRule.Action

  @Flag(help: "Drop pictures and files that come from there.")
  var mediaOff = false

  @Flag(help: "Take no reports from there.")
  var noReports = false

  @Option(help: "When to look at it again: YYYY-MM-DD.")
  var review: String?

  func validate() throws {
    guard changing.reason?.isEmpty == false else {
      throw ValidationError("A rule needs a reason: --reason TEXT.")
    }
    guard action != .neutral || mediaOff || noReports else {
      throw ValidationError("neutral goes with --media-off or --no-reports.")
    }
    if let review { _ = try Self.date(review) }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let text = try PolicyPattern(pattern).text
    let before = try await neutralRule(of: text, on: node)
    let rule = PolicyRule(
      pattern: text,
      action: action,
      dropsMedia: mediaOff || before?.dropsMedia == true,
      dropsReports: noReports || before?.dropsReports == true,
      author: call.caller,
      reason: changing.reason ?? "",
      createdAt: call.now,
      reviewAt: try review.map(Self.date)
    )
    if action != .allow {
      try Concerned(services: node.services).requireElsewhere(rule.pattern)
    }
    return Change(of: rule.pattern, "\(rule.shownAction) \(rule.pattern)") { tx in
      try tx.policies.save(rule)
      return try Report("\(rule.pattern): \(rule.shownAction).", PolicyShape(rule))
    } then: {
      try await node.policyChanged()
    }
  }

  /// The rule to which a neutral one adds.
  ///
  /// - Throws: `Refusal.conflict` for a rule that does more: it would be lifted.
  private func neutralRule(of pattern: String, on node: OpenNode) async throws -> PolicyRule? {
    guard action == .neutral,
      let rule = try await node.database.read({ try $0.policies.find(pattern: pattern) })
    else { return nil }
    guard rule.action == .neutral else {
      throw Refusal.conflict(
        "There is another rule for \(pattern), which this one would lift: remove that first."
      )
    }
    return rule
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

extension OpenNode {
  /// Lets changed rules work at once.
  func policyChanged() async throws {
    try await services.policy.reload(from: database)
    services.senderCache.removeAll()
  }
}
