import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage mail`: the letters that the node sends.
struct MailCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail",
    abstract: "The letters that the node sends, and addresses that failed.",
    discussion: "Example: maillage mail status",
    subcommands: [Status.self, Trial.self, MailBounceCommand.self, Pause.self, Resume.self],
    defaultSubcommand: Status.self
  )

  /// `maillage mail status`.
  struct Status: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what waits and which addresses are not written to any more.",
      discussion: "Example: maillage mail status --json"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let (letters, pauses) = try await node.database.read { tx in
        (try tx.mail.waiting(), try tx.mail.pauses())
      }
      var waiting = Table("LETTER", "KIND", "TO", "TRIES", "NEXT", "LAST ERROR")
      for letter in letters {
        waiting.add(
          "\(letter.id)",
          letter.kind.rawValue,
          letter.recipient,
          "\(letter.attempts)",
          letter.notBefore.shown,
          letter.lastError ?? ""
        )
      }
      var paused = Table("PAUSED", "SINCE", "WHY")
      for pause in pauses { paused.add(pause.recipient, pause.pausedAt.shown, pause.reason) }
      let isOn = node.accounts.sendsMail
      let text = [
        isOn ? "Mail is sent." : "No mail is sent: set mail.server and mail.from.",
        waiting.text(ifEmpty: "Nothing waits."), paused.text(ifEmpty: "No address is paused."),
      ]
      return try Report(
        text.joined(separator: "\n"),
        Shape(
          isOn: isOn,
          waiting: letters.map(LetterShape.init),
          paused: pauses.map(PauseShape.init)
        )
      )
    }
  }

  /// `maillage mail test ADDRESS`.
  struct Trial: ChangingCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Send a letter to an address, and say what the mail server answers.",
      discussion: "Example: maillage mail test admin@atelier.example"
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "The address.")
    var address: String

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let address = try MailAddress(typed: address)
      guard node.accounts.sendsMail else {
        throw Refusal.conflict("No mail is sent: set mail.server and mail.from.")
      }
      return Change(of: address.description, "send a letter to \(address)") {
        let answer = try await node.postbox.sendTrial(to: address, at: call.now)
        return try Report(
          "\(address): \(answer.text)",
          ["address": address.description, "answer": answer.text],
          exitCode: answer.isSent ? 0 : 1
        )
      }
    }
  }

  /// `maillage mail pause ADDRESS`.
  struct Pause: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write no more to an address, since letters to it came back.",
      discussion: "Example: maillage mail pause bob@atelier.example --reason \"mailbox is gone\""
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "The address.")
    var address: String

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let address = try MailAddress(typed: address).description
      let reason = changing.reason ?? "Paused by \(call.caller)."
      return Change(of: address, "write no more to \(address)") {
        try await node.database.write { try $0.mail.pause(address, reason: reason, at: call.now) }
        return try Report("Nothing is sent to \(address) any more.", ["address": address])
      }
    }
  }

  /// `maillage mail resume ADDRESS`.
  struct Resume: ChangingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write to a paused address again.",
      discussion: "Example: maillage mail resume bob@atelier.example"
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var changing: ChangeOptions

    @Argument(help: "The address.")
    var address: String

    func plan(on node: OpenNode, _ call: Call) async throws -> Change {
      let address = try MailAddress(typed: address).description
      guard try await node.database.read({ try $0.mail.pause(of: address) }) != nil else {
        throw NotFound("\(address) is not paused. See: maillage mail status")
      }
      return Change(of: address, "write to \(address) again") {
        _ = try await node.database.write { try $0.mail.resume(address) }
        return try Report("\(address) is written to again.", ["address": address])
      }
    }
  }
}

extension MailAddress {
  /// - Throws: `Refusal.malformed` for what is no address.
  init(typed text: String) throws {
    guard let address = MailAddress(text) else {
      throw Refusal.malformed("‘\(text.prefix(80))’ is no mail address.")
    }
    self = address
  }
}

private struct Shape: Encodable {
  let isOn: Bool
  let waiting: [LetterShape]
  let paused: [PauseShape]
}

/// A letter that waits, as the command line prints it; what it says stays sealed.
private struct LetterShape: Encodable {
  let id: Int64
  let kind: String
  let recipient: String
  let attempts: Int
  let notBefore: Date
  let lastError: String?

  init(_ letter: QueuedLetter) {
    id = letter.id
    kind = letter.kind.rawValue
    recipient = letter.recipient
    attempts = letter.attempts
    notBefore = letter.notBefore
    lastError = letter.lastError
  }
}

private struct PauseShape: Encodable {
  let address: String
  let reason: String
  let pausedAt: Date

  init(_ pause: MailPause) {
    address = pause.recipient
    reason = pause.reason
    pausedAt = pause.pausedAt
  }
}
