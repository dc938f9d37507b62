import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage peer accept HOST`.
struct PeerAcceptCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Say yes to a node that asks for a peering.",
    discussion: """
      Public traffic only passes until people have compared the words.

      Example: maillage peer accept mairie.example --scope posts events
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Option(parsing: .upToNextOption, help: "What this node will share with it (default: posts).")
  var scope: [Scope] = []

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let known = try peer.peering(on: node)
    let scopes = scope.isEmpty ? nil : Set(scope)
    var change = Change(of: known.host, "accept the peering with \(known.host)") {
      let peering = try await PeeringDesk(services: node.services).accept(known.host, scopes)
      return try Report(
        """
        Accepted \(peering.host). Now compare the words with somebody there: \
        maillage peer verify \(peering.host)
        """,
        node.shape(of: peering, at: call.now)
      )
    }
    change.details.add("name", known.record?.presentation.name)
    change.details.add("key", known.record?.key)
    change.details.add("it shares", known.theirs.scopes.shown)
    change.details.add("we share", (scopes ?? known.ours.scopes).shown)
    return change
  }
}

/// `maillage peer reject HOST`.
struct PeerRejectCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Say no to a node that asks for a peering.",
    discussion: "Example: maillage peer reject spam.example --reason unknown"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    return Change(of: host, "refuse a peering with \(host)") {
      try await PeeringDesk(services: node.services).reject(host, reason: changing.reason ?? "")
      return try Report("Refused \(host).", ["host": host])
    }
  }
}

/// `maillage peer verify HOST`.
struct PeerVerifyCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Show the words to be compared with the other side, or say that they were.",
    discussion: """
      Read the six words out to somebody there whose voice you know. When both see the same, type \
      those that you heard.

      Example: maillage peer verify mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var peer: PeerArgument

  @Argument(help: "The words that the other side read out.")
  var words: [String] = []

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    guard words.isEmpty else { return try await carryOut(on: node, call) }
    let host = try peer.peering(on: node).host
    let words = try await PeeringDesk(services: node.services).words(host)
    let numbered = words.words.enumerated().map { "\($0.offset + 1) \(Styled.strong($0.element))" }
    return try Report(
      """
      \(numbered.joined(separator: "  "))

      If somebody at \(host) sees the same: maillage peer verify \(host) WORDS
      """,
      Shape(host: host, words: words.words)
    )
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let host = try peer.peering(on: node).host
    let typed = words.joined(separator: " ")
    return Change(of: host, "believe the key of \(host), since the words agree") {
      let peering = try await PeeringDesk(services: node.services).verify(host, typed: typed)
      return try Report(
        "The words agree: \(host) is \(peering.state.name).",
        node.shape(of: peering, at: call.now)
      )
    }
  }

  private struct Shape: Encodable {
    let host: String
    let words: [String]
  }
}
