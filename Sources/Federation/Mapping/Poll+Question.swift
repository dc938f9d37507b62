import ActivityStreams
import Foundation
import Model

/// A poll on the wire ↔ in the node.
extension Poll {
  init(_ poll: AS.Poll) {
    self.init(
      // A vote names its option to the letter, so nothing is cleaned here.
      options: poll.options.map { Option(name: $0.name, votes: $0.votes ?? 0) },
      isMultiple: poll.isMultiple,
      closesAt: poll.endTime,
      closedAt: poll.closed,
      voters: poll.votersCount,
      hidesTotals: poll.closed == nil && poll.options.allSatisfy { $0.votes == nil }
    )
  }
}

extension AS.Poll {
  init(_ poll: Poll) {
    self.init(
      options: poll.options.map {
        Option(name: $0.name, votes: poll.showsTotals ? $0.votes : nil)
      },
      isMultiple: poll.isMultiple,
      endTime: poll.closesAt
    )
    closed = poll.closedAt
    votersCount = poll.voters
  }
}
