/// When somebody has time for others, and whether the employer lets them.
package struct Availability: Hashable, Sendable {
  /// Whether the employer releases the person for it.
  package enum Release: String, Sendable, CaseIterable {
    case yes, no
    /// Asked, and not answered yet.
    case asked
  }

  /// Hours in a month, 1 to ``mostHours``.
  package var hoursPerMonth: Int
  /// From when; nothing: now.
  package var from: Day?
  /// Until when, that day included; nothing: no end.
  package var until: Day?
  package var release: Release

  package static let mostHours = 200

  /// - Throws: `Refusal.malformed` for hours out of bounds, or an end before the beginning.
  package init(
    hoursPerMonth: Int,
    from: Day? = nil,
    until: Day? = nil,
    release: Release = .no
  ) throws(Refusal) {
    guard (1...Self.mostHours).contains(hoursPerMonth) else {
      throw .malformed("The hours of a month are 1 to \(Self.mostHours).")
    }
    if let from, let until, until < from {
      throw .malformed("A time that begins on \(from) does not end on \(until).")
    }
    (self.hoursPerMonth, self.from, self.until, self.release) = (
      hoursPerMonth, from, until, release
    )
  }

  /// Whether somebody has so many hours in a month of this time.
  package func covers(hours: Int, from first: Day?, until last: Day?) -> Bool {
    guard hoursPerMonth >= hours else { return false }
    if let until, let first, until < first { return false }
    if let from, let last, from > last { return false }
    return true
  }
}
