import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory`: what the nodes of a place decide together.
struct TerritoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "territory",
    abstract: "Territories: founding, joining, deciding together.",
    discussion: """
      The nodes of a territory agree on a charter and admit each other; each keeps a log that it \
      signs, and the state is what all logs amount to. Where this node knows several territories, \
      --territory says which.

      Example: maillage territory decide
      """,
    subcommands: [
      TerritoryFoundCommand.self, List.self, Show.self, TerritoryInviteCommand.self,
      TerritoryJoinCommand.self, TerritoryEndorseCommand.self, TerritoryMembersCommand.self,
      TerritoryCharterCommand.self, TerritoryDecideCommand.self, TerritoryProposeCommand.self,
      TerritoryVoteCommand.self, TerritoryExcludeCommand.self, TerritoryLeaveCommand.self,
      TerritoryLogCommand.self, TerritoryVerifyCommand.self, TerritorySyncCommand.self,
      TerritoryRecordCommand.self, TerritoryAcceptHistoryCommand.self,
    ]
  )

  /// `maillage territory list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the territories that this node knows.",
      discussion: "Example: maillage territory list"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let all = node.services.territories.all
      var table = Table("LOCAL NAME", "NAME", "STATE", "MEMBERS", "VOTES", "VERSION", "SINCE", "ID")
      let shapes = all.map { TerritoryShape($0) }
      for (shape, holding) in zip(shapes, all) {
        table.add(
          shape.localName,
          shape.name,
          shape.shownState,
          "\(shape.members)",
          "\(shape.electors)",
          "\(shape.version)",
          shape.since.shownDay,
          holding.id.short
        )
      }
      let hint = "No territories yet. See: maillage territory found --help"
      return try Report(table.text(ifEmpty: hint), shapes)
    }
  }

  /// `maillage territory show`.
  struct Show: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a territory: state, terms, members, and what waits.",
      discussion: "Example: maillage territory show --territory grenoble"
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var option: TerritoryOption

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let holding = try node.territory(named: option.territory)
      let shape = TerritoryShape(holding)
      let members = TerritoryMemberShape.all(of: holding)
      let waits = try await TerritoryTask.all(in: holding, on: node)
      let warnings = holding.ledger.warnings.map(\.shown)
      var parts = [facts(shape, holding, warnings).shown, members.table]
      if !waits.isEmpty { parts.append(waits.table) }
      return try Report(
        parts.joined(separator: "\n\n"),
        Shape(
          territory: shape,
          members: members,
          proposals: holding.state.proposals.map { ProposalShape($0, in: holding) },
          waits: waits,
          warnings: warnings
        )
      )
    }

    private func facts(
      _ shape: TerritoryShape,
      _ holding: TerritoryRegistry.Holding,
      _ warnings: [String]
    ) -> Facts {
      var facts = Facts()
      facts.add("name", "\(shape.name) (\(shape.localName))")
      facts.add("id", shape.id)
      // Who was put out has a vote in name only, until a seal drops it.
      let vote = shape.hasVote ? ", with a vote" : ", no vote"
      facts.add("this node", shape.shownState + (shape.expulsion == nil ? vote : ""))
      facts.add("invited by", shape.sponsor)
      facts.add("version", "\(shape.version), seal \(holding.state.seal.short)")
      facts.add("terms", "\(holding.state.terms.digest.short) (maillage territory charter)")
      facts.add("members", "\(shape.members), \(shape.electors) with a vote")
      facts.add("excluded", holding.hosts(of: holding.state.excluded))
      facts.add("leaving", holding.hosts(of: holding.state.left))
      facts.add("contested", holding.hosts(of: holding.state.contested))
      facts.add("warning", warnings.map { Styled.warning($0) }.joined(separator: "\n"))
      return facts
    }

    private struct Shape: Encodable {
      let territory: TerritoryShape
      let members: [TerritoryMemberShape]
      let proposals: [ProposalShape]
      let waits: [TerritoryTask]
      let warnings: [String]
    }
  }
}

/// `maillage territory members`.
struct TerritoryMembersCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "members",
    abstract: "List the members of a territory, and who asks to become one.",
    discussion: "Example: maillage territory members"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var option: TerritoryOption

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let members = TerritoryMemberShape.all(of: try node.territory(named: option.territory))
    return try Report(members.table, members)
  }
}

extension [TerritoryMemberShape] {
  /// The members for people.
  var table: String {
    var table = Table("HOST", "NAME", "KIND", "PLACE", "REGISTER", "STANDING", "ENDORSED BY", "ID")
    for member in self {
      table.add(
        member.host,
        member.name,
        member.kind,
        member.shownPlaces,
        member.siren ?? member.rna ?? "",
        member.shownStanding,
        member.endorsers?.joined(separator: ", ") ?? "",
        String(member.id.prefix(12))
      )
    }
    return table.text(ifEmpty: "No members.")
  }
}

extension TerritoryMemberShape {
  /// The communes by name, the first few.
  fileprivate var shownPlaces: String {
    let names = places.prefix(3).map { Communes.find(code: $0)?.name ?? $0 }
    return names.joined(separator: ", ") + (places.count > 3 ? ", …" : "")
  }

  fileprivate var shownStanding: String {
    switch standing {
    case "candidate": return Styled.warning("asks to become a member")
    case "contested": return Styled.warning("endorsed; a member has its host")
    case "founder": return Styled.warning("founder, has not signed yet")
    default: break
    }
    if isSuspended { return Styled.bad("suspended") }
    let words = [hasVote ? "vote" : nil, isSealed ? nil : "not sealed yet"].compactMap { $0 }
    let addition = words.isEmpty ? "" : ", \(words.joined(separator: ", "))"
    return Styled.good("member") + addition
  }
}
