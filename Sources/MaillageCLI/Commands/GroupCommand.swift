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
    subcommands: [Create.self, List.self, Show.self, Close.self]
  )

  /// `maillage group create NAME`.
  struct Create: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a group.",
      discussion: "Example: maillage group create jardin --display-name \"Le jardin partagé\""
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "1 to 30 of a–z, 0–9 and _.")
    var name: String

    @Option(help: "The name people see.")
    var displayName: String?

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let name = try LocalName(name)
      try await node.accounts.requireFree(name)
      return Change(of: name.description, "make the group \(name)") {
        let group = try await node.accounts.addGroup(name, displayName: displayName)
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
          .map { ($0, try tx.follows.countFollowers(of: $0.id)) }
      }
      var table = Table("ADDRESS", "NAME", "FOLLOWERS")
      for (group, count) in groups { table.add(group.address, group.displayName, "\(count)") }
      return try Report(
        table.text(ifEmpty: "No groups."),
        groups.map { Shape(actor: ActorShape($0), followers: $1) }
      )
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
      let count = try await node.database.read { try $0.follows.countFollowers(of: group.id) }
      let text = """
        \(Styled.strong(group.address)) \(group.displayName)
        since      \(group.createdAt.shown)
        followers  \(count)
        \(group.uri)
        """
      return try Report(text, Shape(actor: ActorShape(group), followers: count))
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

  private struct Shape: Encodable {
    let actor: ActorShape
    let followers: Int
  }
}

extension OpenNode {
  fileprivate func group(named text: String) async throws -> ActorProfile {
    let name = try LocalName(text).description
    let found = try await database.read { try $0.actors.find(localName: name) }
    guard let found, found.kind == .group, found.deletedAt == nil else {
      throw NotFound("There is no group \(name). See: maillage group list")
    }
    return found
  }
}
