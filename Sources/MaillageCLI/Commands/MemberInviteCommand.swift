import ArgumentParser
import Foundation
import Model
import Node

/// `maillage member invite NAME`.
struct MemberInviteCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Make an account that somebody takes with a one-time token.",
    discussion: """
      For an account that waits already, it makes a new token; the last one stops working. Where the node \
      sends mail and knows an address, the token goes there and is printed nowhere; --print prints it instead.

      Example: maillage member invite bob --email bob@atelier.example --days 7
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "1 to 30 of a–z, 0–9 and _.")
  var name: String

  @Option(help: "The e-mail address; nobody else sees it.")
  var email: String?

  @Option(help: "The name people see.")
  var displayName: String?

  @Option(help: "How long the token works, in days.")
  var days = 14

  @Flag(help: "Print the token, and send no mail.")
  var print = false

  func validate() throws {
    guard (1...90).contains(days) else { throw ValidationError("--days is 1 to 90.") }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let name = try LocalName(name)
    let known = try await node.database.read { try $0.members.find(name: name.description) }
    if known == nil { try await node.accounts.requireFree(name) }
    guard known?.state ?? .pending == .pending else {
      throw Refusal.conflict(
        "\(name) has an account already. See: maillage member password \(name)"
      )
    }
    var applicant = Accounts.Applicant(name: name)
    applicant.email = email
    applicant.displayName = displayName
    applicant.state = .pending
    return Change(of: name.description, "invite \(name)") { [applicant] in
      if known == nil { _ = try await node.accounts.add(applicant) }
      if !print, let address = try await node.accounts.inviteByMail(name, validFor: days) {
        return try Report(
          "Invited \(name) by a letter to \(address), which works for \(days) days.",
          Shape(name: name.description, token: nil, sentTo: address.description)
        )
      }
      let token = try await node.accounts.invite(name, validFor: days)
      return try Report(
        """
        Invited \(name). For \(days) days the account is taken with this token, shown once:
        \(token)
        """,
        Shape(name: name.description, token: token, sentTo: nil)
      )
    }
  }

  private struct Shape: Encodable {
    let name: String
    let token: String?
    let sentTo: String?
  }
}

/// `maillage member accept TOKEN`.
struct MemberAcceptCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Take an invitation: set the password and open the account.",
    discussion: """
      The password is typed, or read from standard input.

      Example: maillage member accept 3q2-7w --password-stdin
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The token of the invitation.")
  var token: String

  @Flag(help: "Read the password from standard input.")
  var passwordStdin = false

  func gather() throws -> [UInt8]? {
    if changing.dryRun { return nil }
    if passwordStdin { return try Secrets.fromStandardInput() }
    guard Console.isInteractive else {
      throw Refusal.malformed("Nobody can type here: use --password-stdin.")
    }
    return try Secrets.typed()
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member: Member
    do {
      member = try await node.accounts.member(invitedBy: token)
    } catch Refusal.absent {
      throw NotFound("The invitation does not stand any more. See: maillage member invite NAME")
    }
    let password = try call.input.map { try Secrets.password(in: $0) }
    return Change(of: member.name, "open the account \(member.name)") {
      guard let password else { throw Refusal.malformed("There is no password.") }
      let member = try await node.accounts.accept(invitation: token, password: password)
      return try Report("\(member.name) has an account.", await node.shape(of: member))
    }
  }
}
