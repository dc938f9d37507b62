import Foundation

/// What a member wants done with word of people it does not know (Mastodon 4.3's policy).
package struct NotificationPolicy: Sendable, Hashable {
  /// What becomes of a notification.
  package enum Verdict: String, Sendable, CaseIterable, Comparable {
    case accept
    /// Kept apart, as a request that the member may look at.
    case filter
    /// As if nothing had happened.
    case drop

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .accept: 0
      case .filter: 1
      case .drop: 2
      }
    }
  }

  /// Of people that the member does not follow.
  package var notFollowing: Verdict
  /// Of people that do not follow the member, or do only since a few days.
  package var notFollowers: Verdict
  /// Of accounts that are younger than a month.
  package var newAccounts: Verdict
  /// Of direct posts that answer nothing of the member.
  package var privateMentions: Verdict
  /// Of accounts that moderators of this node have limited.
  package var limitedAccounts: Verdict

  package static let youngAccount: TimeInterval = 30 * 86_400
  package static let youngFollow: TimeInterval = 3 * 86_400

  package init(
    notFollowing: Verdict = .accept,
    notFollowers: Verdict = .accept,
    newAccounts: Verdict = .accept,
    privateMentions: Verdict = .accept,
    limitedAccounts: Verdict = .filter
  ) {
    self.notFollowing = notFollowing
    self.notFollowers = notFollowers
    self.newAccounts = newAccounts
    self.privateMentions = privateMentions
    self.limitedAccounts = limitedAccounts
  }

  /// What becomes of a notification: the strictest of all that applies.
  package func verdict(
    _ kind: MemberNotification.Kind,
    _ facts: NotificationFacts,
    at now: Date
  ) -> Verdict {
    guard facts.isWelcome else { return .drop }
    guard kind.isFilterable, !facts.isFollowing, !facts.isPermitted, !facts.isModerator else {
      return .accept
    }
    var verdict = notFollowing
    let isFollower = facts.followsSince.map { now.timeIntervalSince($0) >= Self.youngFollow }
    if isFollower != true { verdict = max(verdict, notFollowers) }
    if now.timeIntervalSince(facts.actorSince) < Self.youngAccount {
      verdict = max(verdict, newAccounts)
    }
    if kind == .mention, facts.isUnaskedDirect { verdict = max(verdict, privateMentions) }
    if facts.isLimited { verdict = max(verdict, limitedAccounts) }
    return verdict
  }
}

/// What must be known about a member and an actor to decide on a notification.
package struct NotificationFacts: Sendable, Hashable {
  /// False for who is blocked, muted, on a blocked domain or gone, for a muted thread, and for a
  /// post that the member may not read.
  package var isWelcome: Bool
  /// Whether the member follows the actor.
  package var isFollowing: Bool
  /// Whether the member has accepted the actor's notifications.
  package var isPermitted: Bool
  /// Whether the actor is a moderator or an admin of this node: it may have to be heard.
  package var isModerator: Bool
  /// Since when the actor follows the member.
  package var followsSince: Date?
  package var actorSince: Date
  package var isLimited: Bool
  /// Whether it is about a direct post that answers nothing of the member.
  package var isUnaskedDirect: Bool

  package init(
    isWelcome: Bool = true,
    isFollowing: Bool = false,
    isPermitted: Bool = false,
    isModerator: Bool = false,
    followsSince: Date? = nil,
    actorSince: Date,
    isLimited: Bool = false,
    isUnaskedDirect: Bool = false
  ) {
    self.isWelcome = isWelcome
    self.isFollowing = isFollowing
    self.isPermitted = isPermitted
    self.isModerator = isModerator
    self.followsSince = followsSince
    self.actorSince = actorSince
    self.isLimited = isLimited
    self.isUnaskedDirect = isUnaskedDirect
  }
}

/// The notifications of one actor that were kept apart.
package struct NotificationRequest: Sendable, Hashable {
  package var id: Int64
  package var actor: ActorProfile
  /// The latest post among them.
  package var lastPost: PostID?
  package var count: Int
  package var createdAt: Date
  package var updatedAt: Date

  package init(
    id: Int64,
    actor: ActorProfile,
    lastPost: PostID?,
    count: Int,
    createdAt: Date,
    updatedAt: Date
  ) {
    self.id = id
    self.actor = actor
    self.lastPost = lastPost
    self.count = count
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}
