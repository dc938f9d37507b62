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
      if let command = self as? any DestroyingCommand, command.isToBeConfirmed {
        var trial = line
        trial.remove("--json")
        trial.insert("--dry-run")
        let reply = await answer(to: trial, input)
        guard reply.exitCode == 0 else { return reply }
        try command.requireYes(after: reply.output)
        line.insert("--yes")
      }
      return await answer(to: line, input)
    }
    Console.print(reply)
    guard reply.exitCode == 0 else { throw ExitCode(reply.exitCode) }
  }

  private func answer(to line: CommandLineWords, _ input: [UInt8]?) async -> AdminReply {
    await CommandRun(home: options.nodeHome).reply(
      to: AdminRequest(
        arguments: line.withoutHome,
        input: input.map { Data($0) },
        caller: Console.caller
      )
    )
  }
}
