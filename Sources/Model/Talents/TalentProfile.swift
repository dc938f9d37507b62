import Foundation

/// What a member says of its talents.
///
/// It belongs to the person: nobody else sees any of it before the person opts in, and each part of
/// it stays in its ring.
package struct TalentProfile: Hashable, Sendable {
  /// A part that has a ring of its own.
  package struct Ringed<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    package var ring: TalentRing

    package init(_ value: Value, ring: TalentRing = .organisation) {
      self.value = value
      self.ring = ring
    }
  }

  package let member: ActorID
  /// What its entries are called in addresses: random, so that it says nothing.
  package var number: String
  package var talents: [Talent]
  package var places: [Ringed<TalentPlace>]
  package var availability: Ringed<Availability>?
  package var help: [Ringed<HelpKind>]
  /// Until when the person lets itself be found; nothing: not at all.
  package var listedUntil: Date?
  package var updatedAt: Date

  package static let mostTalents = 100
  package static let mostPlaces = 10
  /// How long a consent lasts, in seconds: six months.
  package static let listing: TimeInterval = 183 * 86_400

  package init(member: ActorID, number: String, updatedAt: Date) {
    (self.member, self.number, self.updatedAt) = (member, number, updatedAt)
    (talents, places, availability, help, listedUntil) = ([], [], nil, [], nil)
  }

  package func isListed(at now: Date) -> Bool { listedUntil.map { $0 > now } ?? false }

  /// What of it reaches a ring; nothing when the person is not listed, or no skill reaches it.
  ///
  /// - Parameters:
  ///   - ring: The ring.
  ///   - person: Who it is.
  ///   - now: The time.
  /// - Returns: The entry.
  package func entry(
    for ring: TalentRing,
    of person: TalentEntry.Person,
    at now: Date
  ) -> TalentEntry? {
    guard let listedUntil, listedUntil > now else { return nil }
    let skills = talents.filter { $0.ring >= ring }
      .map { TalentEntry.Skill(id: $0.skill, level: $0.level, isWanted: $0.isWanted) }
    guard !skills.isEmpty else { return nil }
    return TalentEntry(
      number: number,
      person: person,
      skills: skills.sorted { $0.id < $1.id },
      places: places.filter { $0.ring >= ring }.map(\.value).sorted(),
      availability: availability.flatMap { $0.ring >= ring ? $0.value : nil },
      help: help.filter { $0.ring >= ring }.map(\.value).sorted(),
      updatedAt: updatedAt,
      expiresAt: listedUntil
    )
  }
}

extension TalentPlace: Comparable {
  package static func < (one: Self, other: Self) -> Bool {
    (one.kind.rawValue, one.code) < (other.kind.rawValue, other.code)
  }
}
