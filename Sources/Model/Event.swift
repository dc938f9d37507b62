import Foundation

/// When and where people meet: what a post of the kind Event says besides its text (FEP-8a8e).
package struct Event: Sendable, Hashable {
  /// Whether it takes place (FEP-8a8e, iCalendar's STATUS).
  package enum Status: String, Sendable, Hashable, CaseIterable, Codable {
    case scheduled, tentative, postponed, rescheduled, movedOnline, cancelled
  }

  /// How one takes part.
  package enum JoinMode: String, Sendable, Hashable, CaseIterable, Codable {
    /// Nobody asks.
    case none
    /// Whoever says so.
    case free
    /// The organizers say yes or no.
    case restricted
    /// Those who are invited.
    case invite
    /// At an address elsewhere.
    case external
  }

  /// Where it takes place: somewhere on earth, or at an address of the net.
  package struct Place: Sendable, Hashable {
    package var name: String?
    /// On one line.
    package var address: String?
    /// Degrees north and east (WGS 84).
    package var latitude: Double?
    package var longitude: Double?
    /// Of a place on the net: its address; of another: a page about it.
    package var url: String?
    package var isVirtual: Bool

    package init(
      name: String? = nil,
      address: String? = nil,
      latitude: Double? = nil,
      longitude: Double? = nil,
      url: String? = nil,
      isVirtual: Bool = false
    ) {
      self.name = name
      self.address = address
      self.latitude = latitude
      self.longitude = longitude
      self.url = url
      self.isVirtual = isVirtual
    }
  }

  /// What it is called; nothing for one that came without.
  package var title: String?
  /// Nothing for one that was put off and has no new time.
  package var startsAt: Date?
  /// Nothing for one with an open end.
  package var endsAt: Date?
  /// IANA name; nothing: as the reader's clock says.
  package var timeZone: String?
  package var status: Status
  package var joinMode: JoinMode
  /// Where one takes part, with `external`.
  package var participationURL: String?
  package var places: [Place]
  /// Who holds it, as far as it is told; else it is the author.
  package var organizers: [String]
  /// For how many there is room; nothing: for all who come.
  package var capacity: Int?
  /// What it is about, in words of a common list, such as `WORKSHOPS_SKILL_SHARING` (FEP-8a8e); others' may
  /// have more.
  package var categories: [String] = []
  /// How many take part, as another node tells it; of an event of this node they are counted.
  package var toldAttendees: Int?

  package init(
    title: String? = nil,
    startsAt: Date?,
    endsAt: Date? = nil,
    timeZone: String? = nil,
    status: Status = .scheduled,
    joinMode: JoinMode = .none,
    participationURL: String? = nil,
    places: [Place] = [],
    organizers: [String] = [],
    capacity: Int? = nil,
    toldAttendees: Int? = nil
  ) {
    self.title = title
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.timeZone = timeZone
    self.status = status
    self.joinMode = joinMode
    self.participationURL = participationURL
    self.places = places
    self.organizers = organizers
    self.capacity = capacity
    self.toldAttendees = toldAttendees
  }

  /// The words that FEP-8a8e recommends for what events are about; Mobilizon's are among them.
  package static let knownCategories = [
    "ARTS", "AUTO_BOAT_AIR", "BOOK_CLUBS", "BUSINESS", "CAUSES", "CLIMATE_ENVIRONMENT", "COMEDY",
    "COMMUNITY", "CRAFTS", "CREATIVE_JAM", "DIY_MAKER_SPACES", "FAMILY_EDUCATION",
    "FASHION_BEAUTY", "FESTIVALS", "FILM_MEDIA", "FOOD_DRINK", "GAMES", "INCLUSIVE_SPACES",
    "LANGUAGE_CULTURE", "LEARNING", "LGBTQ", "MEDITATION_WELLBEING", "MEETING",
    "MOVEMENTS_POLITICS", "MUSIC", "NETWORKING", "OUTDOORS_ADVENTURE", "PARTY",
    "PERFORMING_VISUAL_ARTS", "PETS", "PHOTOGRAPHY", "SCIENCE_TECH",
    "SPIRITUALITY_RELIGION_BELIEFS", "SPORTS", "THEATRE", "WORKSHOPS_SKILL_SHARING",
  ]
  /// The most categories of one event.
  package static let mostCategories = 8

  /// The most that a capacity may be.
  package static let mostAttendees = 1_000_000
}
