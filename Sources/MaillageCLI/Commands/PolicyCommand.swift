import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage policy`: with which nodes this one deals, and how.
struct PolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "The rules about other nodes.",
    discussion: """
      A pattern is a host, a host with its port, *.domain (the domain and all below it) or *. The \
      most precise one decides.

      Example: maillage policy list
      """,
    subcommands: [
      List.self, PolicyAddCommand.self, PolicyRemoveCommand.self, Explain.self,
      PolicyImportCommand.self, PolicyExportCommand.self,
    ]
  )

  /// `maillage policy list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rules.",
      discussion: "Example: maillage policy list"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let rules = try await node.database.read { try $0.policies.all() }
      var table = Table("PATTERN", "ACTION", "REVIEW", "AUTHOR", "REASON")
      for rule in rules {
        let isDue = rule.reviewAt.map { $0 <= call.now } ?? false
        let review = rule.reviewAt.map { String($0.shown.prefix(10)) } ?? ""
        table.add(
          rule.pattern,
          rule.action.rawValue,
          isDue ? Styled.warning("\(review) due") : review,
          rule.author,
          rule.reason
        )
      }
      return try Report(
        table.text(ifEmpty: "No rules: this node deals with every other."),
        rules.map(PolicyShape.init)
      )
    }
  }

  /// `maillage policy explain TARGET`.
  struct Explain: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which rule decides about somebody, and why.",
      discussion: "Example: maillage policy explain @bob@mairie.example"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "An address, a URL or a host.")
    var target: String

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let host = try host()
      let rule = node.services.policy.rule(for: host)
      let shape = Shape(
        host: host,
        action: rule?.action.rawValue ?? "allow",
        rule: rule.map(PolicyShape.init)
      )
      guard let rule else {
        return try Report("No rule speaks of \(host): this node deals with it.", shape)
      }
      let text = """
        \(host): \(Styled.strong(rule.action.rawValue)) (\(rule.action.meaning))
        rule    \(rule.pattern)
        reason  \(rule.reason)
        by      \(rule.author), \(rule.createdAt.shown)
        """
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

    private struct Shape: Encodable {
      let host: String
      let action: String
      let rule: PolicyShape?
    }
  }
}

extension PolicyRule.Action: ExpressibleByArgument {
  /// What the action does, for people.
  fileprivate var meaning: String {
    switch self {
    case .allow: "this node deals with it"
    case .suspend: "nothing is taken from it, served or sent to it"
    case .silence: "only those who follow somebody there see it"
    }
  }
}
