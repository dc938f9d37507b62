import Foundation

/// How a member and another actor stand to each other.
package struct Relationship: Sendable, Hashable {
  package var targetID: ActorID
  /// The member follows the other.
  package var isFollowing = false
  /// The member has asked to.
  package var isRequested = false
  package var showsBoosts = false
  package var notifies = false
  /// The languages of whose posts the member wants, and no others; nothing: all.
  package var languages: [String]?
  package var isFollowedBy = false
  /// The other has asked to follow the member.
  package var isRequestedBy = false
  package var isBlocking = false
  package var isBlockedBy = false
  package var isMuting = false
  package var isMutingNotifications = false
  package var muteEndsAt: Date?
  package var isBlockingDomain = false
  package var isEndorsed = false
  package var note = ""

  package init(targetID: ActorID) {
    self.targetID = targetID
  }
}

/// That a member wants to hear less of somebody, without telling it.
package struct Mute: Sendable, Hashable {
  package var targetID: ActorID
  package var hidesNotifications: Bool
  package var endsAt: Date?

  package init(targetID: ActorID, hidesNotifications: Bool = true, endsAt: Date? = nil) {
    self.targetID = targetID
    self.hidesNotifications = hidesNotifications
    self.endsAt = endsAt
  }
}
