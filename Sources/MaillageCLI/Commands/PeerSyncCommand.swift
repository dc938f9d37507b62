import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage peer sync HOST`.
struct PeerSyncCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Compare all common territories with a node now.",
    discussion: "Example: maillage peer sync mairie.example"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var peer: PeerArgument

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let host = try peer.authority
    guard let other = node.services.known.node(host: host) else {
      throw NotFound("\(host) is no peer, and in no territory of this node.")
    }
    let shared = node.services.known.territories.filter {
      other.territories.contains($0.id.text)
    }
    guard !shared.isEmpty else {
      throw NotFound("This node shares no territory with \(host). See: maillage territory invite")
    }
    var exchanges: [ExchangeShape] = []
    for territory in shared {
      exchanges.append(
        await ExchangeShape(of: territory.id, territory.localName, with: other, on: node)
      )
    }
    return try exchanges.report()
  }
}
