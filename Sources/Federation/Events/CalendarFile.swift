import CICal
import Foundation
import Model

/// Events as a calendar that other programs read (iCalendar, RFC 5545), made by libical.
///
/// All times are UTC, so no zone has to be described; the reader's program shows them in its own.
package struct CalendarFile: Sendable {
  /// What the calendar is for (RFC 5546).
  package enum Method: Sendable {
    /// To look at.
    case publish
    /// To answer: the invitation of one guest.
    case request
  }

  /// One event with who holds it.
  package struct Entry: Sendable {
    package var post: Post
    package var organizer: ActorProfile
    /// Whose invitation it is, and what was answered.
    package var guest: (actor: ActorProfile, state: Attendance.State?)?

    package init(
      _ post: Post,
      by organizer: ActorProfile,
      for guest: (actor: ActorProfile, state: Attendance.State?)? = nil
    ) {
      self.post = post
      self.organizer = organizer
      self.guest = guest
    }
  }

  private let method: Method
  private let name: String?
  private let entries: [Entry]

  package init(_ entries: [Entry], _ method: Method = .publish, named name: String? = nil) {
    self.method = method
    self.name = name
    self.entries = entries
  }

  /// The media type of the answer.
  package static let mediaType = "text/calendar; charset=utf-8"

  /// The file; lines end and are folded as RFC 5545 §3.1 says.
  package var text: String {
    guard let calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT) else { return "" }
    defer { icalcomponent_free(calendar) }
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"))
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Maillage//Maillage//FR"))
    icalcomponent_add_property(
      calendar,
      icalproperty_new_method(method == .publish ? ICAL_METHOD_PUBLISH : ICAL_METHOD_REQUEST)
    )
    if let name {
      // RFC 7986 §5.1, and the older name that more programs read.
      for kind in ["NAME", "X-WR-CALNAME"] { add(kind, name, to: calendar) }
    }
    for entry in entries {
      guard let event = component(of: entry) else { continue }
      icalcomponent_add_component(calendar, event)
    }
    guard let written = icalcomponent_as_ical_string_r(calendar) else { return "" }
    defer { icalmemory_free_buffer(written) }
    return String(cString: written)
  }

  /// Nothing for one that has no time yet: a calendar has no place for it.
  private func component(of entry: Entry) -> OpaquePointer? {
    let post = entry.post
    guard let details = post.body.event, let start = details.startsAt,
      let event = icalcomponent_new(ICAL_VEVENT_COMPONENT)
    else { return nil }
    func put(_ property: OpaquePointer?) { icalcomponent_add_property(event, property) }
    put(icalproperty_new_uid(post.uri))
    let stamp = post.editedAt ?? post.publishedAt
    put(icalproperty_new_dtstamp(Self.time(stamp)))
    put(icalproperty_new_created(Self.time(post.publishedAt)))
    put(icalproperty_new_lastmodified(Self.time(stamp)))
    // Each edit has a higher number: seconds since it was written.
    let edits = post.editedAt.map { Int32($0.timeIntervalSince(post.publishedAt).rounded()) } ?? 0
    put(icalproperty_new_sequence(max(edits, 0)))
    put(icalproperty_new_dtstart(Self.time(start)))
    if let end = details.endsAt { put(icalproperty_new_dtend(Self.time(end))) }
    put(icalproperty_new_summary(Self.clean(details.title ?? entry.organizer.displayName)))
    put(icalproperty_new_description(Self.clean(PlainText.text(of: post.body.html))))
    let places = details.places.map(Self.words)
    if !places.isEmpty {
      put(icalproperty_new_location(Self.clean(places.joined(separator: "; "))))
    }
    if let place = details.places.first(where: { $0.latitude != nil }),
      let latitude = place.latitude, let longitude = place.longitude
    {
      put(icalproperty_new_geo(icalgeotype(lat: latitude, lon: longitude)))
    }
    put(icalproperty_new_url(Self.clean(post.page ?? post.uri)))
    put(icalproperty_new_status(Self.status(details.status)))
    put(person(entry.organizer, icalproperty_new_organizer(Self.clean(entry.organizer.uri))))
    if let guest = entry.guest {
      let attendee = person(guest.actor, icalproperty_new_attendee(Self.clean(guest.actor.uri)))
      icalproperty_add_parameter(attendee, icalparameter_new_partstat(Self.answer(guest.state)))
      put(attendee)
    }
    return event
  }

  private func person(_ actor: ActorProfile, _ property: OpaquePointer?) -> OpaquePointer? {
    let name = actor.displayName.isEmpty ? actor.name : actor.displayName
    // A parameter's value cannot hold a quotation mark (RFC 5545 §3.2).
    let sound = Self.clean(name).replacing("\"", with: "'")
    icalproperty_add_parameter(property, icalparameter_new_cn(sound))
    return property
  }

  private func add(_ kind: String, _ value: String, to component: OpaquePointer?) {
    let property = icalproperty_new_x(Self.clean(value))
    icalproperty_set_x_name(property, kind)
    icalcomponent_add_property(component, property)
  }

  private static func time(_ date: Date) -> icaltimetype {
    icaltime_from_timet_with_zone(
      time_t(date.timeIntervalSince1970.rounded()),
      0,
      icaltimezone_get_utc_timezone()
    )
  }

  /// Without what ends a text in C, or a line where only one is allowed.
  private static func clean(_ text: String) -> String {
    VisibleText.clean(text).replacing("\0", with: "")
  }

  private static func words(for place: Event.Place) -> String {
    [place.name, place.address, place.isVirtual ? place.url : nil].compactMap(\.self)
      .joined(separator: ", ")
  }

  private static func status(_ status: Event.Status) -> icalproperty_status {
    switch status {
    case .cancelled: ICAL_STATUS_CANCELLED
    case .tentative, .postponed: ICAL_STATUS_TENTATIVE
    case .scheduled, .rescheduled, .movedOnline: ICAL_STATUS_CONFIRMED
    }
  }

  private static func answer(_ state: Attendance.State?) -> icalparameter_partstat {
    switch state {
    case .accepted: ICAL_PARTSTAT_ACCEPTED
    case .rejected: ICAL_PARTSTAT_DECLINED
    case .requested: ICAL_PARTSTAT_TENTATIVE
    case .ignored, nil: ICAL_PARTSTAT_NEEDSACTION
    }
  }
}
