import Foundation
import StrictJSON

extension AS {
  /// What an Event says besides its text: when, where, by whom (FEP-8a8e, Mobilizon, Gancio,
  /// Friendica).
  ///
  /// What cannot be read of it is left out, save its times: an event at another time than its
  /// author's is worse than none. Its title is the post's `name`.
  package struct EventDetails: Hashable, Sendable {
    package var startTime: Date?
    package var endTime: Date?
    /// IANA name of the time zone; one that the shape of such a name does not fit is none.
    package var timezone: String?
    /// The word as written, such as `EventCancelled`.
    package var status: String?
    /// The word as written, such as `free`.
    package var joinMode: String?
    package var participationURL: IRI?
    package var places: [EventPlace] = []
    /// Who holds it; empty when that is not told.
    package var organizers: [IRI] = []
    /// For how many there is room (schema.org).
    package var capacity: Int?
    /// What it is about, in words such as `WORKSHOPS_SKILL_SHARING` (FEP-8a8e, Mobilizon).
    package var categories: [String] = []
    /// The collection of who takes part, and how many they are.
    package var attendees: IRI?
    package var attendeeCount: Int?

    package init(startTime: Date?) {
      self.startTime = startTime
    }

    init(_ fields: Fields) throws(Malformed) {
      startTime = try fields.date("startTime")
      let end = try fields.date("endTime")
      let isShown = (try? fields.bool("displayEndTime")) ?? true
      // An end before its beginning, or one that only machines are to know, is an open end.
      endTime =
        isShown ? end.flatMap { end in startTime.map { end > $0 } ?? true ? end : nil } : nil
      let zone = try? fields.text("timezone", atMost: Limits.timeZone)
      timezone = zone.flatMap { Self.isZone($0) ? $0 : nil }
      status = Self.word(fields, "eventStatus", "status", "ical:status")
      joinMode = Self.word(fields, "joinMode")
      participationURL = try? fields.iri("externalParticipationUrl")
      places = (try? fields.readable("location", atMost: Limits.places)) ?? []
      organizers = Self.organizers(fields)
      capacity = Self.count(fields.object["maximumAttendeeCapacity"])
      categories = Self.categories(fields.object["category"])
      attendees = fields.object["attendees"].flatMap { try? IRI(wire: $0) }
      attendeeCount =
        Self.count(fields.object["attendees"]?["totalItems"])
        ?? Self.count(fields.object["participantCount"])
    }

    func write(to members: inout Members, by author: IRI) {
      members.put("startTime", startTime)
      // One that is for machines only, a day later: FEP-8a8e wants one of an open end as well.
      members.put("endTime", endTime ?? startTime?.addingTimeInterval(86_400))
      if endTime == nil { members.put("displayEndTime", .bool(false)) }
      members.put("timezone", timezone)
      members.put("eventStatus", status)
      members.put("ical:status", Self.calendarWord(status))
      members.put("joinMode", joinMode)
      members.put("externalParticipationUrl", participationURL)
      members.put(list: "location", places)
      let organizers = organizers.isEmpty ? [author] : organizers
      members.put(
        "organizers",
        [
          "type": "Collection", "totalItems": .number(String(organizers.count)),
          "items": .array(organizers.map { .string($0.string) }),
        ]
      )
      if let capacity { members.put("maximumAttendeeCapacity", .number(String(capacity))) }
      switch categories.count {
      case 0: break
      // Mobilizon reads one word only.
      case 1: members.put("category", categories[0])
      default: members.put("category", .array(categories.map(JSON.string)))
      }
      if let attendees {
        var collection = Members(id: attendees, type: "Collection")
        if let attendeeCount {
          collection.put("totalItems", .number(String(attendeeCount)))
          // Mobilizon's word for the same.
          members.put("participantCount", .number(String(attendeeCount)))
        }
        members.put("attendees", collection.json)
      }
    }

    /// iCalendar's word, which Mobilizon reads (RFC 5545 §3.8.1.11).
    private static func calendarWord(_ status: String?) -> String {
      switch status {
      case "EventCancelled": "CANCELLED"
      case "EventTentative", "EventPostponed": "TENTATIVE"
      default: "CONFIRMED"
      }
    }

    /// One word or several, in capitals, digits and underscores; what else is there is left out.
    private static func categories(_ value: JSON?) -> [String] {
      var words: [String] = []
      for word in (value?.array ?? value.map { [$0] } ?? []).compactMap(\.string)
      where words.count < Limits.categories {
        let isWord = word.utf8.allSatisfy {
          (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        guard isWord, (1...Limits.category).contains(word.utf8.count), !words.contains(word) else {
          continue
        }
        words.append(word)
      }
      return words
    }

    /// A number of people.
    private static func count(_ value: JSON?) -> Int? {
      guard let number = value?.int, (0...Limits.people).contains(number) else { return nil }
      return number
    }

    /// The first of some members that is a short text.
    private static func word(_ fields: Fields, _ names: String...) -> String? {
      for name in names {
        if let word = try? fields.text(name, atMost: Limits.type) { return word }
      }
      return nil
    }

    /// Letters, digits and a few marks (RFC 9557 §4.1): enough to look it up.
    private static func isZone(_ name: String) -> Bool {
      name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
          UInt8(ascii: "+"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
    }

    /// The addresses in `organizers`: a list, a collection, or one with its first page carried along.
    private static func organizers(_ fields: Fields) -> [IRI] {
      guard let value = fields.object["organizers"] else { return [] }
      let page: JSON = value["first"] ?? value
      guard let entries: JSON = page["items"] ?? page["orderedItems"] else {
        // A collection that is only named says nothing here; a list of actors does.
        let list = value.array ?? []
        return list.prefix(Limits.organizers).compactMap { try? IRI(wire: $0) }
      }
      let list = entries.array ?? [entries]
      return list.prefix(Limits.organizers).compactMap { try? IRI(wire: $0) }
    }
  }

  /// Where an event takes place: a Place, a VirtualLocation, or a mere name.
  package struct EventPlace: WireObject, WireValue {
    package var name: String?
    /// On one line, whatever its shape was.
    package var address: String?
    package var latitude: Double?
    package var longitude: Double?
    package var url: IRI?
    package var isVirtual = false

    package init() {}

    package init(json: JSON) throws(Malformed) {
      guard json.object != nil else {
        guard let text = json.string, !text.isEmpty, text.utf8.count <= Limits.name,
          !text.utf8.contains(0)
        else { throw Malformed(path: "", reason: .expected("a place")) }
        name = text
        return
      }
      let fields = try Fields(json)
      isVirtual = (try? fields.text("type", atMost: Limits.type)) == "VirtualLocation"
      name = try fields.text("name", atMost: Limits.name)
      address = try Self.address(fields)
      latitude = Self.degrees(fields, "latitude", atMost: 90)
      longitude = Self.degrees(fields, "longitude", atMost: 180)
      if latitude == nil || longitude == nil { (latitude, longitude) = (nil, nil) }
      url = try? fields.page("url")
      guard name != nil || address != nil || url != nil || latitude != nil else {
        throw Malformed(path: "", reason: .expected("a place"))
      }
    }

    package var json: JSON {
      var members = Members(type: isVirtual ? "VirtualLocation" : "Place")
      members.put("name", name)
      members.put("address", address)
      if let latitude, let longitude {
        members.put("latitude", .number(String(latitude)))
        members.put("longitude", .number(String(longitude)))
      }
      members.put("url", url)
      return members.json
    }

    /// A text, or the parts of a PostalAddress (schema.org) in the order of a letter.
    private static func address(_ fields: Fields) throws(Malformed) -> String? {
      guard let value = try fields.value("address") else { return nil }
      guard value.object != nil else { return try fields.text("address", atMost: Limits.name) }
      guard let parts = try fields.fields("address") else { return nil }
      var line: [String] = []
      if let street = try parts.text("streetAddress", atMost: Limits.name) { line.append(street) }
      let town = [
        try parts.text("postalCode", atMost: Limits.type),
        try parts.text("addressLocality", atMost: Limits.name),
      ].compactMap(\.self).joined(separator: " ")
      if !town.isEmpty { line.append(town) }
      for name in ["addressRegion", "addressCountry"] {
        if let part = try parts.text(name, atMost: Limits.name) { line.append(part) }
      }
      return line.isEmpty ? nil : line.joined(separator: ", ")
    }

    private static func degrees(_ fields: Fields, _ name: String, atMost limit: Double) -> Double? {
      guard let value = fields.object[name] else { return nil }
      let number = value.double ?? value.string.flatMap(Double.init)
      return number.flatMap { abs($0) <= limit ? $0 : nil }
    }
  }
}
