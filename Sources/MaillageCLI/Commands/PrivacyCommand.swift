import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage privacy`: what is processed, why, and for how long.
struct PrivacyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "privacy",
    abstract: "What the node stores about people, why, for how long, and who gets it.",
    discussion: "Example: maillage privacy record",
    subcommands: [Record.self, Holdings.self],
    defaultSubcommand: Record.self
  )

  /// `maillage privacy record`.
  struct Record: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the record of processing, as an auditor asks for it (GDPR, article 30).",
      discussion: """
        It is made of the settings and of what is stored now; purposes are those of the program, and \
        what your organisation adds belongs beside it.

        Example: maillage privacy record --json
        """
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let (members, peers, erasures) = try await node.database.read { tx in
        (
          try tx.members.count(in: .active), try tx.peerings.all().count,
          try tx.erasures.all().count
        )
      }
      let record = ProcessingRecord(
        node.configuration,
        members: members,
        peers: peers,
        erasures: erasures,
        at: call.now
      )
      return try Report(record.markdown, record)
    }
  }

  /// `maillage privacy holdings NAME`.
  struct Holdings: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show how much of what is stored about a member.",
      discussion: "Example: maillage privacy holdings alice"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The member.")
    var name: String

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let member = try await node.member(named: name)
      let held = try await node.database.read { try $0.holdings.all(of: member.actorID) }
      var table = Table("WHAT", "COUNT", "WHO ELSE")
      for holding in held where holding.count > 0 {
        table.add(holding.kind.rawValue, "\(holding.count)", holding.kind.reach.rawValue)
      }
      return try Report(table.text(ifEmpty: "Nothing."), held.map(Shape.init))
    }

    private struct Shape: Encodable {
      let kind: String
      let count: Int
      let reach: String

      init(_ holding: Holding) {
        kind = holding.kind.rawValue
        count = holding.count
        reach = holding.kind.reach.rawValue
      }
    }
  }
}
