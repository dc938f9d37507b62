import Model

/// A wanted skill that nobody covers, and who comes nearest.
package struct UncoveredSkill: Hashable, Sendable {
  /// The place of the wanted skill in the task.
  package let wanted: Int
  package let wish: WantedSkill
  /// Who has a broader or sibling skill, or the right one but not well enough; nobody perhaps.
  package let nearest: Nearest?

  /// The offer that comes nearest, and whose it is.
  package struct Nearest: Hashable, Sendable, Comparable {
    /// The actor's URI.
    package let id: String
    package let organisation: String
    package let offer: Candidate.Offer
    /// How much of what is wanted it is: the match, less by what the level lacks.
    package let nearness: Double
    /// How many teams they are asked into already.
    package let load: Int

    /// What is missing: the level when the skill would do, else the skill itself.
    package var lacksLevel: Bool { offer.match.covers }

    package static func < (one: Self, other: Self) -> Bool {
      if one.nearness != other.nearness { return one.nearness < other.nearness }
      if one.load != other.load { return one.load > other.load }
      return one.id > other.id
    }
  }
}
