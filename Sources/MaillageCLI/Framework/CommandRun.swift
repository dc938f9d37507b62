import Foundation
import Logging
import Model
import Node

/// Brings a command to the node: by its socket when it serves, else by opening the home.
struct CommandRun {
  let home: NodeHome
  /// How long another command, or a server that starts or stops, is waited for.
  var patience: Duration = .seconds(5)

  func reply(to request: AdminRequest) async -> AdminReply {
    let deadline = ContinuousClock.now + patience
    do {
      while true {
        do {
          return try await attempt(request)
        } catch StartupFailure.homeInUse(_, let processID) {
          guard ContinuousClock.now < deadline else { throw Unanswered(home, processID) }
          try await Task.sleep(for: .milliseconds(100))
        }
      }
    } catch {
      return AdminReply(error)
    }
  }

  private func attempt(_ request: AdminRequest) async throws -> AdminReply {
    if let client = AdminClient(home: home) { return try await client.send(request) }
    let node = try await OpenNode.open(
      home: home,
      configuration: try NodeConfiguration(home: home),
      logger: Logger(label: "maillage") { _ in SwiftLogNoOpLogHandler() },
      isKeyLost: Self.isForLostKey(request)
    )
    let reply = await CommandExecution(node: node, isServing: false).reply(to: request)
    try await node.close()
    return reply
  }

  /// Whether the command mends a home that does not open otherwise.
  private static func isForLostKey(_ request: AdminRequest) -> Bool {
    let command = try? Maillage.parseAsRoot(request.arguments)
    return (command as? KeyCommand.Rotate)?.lost ?? false
  }

  /// Why a home can neither be opened nor asked.
  struct Unanswered: Error, CustomStringConvertible {
    let description: String

    init(_ home: NodeHome, _ processID: Int32?) {
      let holder = processID.map { "Process \($0)" } ?? "Another process"
      description = """
        \(holder) holds \(home.path), but does not answer at its admin socket.
        If it is starting, stopping or busy with a long command, try again; else end it.
        """
    }
  }
}
