import ArgumentParser
import Foundation
import Model
import Node
import Storage

/// `maillage maintenance`: holds writing back for a while.
struct MaintenanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maintenance",
    abstract: "Hold back what others write for a while: peers come again, members read.",
    discussion: "Example: maillage maintenance on --message \"Nouveau disque.\"",
    subcommands: [
      MaintenanceOnCommand.self, MaintenanceOffCommand.self, MaintenanceStatusCommand.self,
    ]
  )
}

/// A maintenance as the command line prints it.
struct MaintenanceShape: Encodable, Sendable {
  let isOn: Bool
  let message: String?
  let since: Date?
  let until: Date?

  init(_ maintenance: Maintenance?) {
    isOn = maintenance != nil
    message = maintenance?.message
    since = maintenance?.since
    until = maintenance?.until
  }

  var shown: String {
    guard isOn, let since else { return "off" }
    let end = until.map { " until \($0.shown)" } ?? ""
    return Styled.warning("on since \(since.shown)\(end)") + (message.map { ": \($0)" } ?? "")
  }
}

/// `maillage maintenance on`.
struct MaintenanceOnCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "on",
    abstract: "Begin a maintenance, or change what is said about it.",
    discussion: """
      Peers are answered 503 with Retry-After, so that what they bring waits with them. Members read \
      and see the message; what they write is refused. Admins work on. A restart does not end it.

      Example: maillage maintenance on --until 2026-12-01T06:00:00Z --message "Nouveau disque."
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Option(help: "What members and peers are told, up to 500 characters.")
  var message: String?

  @Option(help: "When it ends by itself: a time such as 2026-12-01T06:00:00Z.")
  var until: String?

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let said = message?.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (said?.count ?? 0) <= Maintenance.longestMessage else {
      throw Refusal.malformed("The message has more than \(Maintenance.longestMessage) characters.")
    }
    let end = try until.map(Self.time)
    if let end, end <= call.now {
      throw Refusal.malformed("--until \(end.shown) is over: it is \(call.now.shown).")
    }
    let before = node.services.currentMaintenance?.since
    let maintenance = Maintenance(
      message: said.flatMap { $0.isEmpty ? nil : $0 },
      since: before ?? call.now,
      until: end
    )
    let shape = MaintenanceShape(maintenance)
    return Change(of: "the node", "hold back what others write") { tx in
      try tx.state.setMaintenance(maintenance)
      return try Report("Maintenance is \(shape.shown)", shape)
    } then: {
      node.services.maintenance.set(maintenance)
    }
  }

  private static func time(_ text: String) throws -> Date {
    guard let date = try? Date(text, strategy: .iso8601) else {
      throw Refusal.malformed("--until wants a time such as 2026-12-01T06:00:00Z, not ‘\(text)’.")
    }
    return date
  }
}

/// `maillage maintenance off`.
struct MaintenanceOffCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "off",
    abstract: "End the maintenance.",
    discussion: "Example: maillage maintenance off"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    guard node.services.currentMaintenance != nil else {
      throw NotFound("The node is not in maintenance.")
    }
    return Change(of: "the node", "let others write again") { tx in
      try tx.state.setMaintenance(nil)
      return try Report("Maintenance is off.", MaintenanceShape(nil))
    } then: {
      node.services.maintenance.set(nil)
    }
  }
}

/// `maillage maintenance status`.
struct MaintenanceStatusCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Whether the node is in maintenance.",
    discussion: "Example: maillage maintenance status"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let shape = MaintenanceShape(node.services.currentMaintenance)
    return try Report("Maintenance is \(shape.shown)", shape)
  }
}
