/// Who said yes to one thing: a join, a proposal or a seal.
///
/// A yes is never withdrawn.
struct Ballot: Sendable {
  private(set) var authors = LogSet()
  /// The statements that say so, for the times at which they came.
  private(set) var statements: Set<Digest> = []

  mutating func add(_ statement: Digest, by log: Int) {
    authors.insert(log)
    statements.insert(statement)
  }

  /// Takes back what a log said in an entry that turns out not to count; the caller adds what does.
  mutating func remove(_ statement: Digest, by log: Int) {
    authors.remove(log)
    statements.remove(statement)
  }
}
