import ArgumentParser
import Federation
import Foundation
import Model
import Node
import Storage

/// `maillage peer`: what this node and others agreed to share.
struct PeerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peer",
    abstract: "Peerings: inviting, joining, and what passes between two nodes.",
    discussion: """
      One side makes a ticket, the other joins by it; or one asks, the other accepts, and people \
      compare six words by voice.

      Example: maillage peer list
      """,
    subcommands: [
      PeerInviteCommand.self, PeerTicketsCommand.self, PeerWithdrawCommand.self,
      PeerJoinCommand.self, PeerRequestCommand.self, List.self, PeerShowCommand.self,
      PeerAcceptCommand.self, PeerRejectCommand.self, PeerVerifyCommand.self,
      PeerScopeCommand.self, PeerValveCommand.self, PeerLevelCommand.self,
      PeerHeldCommand.self, PeerReleaseCommand.self, PeerDropCommand.self,
      PeerSuspendCommand.self, PeerResumeCommand.self, PeerRemoveCommand.self,
      PeerPurgeCommand.self, PeerPingCommand.self, PeerSyncCommand.self,
    ]
  )

  /// `maillage peer list`.
  struct List: NodeCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the peerings.",
      discussion: "Example: maillage peer list"
    )

    @OptionGroup var options: GlobalOptions

    func execute(on node: OpenNode, _ call: Call) async throws -> Report {
      let (stored, depths) = try await node.database.read { tx in
        (try tx.peerings.all(), try tx.deliveries.depths())
      }
      let queues = Dictionary(depths.map { ($0.lane, $0) }) { first, _ in first }
      var table = Table("HOST", "STATE", "LEVEL", "OURS", "THEIRS", "QUEUE", "HEARD", "REVIEW")
      var shapes: [PeerShape] = []
      for kept in stored.map(\.peering) {
        let host = kept.host
        guard var peering = node.services.known.peering(with: host) else { continue }
        peering.lastHeardAt = kept.lastHeardAt
        let shape = node.shape(of: peering, at: call.now)
        let depth = queues[peering.lane]
        table.add(
          host,
          shape.shownState,
          shape.level,
          peering.ours.scopes.shown,
          peering.theirs.scopes.shown,
          "\((depth?.waiting ?? 0) + (depth?.held ?? 0))",
          peering.lastHeardAt?.shown ?? "never",
          peering.shownReview(at: call.now)
        )
        shapes.append(shape)
      }
      return try Report(
        table.text(ifEmpty: "No peerings yet. See: maillage peer invite --help"),
        shapes
      )
    }
  }
}

extension Peering {
  /// The lane of the queue that leads to the other node.
  var lane: String { Origin(scheme: "https", authority: host).description }

  /// The days on which somebody is to look at it again, of its scopes and of each valve.
  var reviews: [Date] { ([ours.reviewAt] + ours.valves.map(\.reviewAt)).compactMap { $0 } }

  /// The next of those days.
  func shownReview(at now: Date) -> String {
    guard let next = reviews.min() else { return "" }
    return next <= now ? Styled.warning("\(next.shownDay) due") : next.shownDay
  }
}
