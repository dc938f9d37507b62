import GRDB
import Model

/// By which further ids an actor said again what it had said already: a Like, an Announce or a Block.
///
/// Servers make a new id each time, and take back what they said by whichever of them they remember. The ids go with
/// the reaction or the block that they stand for.
package struct RepeatStore {
  let db: Database

  /// How many ids beside its first are remembered of one reaction or block.
  package static let most = 32

  /// Remembers another id for what an actor said first by `first`.
  ///
  /// - Returns: Whether it is remembered now.
  @discardableResult
  package func add(_ uri: String, of first: String, by actor: ActorID) throws -> Bool {
    guard uri != first else { return false }
    try db.run(
      """
      INSERT OR IGNORE INTO repeatedActivity (uri, actorID, first) SELECT ?1, ?2, ?3
      WHERE (SELECT count(*) FROM repeatedActivity WHERE first = ?3) < ?4
      """,
      [uri, actor, first, Self.most]
    )
    return db.changesCount > 0
  }

  /// The id under which something is kept that an actor said again by another.
  package func first(of uri: String, by actor: ActorID) throws -> String? {
    try db.first(
      "SELECT first FROM repeatedActivity WHERE uri = ? AND actorID = ?",
      [uri, actor]
    ) { $0[0] }
  }

  /// The other ids by which something was said again.
  package func all(of first: String, by actor: ActorID) throws -> [String] {
    try db.all(
      "SELECT uri FROM repeatedActivity WHERE first = ? AND actorID = ? LIMIT ?",
      [first, actor, Self.most]
    ) { $0[0] }
  }
}
