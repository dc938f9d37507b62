import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage policy explain TARGET`.
struct PolicyExplainCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say which rule decides about somebody, and why.",
    discussion: """
      Where there is a peering, it says so for each kind of activity and direction.

      Example: maillage policy explain @bob@mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "An address, a URL or a host.")
  var target: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let host = try host()
    let rules = node.services.flows.rules(about: host)
    let shape = FlowShape.Host(host, rules)
    let text = rules.peering == nil ? general(host, rules) : table(host, rules, shape)
    return try Report(text, shape)
  }

  private func host() throws -> String {
    let last = target.split(separator: "@").last.map { String($0) } ?? target
    let url = (target.contains("://") ? target : "https://\(last)").lowercased()
    guard let origin = Origin(of: url) else {
      throw Refusal.malformed("‘\(target)’ is no address, URL or host.")
    }
    return origin.authority
  }

  // MARK: For people

  private func general(_ host: String, _ rules: FlowRules) -> String {
    let opinions = rules.opinions(.in, nil).map(FlowShape.Opinion.init)
    guard let first = opinions.first, first.ground != "nothing" else {
      let sentence = "No rule says whether to deal with \(host): this node does."
      return ([sentence] + leftOut(rules)).joined(separator: "\n")
    }
    var lines: [String] = []
    if case .policy(let rule) = rules.decision(.in, nil).ground {
      lines = ["\(host): \(Styled.strong(rule.action.rawValue)) (\(rule.action.meaning))"]
    } else {
      lines = ["\(host): \(Styled.strong("allow")) (this node deals with it)"]
    }
    lines.append("rule    \(first.name)")
    if let reason = first.reason { lines.append("reason  \(reason)") }
    if let author = first.author {
      lines.append("by      \(author)\(first.createdAt.map { ", \($0.shown)" } ?? "")")
    }
    if let review = first.reviewAt { lines.append("review  \(review.shown.prefix(10))") }
    lines += leftOut(rules)
    let others = opinions.dropFirst().filter { $0.ground != "nothing" }
    for other in others { lines.append("else    \(other.summary)") }
    return lines.joined(separator: "\n")
  }

  /// What is not taken from a host that is dealt with.
  private func leftOut(_ rules: FlowRules) -> [String] {
    var lines: [String] = []
    let pattern = rules.narrowest.map { " (rule \($0.pattern))" } ?? ""
    if rules.dropsMedia { lines.append("media   pictures and files are dropped\(pattern)") }
    if rules.dropsReports { lines.append("reports are not taken\(pattern)") }
    return lines
  }

  private func table(_ host: String, _ rules: FlowRules, _ shape: FlowShape.Host) -> String {
    var table = Table(
      "DIRECTION",
      "KIND",
      "PASSES",
      "DECIDED BY",
      "REVIEW",
      "AUTHOR",
      "REASON",
      "OTHERWISE"
    )
    for flow in shape.flows {
      let decided = flow.decidedBy
      table.add(
        flow.direction,
        flow.scope ?? "follows",
        flow.passage == "open" ? Styled.good("open") : Styled.warning(flow.passage),
        decided.name,
        decided.reviewAt.map { String($0.shown.prefix(10)) } ?? "",
        decided.author ?? "",
        decided.reason ?? "",
        flow.otherwise.map(\.summary).joined(separator: "; ")
      )
    }
    var heading = "\(host): peering \(shape.peering ?? ""), level \(shape.level ?? "")"
    if rules.isLimited { heading += "; only those who follow somebody there see it" }
    if rules.dropsMedia { heading += "; pictures and files from there are dropped" }
    if case .policy(let rule) = rules.decision(.in, nil).ground, rule.action == .suspend {
      heading += """

        \(Styled.warning("The rule ‘\(rule.pattern) suspend’ comes before the peering:")) \
        nothing passes. A rule for \(host) itself goes before one for its domain: \
        maillage policy add \(host) allow --reason …
        """
    }
    return "\(heading)\n\(table.text(ifEmpty: ""))"
  }
}
