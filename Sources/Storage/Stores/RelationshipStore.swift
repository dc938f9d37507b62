import Foundation
import GRDB
import Model

/// How members stand to others, in one look.
package struct RelationshipStore {
  let db: Database

  /// How a member stands to each of some actors, in their order; unknown ones are left out.
  package func list(of member: ActorID, to targets: [ActorID]) throws -> [Relationship] {
    try targets.compactMap { try find($0, for: member) }
  }

  package func find(_ target: ActorID, for member: ActorID) throws -> Relationship? {
    try db.first(Self.all, [member, target], Relationship.init(row:))
  }

  private static let all = """
    SELECT actor.id, own.state, own.showsBoosts, own.notifies, other.state,
      EXISTS (SELECT 1 FROM block WHERE block.actorID = ?1 AND block.targetID = actor.id),
      EXISTS (SELECT 1 FROM block WHERE block.actorID = actor.id AND block.targetID = ?1),
      mute.hidesNotifications, mute.endsAt,
      EXISTS (SELECT 1 FROM domainBlock
        WHERE domainBlock.memberID = ?1 AND domainBlock.domain = actor.host),
      EXISTS (SELECT 1 FROM endorsement
        WHERE endorsement.memberID = ?1 AND endorsement.targetID = actor.id),
      accountNote.text, own.languages
    FROM actor
    LEFT JOIN follow AS own ON own.followerID = ?1 AND own.followeeID = actor.id
    LEFT JOIN follow AS other ON other.followerID = actor.id AND other.followeeID = ?1
    LEFT JOIN mute ON mute.memberID = ?1 AND mute.targetID = actor.id
    LEFT JOIN accountNote ON accountNote.memberID = ?1 AND accountNote.targetID = actor.id
    WHERE actor.id = ?2
    """
}

extension Relationship {
  fileprivate init(row: Row) {
    self.init(targetID: row[0])
    let (own, other): (Follow.State?, Follow.State?) = (row[1], row[4])
    isFollowing = own == .accepted
    isRequested = own == .pending
    showsBoosts = own == .accepted && (row[2] as Bool? ?? false)
    notifies = own == .accepted && (row[3] as Bool? ?? false)
    isFollowedBy = other == .accepted
    isRequestedBy = other == .pending
    isBlocking = row[5]
    isBlockedBy = row[6]
    isMuting = !row.hasNull(atIndex: 7)
    isMutingNotifications = row[7] as Bool? ?? false
    muteEndsAt = row.dateIfAny(8)
    isBlockingDomain = row[9]
    isEndorsed = row[10]
    note = row[11] as String? ?? ""
    languages = own == .accepted ? FollowStore.languages(row[12]) : nil
  }
}
