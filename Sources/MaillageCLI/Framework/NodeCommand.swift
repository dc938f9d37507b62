import ArgumentParser
import Foundation
import Model
import Node

/// A command about a node: executed inside the server when it runs, here when it does not
/// (docs/decisions/0003-commands-run-inside-the-node.md).
protocol NodeCommand: AsyncParsableCommand, Sendable {
  var options: GlobalOptions { get }

  /// Reads what only the caller has: files, a password. Runs where the command was typed.
  func gather() throws -> [UInt8]?

  /// Does the work, next to the database.
  func execute(on node: OpenNode, _ call: Call) async throws -> Report
}

extension NodeCommand {
  func gather() throws -> [UInt8]? { nil }

  func run() async throws {
    let reply = try await Console.refusing {
      let input = try gather()
      var line = CommandLineWords(CommandLine.arguments.dropFirst().map(\.self))
      if let command = self as? any DestroyingCommand, try command.asksForYes() {
        line.insert("--yes")
      }
      return await CommandRun(home: options.nodeHome).reply(
        to: AdminRequest(
          arguments: line.withoutHome,
          input: input.map { Data($0) },
          caller: Console.caller
        )
      )
    }
    Console.print(reply)
    guard reply.exitCode == 0 else { throw ExitCode(reply.exitCode) }
  }
}
