import ActivityStreams
import Federation
import Foundation
import StrictJSON

/// An event as pages show it: when and where in the reader's words, its title once.
struct ShownEvent {
  private let event: JSON
  private let words: Words

  /// - Returns: Nothing for a post that is no event.
  init?(of status: JSON, _ words: Words) {
    guard let event = status["maillage"]?["event"], event.object != nil else { return nil }
    self.event = event
    self.words = words
  }

  var json: JSON {
    let state = event["attending"]?.string
    return [
      "title": event["title"] ?? .null, "starts_at": event["starts_at"] ?? .null,
      "when": .string(when), "places": .array(places), "has_places": .bool(!places.isEmpty),
      "attendees": event["attendees_count"] ?? .null, "state": state.map(JSON.string) ?? .null,
      "state_label": state.map { .string(words.text("attending-\($0)")) } ?? .null,
      "is_cancelled": .bool(event["status"]?.string == "cancelled"),
      "changed": changed.map(JSON.string) ?? .null,
      "take_part": ShownText.link(event["participation_url"]),
      "room": room.map(JSON.string) ?? .null,
    ]
  }

  /// The text of the post, without when and where, which apps are told above it, and without the title
  /// that stands over it elsewhere.
  func text(of html: String) -> String {
    var text = html
    if let end = text.range(of: "</p>") { text = String(text[end.upperBound...]) }
    guard let title = event["title"]?.string else { return text }
    let heading = "<p><strong>\(HTMLText.escape(title))</strong></p>"
    guard let range = text.range(of: HTMLSanitizer.sanitize(heading).html) else { return text }
    return text.replacingCharacters(in: range, with: "")
  }

  // MARK: When

  /// In the event's own zone, for that is where people meet; it is named where it is not the node's.
  private var when: String {
    guard let start = event["starts_at"]?.string.flatMap(AS.Timestamp.date) else {
      return words.text("not-known-yet")
    }
    let zone = event["time_zone"]?.string.flatMap(TimeZone.init(identifier:))
    var local = words
    local.zone = zone ?? words.zone
    let end = event["ends_at"]?.string.flatMap(AS.Timestamp.date)
    let span = [local.moment(start)] + (end.map { [local.moment($0)] } ?? [])
    let isElsewhere =
      zone.map { $0.secondsFromGMT(for: start) != words.zone.secondsFromGMT(for: start) } ?? false
    return span.joined(separator: " – ") + (isElsewhere ? " (\(local.zone.identifier))" : "")
  }

  private var changed: String? {
    guard let status = event["status"]?.string else { return nil }
    let isPlain = ["scheduled", "cancelled"].contains(status)
    return isPlain ? nil : words.text("event-\(status)")
  }

  // MARK: Where, and for how many

  private var places: [JSON] {
    (event["places"]?.array ?? []).map { place in
      let names = ["name", "address"].compactMap { place[$0]?.string }.filter { !$0.isEmpty }
      let isOnline = place["virtual"] == true
      return [
        "name": .string(names.joined(separator: ", ")), "has_name": .bool(!names.isEmpty),
        "is_online": .bool(isOnline),
        "link": isOnline || names.isEmpty ? ShownText.link(place["url"]) : .null,
      ]
    }
  }

  private var room: String? {
    let (count, most) = (event["attendees_count"]?.int, event["capacity"]?.int)
    guard count != nil || most != nil else { return nil }
    let told = words.text("taking-part", count: count ?? 0)
    return most.map { words.text("taking-part-of", ["x": told, "y": words.number($0)]) } ?? told
  }
}
