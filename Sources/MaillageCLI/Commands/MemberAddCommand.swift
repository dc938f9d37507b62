import ArgumentParser
import Foundation
import Model
import Node

extension Member.Role: ExpressibleByArgument {}

/// `maillage member add NAME`.
struct MemberAddCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Make an account.",
    discussion: """
      Without a password it makes one up and prints it, once.

      Example: maillage member add alice --role admin --display-name "Alice Martin"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "1 to 30 of a–z, 0–9 and _.")
  var name: String

  @Option(help: "member, moderator or admin.")
  var role: Member.Role = .member

  @Option(help: "The name people see.")
  var displayName: String?

  @Option(help: "The e-mail address; nobody else sees it.")
  var email: String?

  @Flag(help: "Read the password from standard input.")
  var passwordStdin = false

  func gather() throws -> [UInt8]? {
    passwordStdin && !changing.dryRun ? try Secrets.fromStandardInput() : nil
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let name = try LocalName(name)
    try await node.accounts.requireFree(name)
    var applicant = Accounts.Applicant(name: name)
    applicant.displayName = displayName
    applicant.email = email
    applicant.role = role
    let given = try call.input.map { try Secrets.password(in: $0) }
    let password = given ?? Secrets.generated()
    applicant.password = password
    let summary = "make the account \(name) with the role \(role.rawValue)"
    return Change(of: name.description, summary) { [applicant] in
      let member = try await node.accounts.add(applicant)
      let shape = try await node.shape(of: member)
      let isNew = given == nil
      let text = "Added \(shape.address)." + (isNew ? "\nPassword, shown once: \(password)" : "")
      return try Report(text, Shape(member: shape, password: isNew ? password : nil))
    }
  }

  private struct Shape: Encodable {
    let member: MemberShape
    let password: String?
  }
}

extension OpenNode {
  /// A member with its profile.
  func shape(of member: Member) async throws -> MemberShape {
    guard let actor = try await database.read({ try $0.actors.find(member.actorID) }) else {
      throw Refusal.absent
    }
    return MemberShape(member, actor)
  }
}
