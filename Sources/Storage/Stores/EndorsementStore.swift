import Foundation
import GRDB
import Model

/// Accounts that members put forward on their profiles.
package struct EndorsementStore {
  let db: Database

  package static let most = 100

  /// - Throws: `Refusal.conflict` for somebody whom the member does not follow.
  package func add(_ target: ActorID, by member: ActorID, at time: Date) throws {
    guard try FollowStore(db: db).find(follower: member, followee: target)?.state == .accepted
    else { throw Refusal.conflict("Only whom one follows can be put forward.") }
    let count = try db.count("SELECT count(*) FROM endorsement WHERE memberID = ?", [member])
    guard count < Self.most else {
      throw Refusal.conflict("A member puts forward up to \(Self.most) accounts.")
    }
    try db.run(
      "INSERT OR IGNORE INTO endorsement (memberID, targetID, createdAt) VALUES (?, ?, ?)",
      [member, target, time.milliseconds]
    )
  }

  @discardableResult
  package func remove(_ target: ActorID, by member: ActorID) throws -> Bool {
    try db.run("DELETE FROM endorsement WHERE memberID = ? AND targetID = ?", [member, target])
    return db.changesCount > 0
  }

  /// Those that can still be shown, by falling actor number.
  package func list(of member: ActorID, _ page: Page) throws -> [ActorProfile] {
    page.newestFirst(
      try db.all(
        """
        SELECT \(ActorStore.columns) FROM endorsement JOIN actor ON actor.id = targetID
        WHERE memberID = ? AND targetID < ? AND targetID > ?
          AND actor.suspendedAt IS NULL AND actor.deletedAt IS NULL
        ORDER BY targetID \(fixed: page.direction) LIMIT ?
        """,
        [member, page.before, page.after, page.limit],
        ActorProfile.init(row:)
      )
    )
  }
}
