import Foundation
import Model

/// A list of domains in CSV or plain lines, as Mastodon and others write and read them.
package enum DomainList {
  package typealias Kind = PolicyList.Kind

  /// One domain of it.
  package struct Entry: Sendable, Hashable {
    package let pattern: String
    package let action: PolicyRule.Action
    package let dropsMedia: Bool
    package let dropsReports: Bool
    package let comment: String?
  }

  /// A line of the list, readable or not.
  package struct Line: Sendable {
    package let number: Int
    package let content: Result<Entry, Refusal>
  }

  private static let columns = [
    "#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate",
  ]
  private static let longestComment = 1000
  /// More than the longest list known; nobody means a million rules.
  package static let mostLines = 50_000

  // MARK: Reading

  /// The lines of a list; one without a head has a domain in each line.
  ///
  /// - Throws: `Refusal.malformed` for a file of more lines than anybody means.
  package static func lines(in text: String, _ kind: Kind = .blocks) throws -> [Line] {
    let records = CSV.records(in: text)
    guard records.count <= mostLines else {
      throw Refusal.malformed("The list has more than \(mostLines) lines.")
    }
    guard let first = records.first else { return [] }
    let names = first.fields.map { field in
      let name = field.hasPrefix("#") ? field.dropFirst() : field[...]
      return name.lowercased().filter { $0 != " " }
    }
    let hasHead = names.contains("domain")
    let head = hasHead ? names : ["domain"]
    return (hasHead ? records.dropFirst() : records[...])
      // In a list of plain lines some are remarks.
      .filter { hasHead || $0.fields.first?.hasPrefix("#") != true }
      .map { record in
        let values = Dictionary(zip(head, record.fields)) { first, _ in first }
        do throws(Refusal) {
          guard hasHead || record.fields.count == 1 else {
            throw .malformed("A line of a list without a head has one domain.")
          }
          return Line(number: record.line, content: .success(try entry(values, kind)))
        } catch {
          return Line(number: record.line, content: .failure(error))
        }
      }
  }

  private static func entry(
    _ values: [String: String],
    _ kind: Kind
  ) throws(Refusal) -> Entry {
    let domain = values["domain"]?.lowercased() ?? ""
    guard !domain.contains("*") else {
      throw .malformed("The domain \(domain.prefix(80)) is made unreadable.")
    }
    let comment = values["public_comment"].flatMap {
      $0.isEmpty ? nil : String($0.prefix(longestComment))
    }
    if kind == .allows {
      return Entry(
        pattern: try PolicyPattern(domain).text,
        action: .allow,
        dropsMedia: false,
        dropsReports: false,
        comment: comment
      )
    }
    let action = try action(values["severity"])
    // A port is one node, not a domain.
    let pattern = domain.contains(":") ? domain : "*.\(domain)"
    // Nothing comes from a suspended host; in the list it has both, which say nothing more.
    let isSuspended = action == .suspend
    return Entry(
      pattern: try PolicyPattern(pattern).text,
      action: action,
      dropsMedia: try flag(values, "reject_media") && !isSuspended,
      dropsReports: try flag(values, "reject_reports") && !isSuspended,
      comment: comment
    )
  }

  private static func action(_ severity: String?) throws(Refusal) -> PolicyRule.Action {
    switch severity?.lowercased() {
    case nil, "", "suspend": .suspend
    case "silence", "limit": .silence
    case "noop": .neutral
    case .some(let other):
      throw .malformed("There is no severity ‘\(other.prefix(40))’: suspend, silence or noop.")
    }
  }

  private static func flag(
    _ values: [String: String],
    _ name: String
  ) throws(Refusal) -> Bool {
    switch values[name]?.lowercased() {
    case nil, "", "false": return false
    case "true": return true
    case .some(let other):
      throw .malformed("\(name) is ‘\(other.prefix(40))’, neither true nor false.")
    }
  }

  // MARK: Writing

  /// The list of the rules that block a domain or take less from it.
  package static func text(of rules: [PolicyRule]) -> String {
    let lines = rules.filter(isWritten).map { rule in
      let domain = rule.pattern.hasPrefix("*.") ? String(rule.pattern.dropFirst(2)) : rule.pattern
      let isSuspended = rule.action == .suspend
      return CSV.line([
        domain, rule.action == .neutral ? "noop" : rule.action.rawValue,
        "\(isSuspended || rule.dropsMedia)", "\(isSuspended || rule.dropsReports)", rule.reason,
        "false",
      ])
    }
    return ([CSV.line(columns)] + lines).joined(separator: "\n")
  }

  private static func isWritten(_ rule: PolicyRule) -> Bool {
    guard rule.pattern != "*", rule.action != .allow else { return false }
    return rule.action != .neutral || rule.dropsMedia || rule.dropsReports
  }
}

extension DomainList.Entry {
  /// The rule that it becomes.
  package func rule(
    by author: String,
    reason: String,
    list: String? = nil,
    at now: Date
  ) -> PolicyRule {
    PolicyRule(
      pattern: pattern,
      action: action,
      dropsMedia: dropsMedia,
      dropsReports: dropsReports,
      author: author,
      reason: comment ?? reason,
      list: list,
      createdAt: now
    )
  }
}
