import Federation
import Foundation
import Model

extension Event {
  /// An event as a client describes it; what is not said stays as it was before.
  ///
  /// - Throws: `Refusal.malformed`, which names the parameter.
  init(_ parameters: Parameters, changing old: Event? = nil) throws(Refusal) {
    self = old ?? Event(startsAt: nil)
    if let title = parameters.filled("title") { self.title = title }
    if let zone = parameters.filled("time_zone") { timeZone = zone }
    let zone = timeZone.flatMap(TimeZone.init(identifier:)) ?? .gmt
    func moment(_ name: String) throws(Refusal) -> Date? {
      guard let text = parameters.filled(name) else { return nil }
      guard let date = EventTime.date(text, in: zone) else {
        throw .malformed("\(name) is a time such as 2026-12-05T18:00 or 2026-12-05T18:00:00+01:00.")
      }
      return date
    }
    if parameters.has("starts_at") { startsAt = try moment("starts_at") }
    if parameters.has("ends_at") { endsAt = try moment("ends_at") }
    status = try Self.word(parameters, "event_status") ?? status
    joinMode = try Self.word(parameters, "join_mode") ?? (old == nil ? .free : joinMode)
    if parameters.has("participation_url") {
      participationURL = parameters.filled("participation_url")
    }
    if parameters.has("capacity") { capacity = parameters.number("capacity") }
    if parameters.has("categories") { categories = parameters.texts("categories") }
    if parameters.has("places") {
      places = parameters.list("places").map { place in
        Place(
          name: place.filled("name"),
          address: place.filled("address"),
          url: place.filled("url"),
          isVirtual: place.bool("virtual") ?? false
        )
      }
      for index in places.indices {
        guard let code = parameters.list("places")[index].filled("commune") else { continue }
        guard let commune = Communes.find(code: code) else {
          throw .malformed("‘\(code)’ is no INSEE code of a commune.")
        }
        places[index].locate(in: commune)
      }
    }
  }

  private static func word<Word: RawRepresentable & CaseIterable>(
    _ parameters: Parameters,
    _ name: String
  ) throws(Refusal) -> Word? where Word.RawValue == String {
    guard let text = parameters.filled(name) else { return nil }
    guard let word = Word(rawValue: text) else {
      throw .malformed("\(name) is one of \(Word.allCases.map(\.rawValue)).")
    }
    return word
  }
}
