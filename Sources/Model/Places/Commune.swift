import Foundation

/// A French commune: the place that an organisation says it is at or works in.
package struct Commune: Hashable, Sendable {
  /// The INSEE code, not the postal one: five characters, of which Corsica's second is a letter.
  package let code: String
  package let name: String
  /// The EPCI that it belongs to; four islands belong to none.
  package let epci: SIREN?
  /// Nothing where the register has no count by commune (Mayotte).
  package let population: Int?
  /// Nothing for the few communes too young to be on the map.
  package let position: Position?

  /// The code of the département: two characters, overseas three.
  package var department: String {
    String(code.prefix(code.hasPrefix("97") || code.hasPrefix("98") ? 3 : 2))
  }

  /// Kilometres as the crow flies; nothing when a position is unknown.
  package func distance(to other: Commune) -> Double? {
    guard let position, let there = other.position else { return nil }
    return position.distance(to: there)
  }

  /// Where the town hall is, or the middle of the commune.
  package struct Position: Hashable, Sendable {
    /// Degrees, north positive.
    package let latitude: Double
    /// Degrees, east positive.
    package let longitude: Double

    package init(latitude: Double, longitude: Double) {
      self.latitude = latitude
      self.longitude = longitude
    }

    /// Kilometres along the great circle (haversine), on a sphere with the Earth's mean radius.
    package func distance(to other: Position) -> Double {
      let radians = Double.pi / 180
      let northing = sin((other.latitude - latitude) * radians / 2)
      let easting = sin((other.longitude - longitude) * radians / 2)
      let shrinking = cos(latitude * radians) * cos(other.latitude * radians)
      let haversine = northing * northing + shrinking * easting * easting
      return 2 * 6371.0088 * asin(min(1, haversine.squareRoot()))
    }
  }
}

extension Commune {
  /// Reads a line of the table; its columns are in `communes.h`.
  init?(fields: [Substring]) {
    guard fields.count == 6 else { return nil }
    code = String(fields[0])
    epci = SIREN(fields[1])
    population = Int(fields[2])
    if let latitude = Double(fields[3]), let longitude = Double(fields[4]) {
      position = Position(latitude: latitude / 10_000, longitude: longitude / 10_000)
    } else {
      position = nil
    }
    name = String(fields[5])
  }
}

extension Commune {
  /// Whether a text looks like an INSEE code: five digits, in Corsica a letter as the second.
  package static func hasFormOfCode(_ text: String) -> Bool {
    text.wholeMatch(of: /[0-9][0-9AB][0-9]{3}/) != nil
  }
}
