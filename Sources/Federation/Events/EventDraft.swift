import Foundation
import Model

extension PostDraft {
  /// What the post is, in the word of ActivityStreams.
  var kind: String {
    if event != nil { return "Event" }
    if need != nil { return Need.kind }
    if consultation != nil { return Consultation.kind }
    if question != nil { return AskedQuestion.kind }
    return poll == nil ? "Note" : "Question"
  }

  /// The need or offer, if there is one and it can be said.
  func checkedNeed(at now: Date) throws(Refusal) -> Need? {
    guard event == nil || need == nil else {
      throw .malformed("A post is an event or a need, not both.")
    }
    return try need.map { (need) throws(Refusal) in try need.checked(at: now) }
  }

  /// The event as it begins: nobody takes part yet.
  func newEvent() throws(Refusal) -> Event? {
    var event = try checkedEvent()
    event?.toldAttendees = 0
    return event
  }

  /// The event, if there is one and it can be held.
  ///
  /// - Throws: `Refusal.malformed`, which says what to mend.
  func checkedEvent() throws(Refusal) -> Event? {
    guard let event else { return nil }
    guard poll == nil else { throw .malformed("A post is an event or a poll, not both.") }
    try event.check()
    return event
  }
}

extension Event {
  static let mostPlaces = 8
  static let mostCharacters = 200

  /// Whether an event of a member of this node says what it must.
  func check() throws(Refusal) {
    guard let title, !title.allSatisfy(\.isWhitespace) else {
      throw .malformed("An event has a title.")
    }
    guard title.fits(Self.mostCharacters), VisibleText.oneLine(title) == title else {
      throw .malformed("A title is one line of up to \(Self.mostCharacters) characters.")
    }
    guard startsAt != nil || status == .postponed else {
      throw .malformed("Say when the event begins, or that it is postponed.")
    }
    if let startsAt, let endsAt, endsAt <= startsAt {
      throw .malformed("An event ends after it begins.")
    }
    if let timeZone, TimeZone(identifier: timeZone) == nil {
      throw .malformed("‘\(timeZone)’ is no time zone of the IANA, such as Europe/Paris.")
    }
    if let capacity, !(1...Self.mostAttendees).contains(capacity) {
      throw .malformed("The capacity is a number from 1 to \(Self.mostAttendees).")
    }
    guard categories.count <= Self.mostCategories,
      Set(categories).count == categories.count,
      categories.allSatisfy(Self.knownCategories.contains)
    else {
      throw .malformed(
        "Categories are up to \(Self.mostCategories) of \(Self.knownCategories.joined(separator: ", "))."
      )
    }
    guard (joinMode == .external) == (participationURL != nil) else {
      throw .malformed("An address to take part at goes with the join mode external.")
    }
    guard places.count <= Self.mostPlaces else {
      throw .malformed("An event has up to \(Self.mostPlaces) places.")
    }
    for address in [participationURL] + places.map(\.url) {
      guard let address else { continue }
      guard Origin(of: address) != nil else { throw .malformed("‘\(address)’ is no web address.") }
    }
    for place in places {
      let texts = [place.name, place.address].compactMap(\.self)
      guard texts.allSatisfy({ $0.fits(Self.mostCharacters) && VisibleText.oneLine($0) == $0 })
      else {
        throw .malformed("A place is one line of up to \(Self.mostCharacters) characters.")
      }
      guard !texts.isEmpty || place.url != nil else { throw .malformed("A place has a name.") }
    }
  }
}
