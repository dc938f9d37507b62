import Foundation
import Model

/// When and where an event takes place, as the command line prints it.
struct EventShape: Encodable, Sendable {
  /// One of its places.
  struct Place: Encodable, Sendable {
    let name: String?
    let address: String?
    let latitude: Double?
    let longitude: Double?
    let url: String?
    let isVirtual: Bool

    fileprivate var shown: String {
      var parts = [name, address].compactMap(\.self)
      if isVirtual || parts.isEmpty, let url { parts.append(url) }
      if parts.isEmpty, let latitude, let longitude { parts.append("\(latitude), \(longitude)") }
      return (isVirtual ? "online: " : "") + parts.joined(separator: ", ")
    }
  }

  let startsAt: Date?
  let endsAt: Date?
  let timeZone: String?
  let status: Event.Status
  let joinMode: Event.JoinMode
  let participationURL: String?
  let places: [Place]
  let organizers: [String]

  init(_ event: Event) {
    startsAt = event.startsAt
    endsAt = event.endsAt
    timeZone = event.timeZone
    status = event.status
    joinMode = event.joinMode
    participationURL = event.participationURL
    places = event.places.map { place in
      Place(
        name: place.name,
        address: place.address,
        latitude: place.latitude,
        longitude: place.longitude,
        url: place.url,
        isVirtual: place.isVirtual
      )
    }
    organizers = event.organizers
  }

  /// The lines for people: when, where, who, and how one takes part.
  var shown: [String] {
    var lines = [status == .scheduled ? "When: \(time)" : "When: \(time) (\(words))"]
    lines += places.map { "Where: \($0.shown)" }
    if !organizers.isEmpty { lines.append("By: \(organizers.joined(separator: ", "))") }
    if let participationURL { lines.append("Take part: \(participationURL)") }
    return lines
  }

  private var words: String {
    switch status {
    case .scheduled: "scheduled"
    case .tentative: "not certain yet"
    case .postponed: "postponed"
    case .rescheduled: "at a new time"
    case .movedOnline: "moved online"
    case .cancelled: "CANCELLED"
    }
  }

  /// In the event's own time zone, for that is where people meet; in UTC when it names none that is
  /// known.
  private var time: String {
    guard let startsAt else { return "not known" }
    let zone = timeZone.flatMap(TimeZone.init(identifier:))
    let name = zone.map { " \($0.identifier)" } ?? " UTC"
    let start = Self.shown(startsAt, zone)
    guard let endsAt else { return start.day + " " + start.time + name }
    let end = Self.shown(endsAt, zone)
    let till = start.day == end.day ? end.time : "\(end.day) \(end.time)"
    return "\(start.day) \(start.time) – \(till)\(name)"
  }

  private static func shown(_ date: Date, _ zone: TimeZone?) -> (day: String, time: String) {
    let offset = TimeInterval(zone?.secondsFromGMT(for: date) ?? 0)
    let text = date.addingTimeInterval(offset).formatted(.iso8601)
    return (String(text.prefix(10)), String(text.dropFirst(11).prefix(5)))
  }
}
