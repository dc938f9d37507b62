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
      List.self, PolicyAddCommand.self, PolicyRemoveCommand.self, PolicyExplainCommand.self,
      PolicyImportCommand.self, PolicyExportCommand.self, PolicySubscribeCommand.self,
      PolicyUnsubscribeCommand.self, PolicyListsCommand.self, PolicyRefreshCommand.self,
      PolicyDraftsCommand.self, PolicyApproveCommand.self, PolicyDismissCommand.self,
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
          rule.shownAction,
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
}

extension PolicyRule.Action: ExpressibleByArgument {
  /// What the action does, for people.
  var meaning: String {
    switch self {
    case .allow: "this node deals with it"
    case .suspend: "nothing is taken from it, served or sent to it"
    case .silence: "only those who follow somebody there see it"
    case .neutral: "a wider rule may say whether to deal with it"
    }
  }
}

extension PolicyRule {
  /// The action, and what is not taken besides.
  var shownAction: String {
    var words = [action.rawValue]
    if dropsMedia { words.append("media off") }
    if dropsReports { words.append("no reports") }
    return words.joined(separator: ", ")
  }
}
