import ArgumentParser
import Foundation
import Node

/// `maillage config`: what `maillage.yaml` says.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "The settings in maillage.yaml and the environment.",
    discussion: "Example: maillage config check",
    subcommands: [Show.self, Check.self, Reference.self, ConfigReloadCommand.self]
  )

  /// `maillage config show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print every setting as it stands, and where it comes from.",
      discussion: "Example: maillage config show --changed"
    )

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Only what differs from the defaults.")
    var changed = false

    func run() async throws {
      try await Console.refusing {
        let standard = Set(NodeConfiguration().effective())
        let settings = try NodeConfiguration(home: options.nodeHome).effective()
          .filter { !changed || !standard.contains($0) }
        var table = Table("SETTING", "VALUE", "FROM")
        for setting in settings { table.add(setting.key, setting.value, setting.source) }
        let report = try Report(table.text(ifEmpty: "All settings are at their default."), settings)
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
      }
    }
  }

  /// `maillage config check`.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check maillage.yaml without touching the node.",
      discussion: "Example: maillage config check --home /etc/maillage"
    )

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      try await Console.refusing {
        let report = try Self.report(on: options.nodeHome)
        Console.print(AdminReply(output: report.output(asJSON: options.json)))
        guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
      }
    }

    /// What is wrong with the configuration of a home.
    static func report(on home: NodeHome) throws -> Report {
      do {
        let configuration = try NodeConfiguration(home: home)
        return try Report(
          "\(home.configurationFile) is in order: the node \(configuration.origin).",
          Shape(isValid: true, problems: [])
        )
      } catch StartupFailure.configurationRefused(let problems) {
        let lines = problems.map(\.description) + ["All settings: maillage config reference"]
        return try Report(
          lines.joined(separator: "\n"),
          Shape(isValid: false, problems: problems.map(Problem.init)),
          exitCode: 1
        )
      }
    }
  }

  /// `maillage config reference`.
  struct Reference: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the page of all settings, in Markdown.",
      discussion: "Example: maillage config reference"
    )

    func run() async throws {
      // The page ends with a line feed of its own.
      Console.print(AdminReply(output: String(ConfigurationReference.markdown().dropLast())))
    }
  }

  private struct Shape: Encodable {
    let isValid: Bool
    let problems: [Problem]
  }

  private struct Problem: Encodable {
    let place: String
    let key: String?
    let message: String

    init(_ problem: ConfigurationProblem) {
      place =
        switch problem.place {
        case .file(let name, let position): "\(name):\(position)"
        case .environment(let name): name
        case .whole(let name): name
        }
      key = problem.key
      message = problem.message
    }
  }
}
