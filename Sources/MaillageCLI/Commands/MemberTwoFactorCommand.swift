import ArgumentParser
import Foundation
import Model
import Node

/// `maillage member two-factor`: the code that is asked for beside the password.
struct MemberTwoFactorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "two-factor",
    abstract: "The code of an app that is asked for beside the password.",
    discussion: "Example: maillage member two-factor enable alice",
    subcommands: [
      TwoFactorEnableCommand.self, TwoFactorDisableCommand.self, TwoFactorStatusCommand.self,
      TwoFactorCodesCommand.self,
    ]
  )
}

/// `maillage member two-factor enable NAME`.
struct TwoFactorEnableCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Ask a member for a code from now on.",
    discussion: """
      What it prints is shown once: give it to the member, who puts it into an authenticator app.
      Members can do the same for themselves at /account.

      Example: maillage member two-factor enable alice
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  @Flag(help: "Show no QR code.")
  var noQr = false

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    guard try await node.twoFactors.status(of: member.actorID).enabledAt == nil else {
      throw Refusal.conflict("\(member.name) has a second factor already.")
    }
    return Change(of: member.name, "ask \(member.name) for a code beside the password") {
      let (setup, codes) = try await node.twoFactors.enable(member, at: call.now)
      let parts = [
        "\(member.name) is asked for a code from now on. For the app, shown once:",
        noQr ? nil : QRCode(setup.uri)?.terminalText,
        setup.uri,
        "Without the app, each of these lets \(member.name) in once:\n"
          + codes.joined(separator: "\n"),
      ]
      return try Report(
        parts.compactMap(\.self).joined(separator: "\n\n"),
        Shape(name: member.name, secret: setup.secret, uri: setup.uri, recoveryCodes: codes)
      )
    }
  }

  private struct Shape: Encodable {
    let name: String
    let secret: String
    let uri: String
    let recoveryCodes: [String]
  }
}

/// `maillage member two-factor disable NAME`.
struct TwoFactorDisableCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Ask a member for no code any more.",
    discussion: "Example: maillage member two-factor disable alice --reason \"telephone lost\""
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "ask \(member.name) for the password alone") {
      try await node.twoFactors.disable(member)
      return try Report(
        "\(member.name) signs in with the password alone.",
        ["name": member.name]
      )
    }
  }
}

/// `maillage member two-factor codes NAME`.
struct TwoFactorCodesCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract: "Make ten new recovery codes; the old ones stop working.",
    discussion: "Example: maillage member two-factor codes alice"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The member.")
  var name: String

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let member = try await node.member(named: name)
    return Change(of: member.name, "make new recovery codes for \(member.name)") {
      let codes = try await node.twoFactors.renewCodes(of: member)
      return try Report(
        "Each of these lets \(member.name) in once, shown once:\n" + codes.joined(separator: "\n"),
        Shape(name: member.name, recoveryCodes: codes)
      )
    }
  }

  private struct Shape: Encodable {
    let name: String
    let recoveryCodes: [String]
  }
}

/// `maillage member two-factor status NAME`.
struct TwoFactorStatusCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show whether a member is asked for a code.",
    discussion: "Example: maillage member two-factor status alice"
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await node.member(named: name)
    let status = try await node.twoFactors.status(of: member.actorID)
    let text =
      status.enabledAt.map { time in
        "\(member.name) is asked for a code since \(time.shown); "
          + "\(status.recoveryCodesLeft) recovery codes are left."
      } ?? "\(member.name) signs in with the password alone."
    return try Report(
      text,
      Shape(
        name: member.name,
        enabledAt: status.enabledAt,
        recoveryCodesLeft: status.recoveryCodesLeft
      )
    )
  }

  private struct Shape: Encodable {
    let name: String
    let enabledAt: Date?
    let recoveryCodesLeft: Int
  }
}
