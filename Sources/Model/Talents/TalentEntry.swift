import Foundation

/// What one directory has of a person: the skills, places and times that reach its ring.
package struct TalentEntry: Hashable, Sendable {
  /// Who it is.
  package struct Person: Hashable, Sendable {
    /// The actor.
    package var uri: String
    package var name: String

    package init(uri: String, name: String) {
      self.uri = uri
      self.name = name
    }
  }

  /// A skill that the person shows.
  package struct Skill: Hashable, Sendable {
    package var id: SkillID
    /// Nothing for what the person only wants to learn.
    package var level: SkillLevel?
    package var isWanted: Bool

    package init(id: SkillID, level: SkillLevel?, isWanted: Bool) {
      (self.id, self.level, self.isWanted) = (id, level, isWanted)
    }
  }

  /// The last part of its id: 32 hexadecimal digits, chosen at random.
  package var number: String
  package var person: Person
  package var skills: [Skill]
  package var places: [TalentPlace]
  package var availability: Availability?
  package var help: [HelpKind]
  package var updatedAt: Date
  /// When it vanishes everywhere, also where nobody hears of its node any more.
  package var expiresAt: Date

  package static let longestName = 100

  package init(
    number: String,
    person: Person,
    skills: [Skill],
    places: [TalentPlace] = [],
    availability: Availability? = nil,
    help: [HelpKind] = [],
    updatedAt: Date,
    expiresAt: Date
  ) {
    (self.number, self.person, self.skills) = (number, person, skills)
    (self.places, self.availability, self.help) = (places, availability, help)
    (self.updatedAt, self.expiresAt) = (updatedAt, expiresAt)
  }

  /// Whether a text can be the last part of an id.
  package static func isNumber(_ text: String) -> Bool {
    text.utf8.count == 32
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// The bucket in which the entry with a number is: its first two digits, modulo 64.
  package static func bucket(of number: String) -> Int {
    (Int(number.prefix(2), radix: 16) ?? 0) % TalentBucket.count
  }
}
