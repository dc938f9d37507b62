import ArgumentParser
import Foundation
import Node

@testable import MaillageCLI

/// Reads command lines as a shell does, as far as examples need it.
enum CommandLines {
  static func words(of line: some StringProtocol) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  /// The command lines of a Markdown page: in its blocks, and those with an option in its sentences.
  static func shown(in page: String) -> [Substring] {
    let parts = page.split(separator: "```", omittingEmptySubsequences: false)
    let blocks = parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
      .flatMap { $0.split(separator: "\n") }
    let spans = parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
      .flatMap { $0.split(separator: "`", omittingEmptySubsequences: false) }
      .filter { $0.contains(" --") && !$0.contains("\n") }
    return (blocks + spans).compactMap { line in
      let line = line.drop(while: \.isWhitespace)
      guard line.hasPrefix("maillage ") else { return nil }
      let typed = line.dropFirst("maillage ".count).prefix { !"#>\\".contains($0) }
      return typed.hasPrefix("-") ? nil : typed
    }
  }

  /// The example in the help of a command.
  static func example(of type: any ParsableCommand.Type) -> String? {
    type.configuration.discussion.split(separator: "\n").map(String.init)
      .first { $0.hasPrefix("Example: maillage ") }
      .map { String($0.dropFirst("Example: maillage ".count)) }
  }
}

/// A node in a directory of its own, to which commands are given.
struct CommandHome {
  let home: NodeHome
  let node: OpenNode

  /// Makes a home by `init` and opens it.
  static func make(_ host: String = "atelier.example") async throws -> CommandHome {
    let home = newHome()
    _ = try await initialise(home, "--host", host)
    return CommandHome(home: home, node: try await open(home))
  }

  static func newHome() -> NodeHome {
    let name = "maillage-\(UUID().uuidString.prefix(8))"
    return NodeHome(path: FileManager.default.temporaryDirectory.appending(path: name).path)
  }

  static func initialise(_ home: NodeHome, _ words: String...) async throws -> Report {
    guard let command = try Maillage.parseAsRoot(["init"] + words) as? InitCommand else {
      throw ExitCode(2)
    }
    return try await command.report(home: home, caller: "tester")
  }

  /// Settings by which no test asks the DNS for hosts of archives: they are a port of this machine at which
  /// nobody listens.
  static func environment(of home: NodeHome) throws -> [String: String] {
    let own = try NodeConfiguration(home: home, environment: [:]).nodeHost
    let hosts = ["atelier.example", "ruche.example", "mastodon.example", "nowhere.invalid"]
    let map = hosts.filter { $0 != own }.map { "\($0)=127.0.0.1:1" }
    return ["MAILLAGE_NETWORK_HOSTS": map.joined(separator: ",")]
  }

  static func open(_ home: NodeHome) async throws -> OpenNode {
    try await OpenNode.open(
      home: home,
      configuration: try NodeConfiguration(home: home, environment: try environment(of: home)),
      logger: .init(label: "test")
    )
  }

  func run(_ line: String, input: String? = nil) async -> AdminReply {
    let request = AdminRequest(
      arguments: CommandLines.words(of: line),
      input: input.map { Data($0.utf8) },
      caller: "tester"
    )
    return await CommandExecution(node: node, isServing: false).reply(to: request)
  }

  /// The JSON document that a command prints.
  func json(_ line: String, input: String? = nil) async throws -> Any {
    let reply = await run("\(line) --json", input: input)
    return try JSONSerialization.jsonObject(
      with: Data(reply.output.utf8),
      options: .fragmentsAllowed
    )
  }

  func close() async throws {
    try await node.close()
    try FileManager.default.removeItem(atPath: home.path)
  }
}
