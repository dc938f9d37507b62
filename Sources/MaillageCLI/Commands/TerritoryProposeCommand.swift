import ArgumentParser
import Federation
import Foundation
import Model
import Node
import StrictJSON

/// `maillage territory propose`: what others then vote for.
struct TerritoryProposeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "propose",
    abstract: "Propose something, and vote for it.",
    discussion: """
      There is no no: what is not carried while it is open lapses.

      Example: maillage territory propose suspend spam.example --reason "flood of posts"
      """,
    subcommands: [
      Exclude.self, Suspend.self, TerritoryAmendCommand.self, Recover.self,
    ]
  )

  /// `maillage territory propose exclude HOST`.
  struct Exclude: ProposingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Propose to exclude a member for good.",
      discussion:
        "Example: maillage territory propose exclude spam.example --reason \"broke the charter\""
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions
    @OptionGroup var stating: StatingOptions

    @Argument(help: "The member: its host or member id.")
    var member: String

    func validate() throws { try requireReason() }

    func wish(in holding: TerritoryRegistry.Holding, _ node: OpenNode, _ call: Call) throws -> Wish
    {
      Wish(.exclude(try holding.member(named: member, on: node)))
    }
  }

  /// `maillage territory propose suspend HOST`.
  struct Suspend: ProposingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Propose to suspend a member until the next seals decide.",
      discussion:
        "Example: maillage territory propose suspend spam.example --reason \"flood of posts\""
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions
    @OptionGroup var stating: StatingOptions

    @Argument(help: "The member: its host or member id.")
    var member: String

    func validate() throws { try requireReason() }

    func wish(in holding: TerritoryRegistry.Holding, _ node: OpenNode, _ call: Call) throws -> Wish
    {
      Wish(.suspend(try holding.member(named: member, on: node)))
    }
  }

  /// `maillage territory propose recover OLD SUCCESSOR`.
  struct Recover: ProposingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Propose that a member that lost its key goes on under another id.",
      discussion: """
        The member joins anew with its new key; the others look whether it is the same \
        organisation.

        Example: maillage territory propose recover zQmOldMember zQmNewMember --reason "key lost"
        """
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions
    @OptionGroup var stating: StatingOptions

    @Argument(help: "The member as it was: its id (maillage territory members --json).")
    var old: String

    @Argument(help: "The id under which it has joined anew.")
    var successor: String

    func validate() throws { try requireReason() }

    func wish(in holding: TerritoryRegistry.Holding, _ node: OpenNode, _ call: Call) throws -> Wish
    {
      let member = try holding.identified(old)
      return Wish(.recover(member, successor: try holding.identified(successor)))
    }
  }
}

/// `maillage territory exclude HOST`.
struct TerritoryExcludeCommand: ProposingCommand {
  static let configuration = CommandConfiguration(
    commandName: "exclude",
    abstract: "Vote to exclude a member; it is excluded when enough others do.",
    discussion: """
      The same as maillage territory propose exclude: where it is proposed already, it votes.

      Example: maillage territory exclude spam.example --reason "broke the charter"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var stating: StatingOptions

  @Argument(help: "The member: its host or member id.")
  var member: String

  func validate() throws { try requireReason() }

  func wish(in holding: TerritoryRegistry.Holding, _ node: OpenNode, _ call: Call) throws -> Wish {
    Wish(.exclude(try holding.member(named: member, on: node)))
  }
}

/// `maillage territory vote PROPOSAL`.
struct TerritoryVoteCommand: StatingCommand {
  static let configuration = CommandConfiguration(
    commandName: "vote",
    abstract: "Say yes to a proposal; not voting is the only no.",
    discussion: "Example: maillage territory vote zQmXk3vBc9fT"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var stating: StatingOptions

  @Argument(help: "The proposal, or the beginning of it (maillage territory decide).")
  var proposal: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.memberTerritory(named: stating.territory)
    let tally = try holding.proposal(proposal)
    let wish = holding.description(of: tally.proposal.wish)
    var change = Change(of: tally.digest.short, "vote to \(wish)") {
      try await state(on: node, in: holding) { desk in
        try await desk.vote(for: tally.digest, in: holding.id)
        return try ProposalShape.report("Voted", tally, in: holding.id, on: node)
      }
    }
    change.details.add("by", holding.host(of: tally.author))
    change.details.add("why", tally.proposal.reason)
    change.details.add(
      "yes",
      "\(holding.hosts(of: tally.yes)) (\(tally.yes.count) of \(tally.needed))"
    )
    change.details.add(warnings: holding.ledger.warnings(before: tally.proposal.wish))
    return change
  }
}

extension TerritoryRegistry.Holding {
  /// A log by its id or the beginning of it: one actor may have several.
  fileprivate func identified(_ text: String) throws -> Digest {
    let all = state.members.map(\.id) + state.candidates.map(\.member) + state.contested
    let found = Set(all.filter { $0.text.hasPrefix(text) })
    guard text.count >= 6, let id = found.first, found.count == 1 else {
      throw NotFound("No single member id begins with \(text). See: maillage territory members")
    }
    return id
  }
}

extension Facts {
  mutating func add(warnings: [TerritoryWarning]) {
    add("warning", warnings.map { Styled.warning($0.shown) }.joined(separator: "\n"))
  }
}
