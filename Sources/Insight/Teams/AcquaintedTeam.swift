/// A team whose members are joined by who knows whom.
package struct AcquaintedTeam: Hashable, Sendable {
  /// Who answers for each wanted skill, in the task's order.
  package let holders: [Int]
  /// What the search that found it made small: a diameter or a sum of distances.
  package let cost: Double
  /// Whom the distances are counted from, where the search has such a person; may hold no skill.
  package let centre: Int

  /// Everybody once, by number.
  package var members: [Int] { Set(holders).sorted() }
}
