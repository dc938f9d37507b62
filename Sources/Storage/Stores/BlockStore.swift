import Foundation
import GRDB
import Model

/// Who wants nothing to do with whom.
package struct BlockStore {
  let db: Database

  /// - Returns: Whether it is new.
  @discardableResult
  package func add(
    uri: String,
    by actor: ActorID,
    against target: ActorID,
    at time: Date
  ) throws -> Bool {
    try db.run(
      "INSERT OR IGNORE INTO block (actorID, targetID, uri, createdAt) VALUES (?, ?, ?, ?)",
      [actor, target, uri, time.milliseconds]
    )
    return db.changesCount > 0
  }

  @discardableResult
  package func remove(by actor: ActorID, against target: ActorID) throws -> Bool {
    try db.run("DELETE FROM block WHERE actorID = ? AND targetID = ?", [actor, target])
    return db.changesCount > 0
  }

  /// The id of the activity by which an actor blocked another.
  package func uri(by actor: ActorID, against target: ActorID) throws -> String? {
    try db.first(
      "SELECT uri FROM block WHERE actorID = ? AND targetID = ?",
      [actor, target]
    ) { $0[0] }
  }

  /// The actor blocked by the activity with this id.
  package func target(uri: String, by actor: ActorID) throws -> ActorID? {
    try db.first("SELECT targetID FROM block WHERE uri = ? AND actorID = ?", [uri, actor]) { $0[0] }
  }

  package func exists(by actor: ActorID, against target: ActorID) throws -> Bool {
    try db.has("SELECT 1 FROM block WHERE actorID = ? AND targetID = ?", [actor, target])
  }
}
