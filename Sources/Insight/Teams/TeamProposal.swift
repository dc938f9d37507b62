/// The answer to a task: a few different teams, and what none of them can bring.
package struct TeamProposal: Hashable, Sendable {
  /// The best first, each after it chosen for being good and different; none when nobody covers any.
  package let teams: [Team]
  /// The wanted skills that nobody covers.
  package let uncovered: [UncoveredSkill]
  /// How many organisations lack to what the task demands; more do not have what is wanted.
  package let organisationsShort: Int

  /// The weight of what nobody covers.
  package var uncoveredWeight: Double { uncovered.reduce(0) { $0 + $1.wish.weight } }
}
