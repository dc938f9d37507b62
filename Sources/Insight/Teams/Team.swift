import Model

/// A team that covers what can be covered, and why it is proposed.
package struct Team: Hashable, Sendable {
  /// By their URIs.
  package let members: [Member]
  /// What it was ranked by.
  package let ranking: TeamRanking

  /// The hosts of the members' nodes, each once, by name.
  package var organisations: [String] { Set(members.map(\.organisation)).sorted() }

  /// Somebody of a team, and what they are there for.
  package struct Member: Hashable, Sendable {
    /// The actor's URI.
    package let id: String
    package let organisation: String
    /// For each wanted skill that they cover the offer that covers it best.
    package let covers: [Candidate.Offer]
    /// The wanted skills that nobody else of the team covers; without any they are there for their
    /// organisation, because the task wants more organisations than it needs people.
    package let alone: [Int]
    /// How many teams they were asked into before.
    package let load: Int
    /// Kilometres from where the team is wanted.
    package let distance: Double?
    package let hours: Double?
  }
}
