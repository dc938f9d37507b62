import ActivityStreams
import Model

/// Event on the wire ↔ event in the node.
extension Event {
  /// What an Event says; words that are not known here become the plainest.
  init(_ details: AS.EventDetails, titled title: String?) {
    self.init(
      title: title.map(VisibleText.oneLine),
      startsAt: details.startTime,
      endsAt: details.endTime,
      timeZone: details.timezone,
      status: details.status.flatMap(Status.init(wire:)) ?? .scheduled,
      joinMode: details.joinMode.flatMap { JoinMode(rawValue: $0.lowercased()) } ?? .none,
      participationURL: details.participationURL?.string,
      places: details.places.map(Place.init),
      organizers: details.organizers.map(\.string),
      capacity: details.capacity,
      toldAttendees: details.attendeeCount
    )
    categories = details.categories
  }
}

extension AS.EventDetails {
  /// An event as others receive it, with where it is shown how many take part, if one can.
  init(_ event: Event, attendees: AS.IRI) {
    self.init(startTime: event.startsAt)
    endTime = event.endsAt
    timezone = event.timeZone
    status = event.status.wire
    joinMode = event.joinMode.rawValue
    participationURL = event.participationURL.flatMap(AS.IRI.init)
    places = event.places.map(AS.EventPlace.init)
    organizers = event.organizers.compactMap(AS.IRI.init)
    capacity = event.capacity
    categories = event.categories
    guard event.joinMode != .none, event.joinMode != .external else { return }
    self.attendees = attendees
    attendeeCount = event.toldAttendees
  }
}

extension AS.EventPlace {
  fileprivate init(_ place: Event.Place) {
    self.init()
    name = place.name
    address = place.address
    latitude = place.latitude
    longitude = place.longitude
    url = place.url.flatMap(AS.IRI.init)
    isVirtual = place.isVirtual
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
  /// FEP-8a8e's word.
  fileprivate var wire: String {
    switch self {
    case .scheduled: "EventScheduled"
    case .tentative: "EventTentative"
    case .postponed: "EventPostponed"
    case .rescheduled: "EventRescheduled"
    case .movedOnline: "EventMovedOnline"
    case .cancelled: "EventCancelled"
    }
  }

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
