import ArgumentParser
import Model
import Node
import Storage

/// `maillage mail bounce FILE`.
struct MailBounceCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounce",
    abstract:
      "Read a message that came back to mail.returnPath, and pause the address that failed.",
    discussion: """
      For the mailbox's filter: it takes the message from standard input. Only a server's report that \
      a letter of this node failed for good pauses anything, and only the address that the letter was \
      sent to; any other message changes nothing and ends with 0.

      Example: maillage mail bounce message.eml
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The message; -: standard input.", completion: .file())
  var file = "-"

  @Option(help: "To whom it came, where the message does not say (the envelope's recipient).")
  var to: String?

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    switch try await judge(on: node, call) {
    case .pauses: return try await carryOut(on: node, call)
    case .changesNothing(let why):
      return try Report("Nothing is paused: \(why)", Shape(paused: nil, reason: why))
    }
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    switch try await judge(on: node, call) {
    case .changesNothing(let why): throw Refusal.conflict("Nothing is paused: \(why)")
    case .pauses(let address, let reason):
      return Change(of: address, "write no more to \(address)") { tx in
        try tx.mail.pause(address, reason: reason, at: call.now)
        return try Report(
          "Nothing is sent to \(address) any more: \(reason)",
          Shape(paused: address, reason: reason)
        )
      }
    }
  }

  private func judge(on node: OpenNode, _ call: Call) async throws -> MailReturn {
    try await node.postbox.judge(
      call.input ?? [],
      to: try to.map { try MailAddress(typed: $0) },
      at: call.now
    )
  }

  private struct Shape: Encodable {
    let paused: String?
    let reason: String
  }
}
