import ArgumentParser
import Foundation
import Model
import Node

/// Executes a command line on an opened node, whoever typed it.
struct CommandExecution: Sendable {
  let node: OpenNode
  /// Whether this is the server, and not a command that opened the home for itself.
  var isServing = true

  func reply(to request: AdminRequest) async -> AdminReply {
    guard request.version == MaillageVersion.current else {
      return AdminReply(
        errors: "The node runs version \(MaillageVersion.current), this program is "
          + "\(request.version).\nRestart the node, or use its own program.",
        exitCode: 1
      )
    }
    do {
      guard let command = try Maillage.parseAsRoot(request.arguments) as? any NodeCommand else {
        return AdminReply(errors: "This command cannot be given to a running node.", exitCode: 2)
      }
      let call = Call(
        input: request.input.map { Array($0) },
        caller: request.caller,
        now: node.services.now(),
        isServing: isServing
      )
      let report = try await command.execute(on: node, call)
      return AdminReply(
        output: report.output(asJSON: command.options.json),
        exitCode: report.exitCode
      )
    } catch {
      return AdminReply(error)
    }
  }
}
