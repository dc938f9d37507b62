import Foundation
import Model

/// A poll as the command line prints it.
struct PollShape: Encodable, Sendable {
  struct Option: Encodable, Sendable {
    let name: String
    /// Nothing while nobody is told.
    let votes: Int?
    /// Whether the member who looks has chosen it.
    let isChosen: Bool?
  }

  let options: [Option]
  let isMultiple: Bool
  let closesAt: Date?
  let closedAt: Date?
  let voters: Int?

  init(_ poll: Poll, chosen: Set<Int>? = nil) {
    options = poll.options.enumerated().map { place, option in
      Option(
        name: option.name,
        votes: poll.showsTotals ? option.votes : nil,
        isChosen: chosen?.contains(place)
      )
    }
    isMultiple = poll.isMultiple
    closesAt = poll.closesAt
    closedAt = poll.closedAt
    voters = poll.voters
  }

  /// The poll over several lines, for people.
  var lines: [String] {
    let chosen = options.map { option in
      "\(option.isChosen == true ? "●" : "○") \(option.name): \(option.votes.map(String.init) ?? "?")"
    }
    var end = isMultiple ? "several may be chosen" : "one may be chosen"
    if let voters { end += " · \(voters) have voted" }
    if let closedAt {
      end += " · closed \(closedAt.shown)"
    } else if let closesAt {
      end += " · until \(closesAt.shown)"
    }
    return chosen + [end]
  }
}
