import ArgumentParser
import Foundation
import Model
import Node

/// A command that does one thing with a member.
protocol MemberStateCommand: ChangingCommand {
  var name: String { get }
  static var verb: (now: String, done: String) { get }

  func apply(to name: LocalName, with accounts: Accounts) async throws
}

extension MemberStateCommand {
  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    let name = try LocalName(member.name)
    return Change(of: member.name, "\(Self.verb.now) \(name)") {
      try await apply(to: name, with: node.accounts)
      return try Report("\(Self.verb.done) \(name).", ["name": member.name])
    }
  }
}

/// `maillage member approve NAME`.
struct MemberApproveCommand: MemberStateCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Open an account that waits for approval.",
    discussion: "Example: maillage member approve bob"
  )
  static let verb = (now: "approve", done: "Approved")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  func apply(to name: LocalName, with accounts: Accounts) async throws {
    try await accounts.approve(name)
  }
}

/// `maillage member suspend NAME`.
struct MemberSuspendCommand: MemberStateCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend",
    abstract: "Close an account for now; nothing of it is deleted.",
    discussion: "Example: maillage member suspend bob --reason spam"
  )
  static let verb = (now: "suspend", done: "Suspended")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  func apply(to name: LocalName, with accounts: Accounts) async throws {
    try await accounts.suspend(name)
  }
}

/// `maillage member restore NAME`.
struct MemberRestoreCommand: MemberStateCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Open a suspended account again.",
    discussion: "Example: maillage member restore bob"
  )
  static let verb = (now: "restore", done: "Restored")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  func apply(to name: LocalName, with accounts: Accounts) async throws {
    try await accounts.restore(name)
  }
}

/// `maillage member delete NAME`.
struct MemberDeleteCommand: MemberStateCommand, DestroyingCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete an account with all it wrote, here and elsewhere.",
    discussion: """
      Its name is never given again.

      Example: maillage member delete bob --yes --reason "left the company"
      """
  )
  static let verb = (now: "delete", done: "Deleted")

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var confirmation: ConfirmOptions

  @Argument(help: "The member.")
  var name: String

  var question: String { "Delete \(name) with all that \(name) wrote, for good?" }

  func apply(to name: LocalName, with accounts: Accounts) async throws {
    try await accounts.delete(name)
  }
}
