import ArgumentParser
import Foundation
import Model
import Node

/// `maillage member role NAME ROLE`.
struct MemberRoleCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "role",
    abstract: "Make somebody a member, moderator or admin.",
    discussion: "Example: maillage member role bob moderator"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "member, moderator or admin.")
  var role: Member.Role

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let name = try LocalName(member.name)
    return Change(of: member.name, "make \(name) \(role.rawValue)") {
      try await node.accounts.setRole(role, of: name)
      return try Report(
        "\(name) is \(role.rawValue).",
        ["name": member.name, "role": role.rawValue]
      )
    }
  }
}

/// `maillage member audience NAME AUDIENCE`.
struct MemberAudienceCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "audience",
    abstract: "Set whom a member's posts are for when they do not say.",
    discussion: "Example: maillage member audience alice territory"
  )

  /// An audience, or that of the node.
  enum Choice: String, ExpressibleByArgument, CaseIterable {
    case node, territory, `public`, followers, direct
    case standard = "default"
  }

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Argument(help: "An audience, or default: that of the node.")
  var audience: Choice

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let name = try LocalName(member.name)
    return Change(of: member.name, "set the default audience of \(name) to \(audience.rawValue)") {
      try await node.accounts.setDefaultAudience(Audience(rawValue: audience.rawValue), of: name)
      return try Report(
        "The posts of \(name) are for \(audience.rawValue) when they do not say.",
        ["name": member.name, "defaultAudience": audience.rawValue]
      )
    }
  }
}

/// `maillage member password NAME`.
struct MemberPasswordCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "password",
    abstract: "Set a new password.",
    discussion: """
      It is typed, read from standard input, or made up and printed once.

      Example: maillage member password alice --generate
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Flag(help: "Read the password from standard input.")
  var passwordStdin = false

  @Flag(help: "Make a password up and print it.")
  var generate = false

  func validate() throws {
    guard !(passwordStdin && generate) else {
      throw ValidationError("Choose one of --password-stdin and --generate.")
    }
  }

  func gather() throws -> [UInt8]? {
    if generate || changing.dryRun { return nil }
    if passwordStdin { return try Secrets.fromStandardInput() }
    guard Console.isInteractive else {
      throw Refusal.malformed("Nobody can type here: use --password-stdin or --generate.")
    }
    return try Secrets.typed()
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let name = try LocalName(member.name)
    let given = try call.input.map { try Secrets.password(in: $0) }
    guard given != nil || generate || changing.dryRun else {
      throw Refusal.malformed("There is no password: use --password-stdin or --generate.")
    }
    let password = given ?? Secrets.generated()
    return Change(of: member.name, "set a new password for \(name)") {
      try await node.accounts.givePassword(password, to: name)
      let made = given == nil ? password : nil
      return try Report(
        "\(name) has a new password" + (made.map { ", shown once: \($0)" } ?? "."),
        Shape(name: member.name, password: made)
      )
    }
  }

  private struct Shape: Encodable {
    let name: String
    let password: String?
  }
}
