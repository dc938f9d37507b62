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
  }

  let title: String?
  let startsAt: Date?
  let endsAt: Date?
  let timeZone: String?
  let status: Event.Status
  let joinMode: Event.JoinMode
  let participationURL: String?
  let places: [Place]
  let organizers: [String]
  let capacity: Int?
  let categories: [String]
  let attendees: Int?

  init(_ event: Event) {
    title = event.title
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
    capacity = event.capacity
    categories = event.categories
    attendees = event.toldAttendees
    let text = EventText(event, in: Tongue("en"))
    shown = text.whenAndWhere + text.whoAndHow
  }

  /// The lines for people: when, where, who, and how one takes part.
  let shown: [String]

  private enum CodingKeys: String, CodingKey {
    // Not the lines: a program has the members.
    case title, startsAt, endsAt, timeZone, status, joinMode, participationURL, places, organizers
    case capacity, categories, attendees
  }
}
