/// Somebody in the sieve, beside others who cover the same skills.
struct SievedPerson: Comparable {
  let person: PoolPerson
  private let id: String
  private let hours: Double

  init(_ person: PoolPerson, _ candidate: Candidate) {
    (self.person, id) = (person, candidate.id)
    hours = candidate.hours.map { $0.isFinite ? $0 : 0 } ?? 0
  }

  /// Whom to ask first: who has the fewest teams, fits best, is nearest, has most time; the URI
  /// decides the rest.
  static func < (one: Self, other: Self) -> Bool {
    let (a, b) = (one.person, other.person)
    if a.price != b.price { return a.price < b.price }
    if a.fit != b.fit { return a.fit > b.fit }
    let (near, otherNear) = (a.distance ?? .infinity, b.distance ?? .infinity)
    if near != otherNear { return near < otherNear }
    if one.hours != other.hours { return one.hours > other.hours }
    return one.id < other.id
  }
}
