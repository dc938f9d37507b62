import Model

/// Mastodon's list of blocked domains, in CSV.
enum DomainBlockList {
  /// One block.
  struct Block: Sendable {
    let pattern: String
    let action: PolicyRule.Action
    let comment: String?
  }

  /// A line of the list, readable or not.
  struct Line: Sendable {
    let number: Int
    let content: Result<Block, Refusal>
  }

  private static let columns = [
    "#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate",
  ]

  // MARK: Reading

  /// The lines of a list; one without a head has a domain in each line.
  static func lines(in text: String) throws -> [Line] {
    let records = CSV.records(in: text)
    guard let first = records.first else { return [] }
    let names = first.fields.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 }
    let hasHead = names.contains("domain")
    let head = hasHead ? names : ["domain"]
    return (hasHead ? records.dropFirst() : records[...]).map { record in
      let values = Dictionary(zip(head, record.fields)) { first, _ in first }
      do throws(Refusal) {
        return Line(number: record.line, content: .success(try block(values)))
      } catch {
        return Line(number: record.line, content: .failure(error))
      }
    }
  }

  private static func block(_ values: [String: String]) throws(Refusal) -> Block {
    let domain = values["domain"]?.lowercased() ?? ""
    guard !domain.contains("*") else {
      throw .malformed("The domain \(domain) is made unreadable.")
    }
    let severity = values["severity"] ?? "suspend"
    guard let action = PolicyRule.Action(rawValue: severity), action != .allow else {
      throw .malformed("There is no severity ‘\(severity.prefix(40))’ here: suspend or silence.")
    }
    // A port is one node, not a domain.
    let pattern = domain.contains(":") ? domain : "*.\(domain)"
    let comment = values["public_comment"].flatMap { $0.isEmpty ? nil : $0 }
    return Block(pattern: try PolicyPattern(pattern).text, action: action, comment: comment)
  }

  /// What is to be done with each line.
  static func outcomes(of lines: [Line], known: Set<String>) -> [ImportResult] {
    var known = known
    return lines.map { line in
      switch line.content {
      case .success(let block):
        let isNew = known.insert(block.pattern).inserted
        return ImportResult(
          line: line.number,
          name: block.pattern,
          outcome: isNew ? .added : .unchanged
        )
      case .failure(let refusal):
        return ImportResult(
          line: line.number,
          name: nil,
          outcome: .refused,
          error: refusal.description
        )
      }
    }
  }

  // MARK: Writing

  /// The list of the rules that block a domain.
  static func text(of rules: [PolicyRule]) -> String {
    let blocks = rules.filter { $0.action != .allow && $0.pattern != "*" }
    let lines = blocks.map { rule in
      let domain = rule.pattern.hasPrefix("*.") ? String(rule.pattern.dropFirst(2)) : rule.pattern
      let isSuspended = rule.action == .suspend
      return CSV.line([
        domain, rule.action.rawValue, "\(isSuspended)", "\(isSuspended)", rule.reason, "false",
      ])
    }
    return ([CSV.line(columns)] + lines).joined(separator: "\n")
  }
}
