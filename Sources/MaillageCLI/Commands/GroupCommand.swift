import ArgumentParser
import Foundation
import Model
import Node

/// `maillage group`: actors that people follow together.
struct GroupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "group",
    abstract: "The groups of the node.",
    discussion: "Example: maillage group list",
    subcommands: [
      Create.self, GroupEditCommand.self, List.self, Show.self, GroupAddCommand.self,
      GroupRemoveCommand.self,
      GroupRoleCommand.self, GroupRequestsCommand.self, GroupApproveCommand.self,
      GroupDenyCommand.self, GroupWaitingCommand.self, GroupReleaseCommand.self,
      GroupDiscardCommand.self, GroupTakeOutCommand.self, Close.self,
    ]
  )

  /// `maillage group create NAME`.
  struct Create: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a group.",
      discussion: """
        Everybody may follow a group, read it and write in it, unless said otherwise. What is \
        written in it is passed on to all who follow it.

        Example: maillage group create jardin --title "Le jardin partagé" --closed
        """
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "1 to 30 of a–z, 0–9 and _.")
    var name: String

    @Option(
      name: [.customLong("title"), .customLong("display-name")],
      help: "The name people see."
    )
    var title: String?

    @Option(help: "What it is about, in Markdown.")
    var summary: String?

    @Flag(help: "Only those who were let in follow and read it.")
    var closed = false

    @Flag(help: "What others than its moderators write waits for one of them.")
    var moderated = false

    @Option(help: "Who writes: anyone, followers, members or moderators.")
    var posting: GroupRules.Posting?

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let name = try LocalName(name)
      guard !(closed && posting == .anyone) else {
        throw Refusal.malformed("Nobody writes in a closed group who is not in it.")
      }
      let rules = GroupRules(isClosed: closed, isModerated: moderated, posting: posting)
      try await node.accounts.requireFree(name)
      return Change(of: name.description, "make the group \(name)") {
        let group = try await node.accounts.addGroup(
          name,
          displayName: title,
          summary: summary,
          rules: rules
        )
        return try Report("Made \(group.address).", ActorShape(group))
      }
    }
  }

  /// `maillage group list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the groups.",
      discussion: "Example: maillage group list --json"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let groups = try await node.database.read { tx in
        try tx.actors.local(.group).filter { $0.deletedAt == nil }
          .map { try GroupShape($0, in: tx) }
      }
      var table = Table("ADDRESS", "NAME", "FOLLOWERS", "RULES")
      for group in groups {
        table.add(group.actor.address, group.actor.displayName, "\(group.followers)", group.rules)
      }
      return try Report(table.text(ifEmpty: "No groups."), groups)
    }
  }

  /// `maillage group show NAME`.
  struct Show: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a group.",
      discussion: "Example: maillage group show jardin"
    )

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The group.")
    var name: String

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let group = try await node.group(named: name)
      let shape = try await node.database.read { try GroupShape(group, in: $0) }
      var lines = [
        "\(Styled.strong(group.address)) \(group.displayName)",
        "since      \(group.createdAt.shown)",
        "followers  \(shape.followers)",
        "asking     \(shape.requests)",
        "waiting    \(shape.waiting)",
        "rules      \(shape.rules)",
        group.uri,
      ]
      lines += shape.affiliations.map { "\($0.affiliation.rawValue)  \($0.actor.address)" }
      return try Report(lines.joined(separator: "\n"), shape)
    }
  }

  /// `maillage group close NAME`.
  struct Close: DestroyingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Delete a group, here and elsewhere.",
      discussion: "Example: maillage group close jardin --yes"
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions
    @OptionGroup var confirmation: ConfirmOptions

    @Argument(help: "The group.")
    var name: String

    var question: String { "Delete the group \(name) for good?" }

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let group = try await node.group(named: name)
      return Change(of: group.name, "delete the group \(group.name)") {
        try await node.services.outbox.deleteActor(group.id)
        return try Report("Closed \(group.address).", ["uri": group.uri])
      }
    }
  }
}

extension GroupRules.Posting: ExpressibleByArgument {}

extension OpenNode {
  /// The group of this node with a name.
  func group(named text: String) async throws -> ActorProfile {
    let name = try LocalName(text).description
    let found = try await database.read { try $0.actors.find(localName: name) }
    guard let found, found.kind == .group, found.deletedAt == nil else {
      throw NotFound("There is no group \(name). See: maillage group list")
    }
    return found
  }
}
