import ArgumentParser
import Foundation
import Model
import Node

/// `maillage member mail NAME`.
struct MemberMailCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail",
    abstract: "Show or set what a member gets by mail, and its address.",
    discussion: """
      Nothing but its confirmation is sent to a new address, until its owner has opened the link.

      Example: maillage member mail alice --pace daily --quiet 22-7
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Option(help: "The e-mail address; nobody else sees it.")
  var address: String?

  @Option(help: "How often it is told what happens: never, atOnce, daily, weekly or monthly.")
  var pace: String?

  @Option(help: "Hours of the day without such mail, as 22-7; none: no hours.")
  var quiet: String?

  @Option(help: "Whether it is told of sign-ins with a new browser.")
  var signIns: MemberFindableCommand.Choice?

  func validate() throws {
    if let pace, MailPace(rawValue: pace) == nil {
      throw ValidationError("--pace is never, atOnce, daily, weekly or monthly.")
    }
    if let quiet, quiet != "none", QuietHours(quiet) == nil {
      throw ValidationError("--quiet is two hours of the day, such as 22-7, or none.")
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    var change = MailChange()
    change.address = try address.map { try MailAddress(typed: $0).description }
    change.pace = pace.flatMap(MailPace.init)
    if let quiet { change.quiet = .some(QuietHours(quiet)) }
    change.tellsSignIns = signIns.map { $0 == .yes }
    return Change(of: member.name, "change the mail of \(member.name)") { [change] in
      if change != MailChange() { try await node.accounts.setMail(change, of: member.actorID) }
      let standing = try await node.accounts.mailStanding(of: member.actorID)
      let shape = Shape(member.name, standing)
      return try Report(shape.text, shape)
    }
  }

  private struct Shape: Encodable {
    let name: String
    let address: String?
    let isConfirmed: Bool
    let pausedBecause: String?
    let pace: String
    let quietHours: String?
    let signIns: Bool

    init(_ name: String, _ standing: MailStanding) {
      self.name = name
      address = standing.address
      isConfirmed = standing.preference.isConfirmed(standing.address)
      pausedBecause = standing.pausedBecause
      pace = standing.preference.pace.rawValue
      quietHours = standing.preference.quiet?.text
      signIns = standing.preference.tellsSignIns
    }

    var text: String {
      """
      address        \(address ?? "none")\(address == nil || isConfirmed ? "" : ", not confirmed")
      paused         \(pausedBecause ?? "no")
      pace           \(pace)
      quiet hours    \(quietHours ?? "none")
      sign-ins       \(signIns ? "told" : "not told")
      """
    }
  }
}
