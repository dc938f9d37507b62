import Foundation

/// When and where an event takes place, in words for people: the same in a terminal, on a page and
/// in an app.
package struct EventText: Sendable {
  private let event: Event
  private let tongue: Tongue

  package init(_ event: Event, in tongue: Tongue) {
    self.event = event
    self.tongue = tongue
  }

  /// When, with what became of it, and where: a line for each.
  package var whenAndWhere: [String] {
    let when = (tongue.isFrench ? "Quand : " : "When: ") + time
    return [status.map { "\(when) (\($0))" } ?? when]
      + event.places.map { (tongue.isFrench ? "Où : " : "Where: ") + words(for: $0) }
  }

  /// Who holds it, and where one takes part.
  package var whoAndHow: [String] {
    var lines: [String] = []
    if !event.organizers.isEmpty {
      let names = event.organizers.joined(separator: ", ")
      lines.append((tongue.isFrench ? "Par : " : "By: ") + names)
    }
    if let address = event.participationURL {
      lines.append((tongue.isFrench ? "Participer : " : "Take part: ") + address)
    }
    if let room { lines.append(room) }
    return lines
  }

  /// How many take part, and for how many there is room.
  private var room: String? {
    guard event.toldAttendees != nil || event.capacity != nil else { return nil }
    let count = event.toldAttendees.map { String($0) } ?? "?"
    let limit = event.capacity.map { tongue.isFrench ? " sur \($0)" : " of \($0)" } ?? ""
    return (tongue.isFrench ? "Participants : " : "Taking part: ") + count + limit
  }

  /// Nothing for one that takes place as it was said.
  private var status: String? {
    switch event.status {
    case .scheduled: nil
    case .tentative: tongue.isFrench ? "pas encore certain" : "not certain yet"
    case .postponed: tongue.isFrench ? "reporté" : "postponed"
    case .rescheduled: tongue.isFrench ? "à une autre date" : "at a new time"
    case .movedOnline: tongue.isFrench ? "en ligne désormais" : "moved online"
    case .cancelled: tongue.isFrench ? "ANNULÉ" : "CANCELLED"
    }
  }

  private func words(for place: Event.Place) -> String {
    var parts = [place.name, place.address].compactMap(\.self)
    if place.isVirtual || parts.isEmpty, let url = place.url { parts.append(url) }
    if parts.isEmpty, let latitude = place.latitude, let longitude = place.longitude {
      parts.append("\(latitude), \(longitude)")
    }
    let mark = tongue.isFrench ? "en ligne : " : "online: "
    return (place.isVirtual ? mark : "") + parts.joined(separator: ", ")
  }

  /// In the event's own time zone, for that is where people meet; in UTC when it names none that is
  /// known.
  private var time: String {
    guard let startsAt = event.startsAt else {
      return tongue.isFrench ? "pas encore connu" : "not known"
    }
    let zone = event.timeZone.flatMap(TimeZone.init(identifier:))
    let name = zone.map { " \($0.identifier)" } ?? " UTC"
    let start = Self.shown(startsAt, zone)
    guard let endsAt = event.endsAt else { return start.day + " " + start.time + name }
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
