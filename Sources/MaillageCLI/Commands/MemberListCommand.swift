import ArgumentParser
import Foundation
import Model
import Node

extension Member.State: ExpressibleByArgument {}

/// `maillage member list`.
struct MemberListCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the members.",
    discussion: "Example: maillage member list --state pending"
  )

  @OptionGroup var options: GlobalOptions

  @Option(help: "Only those that are pending, active, suspended or deleted.")
  var state: Member.State?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let members = try await node.database.read { tx in
      try tx.members.all().filter { $0.state == state ?? $0.state.unlessDeleted }
        .compactMap { member in
          try tx.actors.find(member.actorID).map { MemberShape(member, $0) }
        }
    }
    var table = Table("NAME", "DISPLAY NAME", "ROLE", "STATE", "SINCE")
    for member in members {
      table.add(
        member.name,
        member.displayName,
        member.role,
        member.state,
        member.createdAt.shown
      )
    }
    return try Report(table.text(ifEmpty: "No members."), members)
  }
}

extension Member.State {
  /// Those who left are listed only when they are asked for.
  fileprivate var unlessDeleted: Member.State? { self == .deleted ? nil : self }
}

/// `maillage member show NAME`.
struct MemberShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a member.",
    discussion: "Example: maillage member show alice"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let shape = try await node.shape(of: member)
    let (followers, following) = try await node.database.read { tx in
      (
        try tx.follows.countFollowers(of: member.actorID),
        try tx.follows.countFollowing(of: member.actorID)
      )
    }
    let text = """
      \(Styled.strong(shape.address)) \(shape.displayName)
      \(shape.role), \(shape.state), since \(shape.createdAt.shown)
      e-mail            \(shape.email ?? "none")
      default audience  \(shape.defaultAudience?.rawValue ?? "that of the node")
      followers         \(followers)
      following         \(following)
      """
    return try Report(text, Shape(member: shape, followers: followers, following: following))
  }

  private struct Shape: Encodable {
    let member: MemberShape
    let followers: Int
    let following: Int
  }
}
