import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// A command that only the member itself may give: it asks for the member's password.
///
/// Nobody lists somebody who did not opt in, and nobody opts in for another.
protocol OwnTalentCommand: NodeCommand {
  var name: String { get }
  var own: OwnOptions { get }
}

/// How a member shows that it is the member.
struct OwnOptions: ParsableArguments {
  @Flag(help: "Read the password from standard input.")
  var passwordStdin = false

  @Option(help: "The code of the second factor, for a member who signs in with one.")
  var code: String?
}

extension OwnOptions {
  /// Reads a member's password, where the command was typed.
  func password(of name: String) throws -> [UInt8] {
    if passwordStdin { return try Secrets.fromStandardInput() }
    guard Console.isInteractive, let password = Console.secret("Password of \(name): ") else {
      throw Refusal.malformed("Nobody can type here: use --password-stdin.")
    }
    return Array(password.utf8)
  }

  /// The member, once it has shown that it is the member.
  func member(_ name: String, on node: OpenNode, _ call: Call) async throws -> Member {
    let password = try Secrets.password(in: call.input ?? [])
    switch try await node.accounts.signIn(name, password: password, code: code) {
    case .member(let member): return member
    case .needsCode:
      throw Refusal.forbidden("\(name) signs in with a code as well: give it by --code.")
    case .refused:
      let what = code == nil ? "That is not the password" : "That is not the password and code"
      throw Refusal.forbidden("\(what) of \(name).")
    }
  }
}

extension OwnTalentCommand {
  func gather() throws -> [UInt8]? { try own.password(of: name) }

  func member(on node: OpenNode, _ call: Call) async throws -> Member {
    try await own.member(name, on: node, call)
  }
}

/// `maillage talent list NAME`.
struct TalentListCommand: OwnTalentCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Let a member be found by its skills for six months, or six months more.",
    discussion: """
      Only the member can say so: its password is asked for. Each skill is found in its ring only.

      Example: maillage talent list lea
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await member(on: node, call)
    let profile = try await TalentDesk(services: node.services).list(member.actorID)
    let end = profile.listedUntil ?? call.now
    return try Report(
      "\(member.name) can be found until \(end.shown).",
      ["name": member.name, "until": end.shown]
    )
  }
}

/// `maillage talent withdraw NAME`.
struct TalentWithdrawCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take a member out of every directory at once.",
    discussion: """
      What it wrote stays for itself. `talent holders` shows which nodes have said that it is gone \
      there, too.

      Example: maillage talent withdraw lea
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Flag(help: "Delete what the member wrote of its talents, too.")
  var erase = false

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "take \(member.name) out of every directory") {
      let desk = TalentDesk(services: node.services)
      let receipt = try await (erase ? desk.erase(member.actorID) : desk.withdraw(member.actorID))
      let shape = TalentReceiptShape(receipt)
      return try Report("\(member.name) is not found any more.\n\(shape.shown)", shape)
    }
  }
}

/// `maillage talent holders NAME`.
struct TalentHoldersCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "holders",
    abstract: "Show which nodes hold, or held, a member's entry.",
    discussion: "Example: maillage talent holders lea"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let desk = TalentDesk(services: node.services)
    let number = try await desk.profile(of: member.actorID).number
    let shape = TalentReceiptShape(try await desk.receipt(number))
    return try Report(shape.shown, shape)
  }
}

/// `maillage talent mine NAME`.
struct TalentMineCommand: OwnTalentCommand {
  static let configuration = CommandConfiguration(
    commandName: "mine",
    abstract: "Show a member what it wrote of its talents; its password is asked for.",
    discussion: "Example: maillage talent mine lea"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await member(on: node, call)
    let profile = try await TalentDesk(services: node.services).profile(of: member.actorID)
    let catalog = try await SkillWords(services: node.services).catalog()
    let shape = TalentProfileShape(profile, catalog, words.language.rawValue, at: call.now)
    return try Report(shape.shown, shape)
  }
}
