import ActivityStreams
import Model

/// Event on the wire → event in the node.
extension Event {
  /// What an Event says; words that are not known here become the plainest.
  init(_ details: AS.EventDetails) {
    self.init(
      startsAt: details.startTime,
      endsAt: details.endTime,
      timeZone: details.timezone,
      status: details.status.flatMap(Status.init(wire:)) ?? .scheduled,
      joinMode: details.joinMode.flatMap { JoinMode(rawValue: $0.lowercased()) } ?? .none,
      participationURL: details.participationURL?.string,
      places: details.places.map(Place.init),
      organizers: details.organizers.map(\.string)
    )
  }
}

extension Event.Place {
  fileprivate init(_ place: AS.EventPlace) {
    self.init(
      name: place.name.map(VisibleText.oneLine),
      address: place.address.map(VisibleText.oneLine),
      latitude: place.latitude,
      longitude: place.longitude,
      url: place.url?.string,
      isVirtual: place.isVirtual
    )
  }
}

extension Event.Status {
  /// Reads FEP-8a8e's and iCalendar's words (RFC 5545 §3.8.1.11), with or without their namespace.
  fileprivate init?(wire word: String) {
    let term = word.split(whereSeparator: { "/#:".contains($0) }).last.map(String.init) ?? word
    switch term.uppercased() {
    case "EVENTSCHEDULED", "CONFIRMED": self = .scheduled
    case "EVENTTENTATIVE", "TENTATIVE": self = .tentative
    case "EVENTPOSTPONED": self = .postponed
    case "EVENTRESCHEDULED": self = .rescheduled
    case "EVENTMOVEDONLINE": self = .movedOnline
    case "EVENTCANCELLED", "CANCELLED": self = .cancelled
    default: return nil
    }
  }
}

extension VisibleText {
  /// A text without marks that a terminal obeys, on one line.
  static func oneLine(_ text: String) -> String {
    clean(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
