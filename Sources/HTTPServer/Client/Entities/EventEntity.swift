import Model
import StrictJSON

/// When and where an event is, as this node tells apps: for their readers and for themselves.
struct EventEntity {
  private let event: Event

  init(_ event: Event) {
    self.event = event
  }

  /// What every app can show: a paragraph, all of it escaped.
  func paragraph(in tongue: Tongue) -> String {
    let lines = EventText(event, in: tongue).whenAndWhere.map(HTMLText.escape)
    return "<p>\(lines.joined(separator: "<br>"))</p>\n"
  }

  var json: JSON {
    [
      "title": Self.text(event.title), "starts_at": EntityMaker.time(event.startsAt),
      "ends_at": EntityMaker.time(event.endsAt),
      "time_zone": Self.text(event.timeZone), "status": .string(event.status.rawValue),
      "join_mode": .string(event.joinMode.rawValue),
      "participation_url": Self.text(event.participationURL),
      "places": .array(event.places.map(Self.place)),
      "organizers": .array(event.organizers.map(JSON.string)),
      "capacity": event.capacity.map(JSON.integer) ?? .null,
      "categories": .array(event.categories.map(JSON.string)),
      "attendees_count": event.toldAttendees.map(JSON.integer) ?? .null,
    ]
  }

  private static func place(_ place: Event.Place) -> JSON {
    [
      "name": text(place.name), "address": text(place.address),
      "latitude": number(place.latitude), "longitude": number(place.longitude),
      "url": text(place.url), "virtual": .bool(place.isVirtual),
    ]
  }

  private static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  private static func number(_ value: Double?) -> JSON {
    value.map { .number(String($0)) } ?? .null
  }
}
