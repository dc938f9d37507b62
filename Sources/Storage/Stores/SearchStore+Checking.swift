import GRDB
import Model

extension SearchStore {
  /// How the index is, beside what it should hold.
  package struct Condition: Sendable, Hashable {
    /// What SQLite says of the index, if it is not what the stored words make.
    package var complaint: String?
    /// Posts and actors that are stored and cannot be found, but for those still to be indexed.
    package var missing: Int
    /// Whether what was there before the search is indexed already.
    package var isComplete: Bool
  }

  /// Looks through all of the index (FTS5 §6.4, `integrity-check`); that takes seconds where there is
  /// much in it.
  package func condition() throws -> Condition {
    let isComplete = try isComplete()
    var condition = Condition(missing: isComplete ? try countMissing() : 0, isComplete: isComplete)
    do {
      try check()
    } catch let error as DatabaseError {
      condition.complaint = error.message ?? "\(error.extendedResultCode)"
    }
    return condition
  }

  private func countMissing() throws -> Int {
    let posts = try db.count(
      """
      SELECT count(*) FROM post WHERE audience <> 'direct'
        AND NOT EXISTS (SELECT 1 FROM searchPost WHERE postID = post.id)
      """
    )
    let actors = try db.count(
      """
      SELECT count(*) FROM actor WHERE deletedAt IS NULL
        AND NOT EXISTS (SELECT 1 FROM searchActor WHERE actorID = actor.id)
      """
    )
    return posts + actors
  }
}
