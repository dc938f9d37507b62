import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage queue`: activities on their way to other nodes.
struct QueueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queue",
    abstract: "What is on its way to other nodes, and steering it.",
    discussion: "Example: maillage queue status",
    subcommands: [
      Status.self, List.self, QueuePauseCommand.self, QueueResumeCommand.self,
      QueueRetryCommand.self, QueueDropCommand.self,
    ],
    defaultSubcommand: Status.self
  )

  /// `maillage queue status`.
  struct Status: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the depth and the state of each lane; a lane is a node.",
      discussion: "Example: maillage queue status --json"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let lanes = try await node.database.read { tx in
        try LaneShape.all(
          depths: tx.deliveries.depths(),
          lanes: tx.deliveries.lanes(),
          at: call.now
        )
      }
      var table = Table("LANE", "WAITING", "HELD", "GIVEN UP", "LAG", "STATE", "LAST ERROR")
      for lane in lanes {
        table.add(
          lane.lane,
          "\(lane.waiting)",
          "\(lane.held)",
          "\(lane.abandoned)",
          lane.lagSeconds.map { TimeInterval($0).shownDuration } ?? "",
          lane.shownState,
          lane.lastError ?? ""
        )
      }
      return try Report(table.text(ifEmpty: "Nothing waits."), lanes)
    }
  }

  /// `maillage queue list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List what waits, the oldest first.",
      discussion: "Example: maillage queue list --peer mairie.example --limit 50"
    )

    @OptionGroup var options: GlobalOptions
    @OptionGroup var peer: PeerOption

    @Option(help: "How many, up to 1000.")
    var limit = 100

    @Option(help: "Only what comes after the delivery with this id.")
    var after: Int64 = 0

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let lane = try peer.lane
      let limit = min(max(limit, 1), 1000)
      let jobs = try await node.database.read {
        try $0.deliveries.list(lane: lane, limit: limit, after: after)
      }
      var table = Table("ID", "STATE", "TRIES", "NEXT", "INBOX", "ACTIVITY", "LAST ERROR")
      for job in jobs {
        let delivery = job.delivery
        table.add(
          "\(delivery.id)",
          delivery.state.rawValue,
          "\(delivery.attempts)",
          delivery.state == .waiting ? delivery.notBefore.shown : "",
          delivery.inbox,
          job.activityURI,
          delivery.lastError ?? ""
        )
      }
      return try Report(table.text(ifEmpty: "Nothing waits."), jobs.map(DeliveryShape.init))
    }
  }
}

/// Which other node is meant.
struct PeerOption: ParsableArguments {
  @Option(help: "One node: host, host:port or origin. Without it: all.")
  var peer: String?

  /// The lane of the queue: the node's origin.
  var lane: String? {
    get throws {
      try peer.map { text in
        let url = text.contains("://") ? text : "https://\(text)"
        guard let origin = Origin(of: url.lowercased()) else {
          throw Refusal.malformed("‘\(text)’ is no node: write host or host:port.")
        }
        return origin.description
      }
    }
  }
}
