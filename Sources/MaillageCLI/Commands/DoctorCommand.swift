import ArgumentParser
import Foundation
import Logging
import Model
import Node

/// `maillage doctor`: looks for what is wrong, and says how to mend it.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look for what is wrong with the node, and say how to mend it.",
    discussion: """
      It checks the configuration, keys, clock, name, TLS, reachability from outside, database, \
      disk and queue, as far as it gets. It ends with 1 when something is wrong.

      Example: maillage doctor
      """,
    subcommands: [Inside.self]
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await Console.refusing {
      let home = options.nodeHome
      Console.say("Looking at \(home.path) …")
      var checks = HomeExamination(home: home, now: SystemClock.now()).checks()
      let isUnusable = checks.contains {
        $0.result == .failed && ["configuration", "keys"].contains($0.check)
      }
      if !isUnusable {
        Console.say("Looking at the database, the queue and the way here from outside …")
        checks += await inside(home)
      }
      let report = try checks.report(home.path)
      Console.print(AdminReply(output: report.output(asJSON: options.json)))
      guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
    }
  }

  /// The checks that need an opened node, made by the server if it runs.
  private func inside(_ home: NodeHome) async -> [Check] {
    let reply = await CommandRun(home: home).reply(
      to: AdminRequest(
        arguments: ["doctor", "inside", "--json"],
        input: nil,
        caller: Console.caller
      )
    )
    let shape = try? JSONDecoder().decode(CheckedShape.self, from: Data(reply.output.utf8))
    return shape?.checks ?? [.failed("node", reply.errors)]
  }

  /// `maillage doctor inside`: the part that runs next to the database.
  struct Inside: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the checks that need an opened node.",
      discussion: "Example: maillage doctor inside --json",
      shouldDisplay: false
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      try await NodeExamination(node: node, call: call).checks().report(node.home.path)
    }
  }
}
