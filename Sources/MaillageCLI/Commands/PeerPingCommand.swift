import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage peer ping HOST`.
struct PeerPingCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping",
    abstract: "Try the way to a node step by step, and say where it ends.",
    discussion: """
      Policy, address, TLS, pin, node actor by signed GET, key, WebFinger, NodeInfo and a signed \
      POST whose answer is signed. Nothing is kept.

      Example: maillage peer ping mairie.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var peer: PeerArgument

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let host = try peer.authority
    var probe = PeerProbe(node: node, host: host)
    var report = try await probe.run().report(host)
    if !probe.isReached { report.exitCode = 4 }
    return report
  }
}
