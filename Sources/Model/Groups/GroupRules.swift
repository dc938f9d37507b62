/// How a group is run: who reads it, who writes in it, and who looks at it first.
package struct GroupRules: Sendable, Hashable {
  /// Who may write in it.
  package enum Posting: String, Sendable, Hashable, CaseIterable, Codable {
    /// Everybody who is not kept out.
    case anyone
    /// Those who follow it.
    case followers
    /// Those who were made its members.
    case members
    /// Its moderators begin; whoever reads it answers.
    case moderators
  }

  /// How many groups of its node a member is the admin of at most.
  package static let mostPerAdmin = 50

  /// Only those who were let in follow and read it (a private group of FEP-5219).
  package var isClosed: Bool
  /// What others than its moderators write waits for one of them.
  package var isModerated: Bool
  package var posting: Posting

  package init(isClosed: Bool = false, isModerated: Bool = false, posting: Posting? = nil) {
    self.isClosed = isClosed
    self.isModerated = isModerated
    self.posting = posting ?? (isClosed ? .followers : .anyone)
  }
}

/// What somebody is to a group for long, whether it follows it now or not (FEP-5219).
package enum Affiliation: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
  case admin, moderator, member
  /// Kept out.
  case outcast

  /// The higher, the more it may.
  package var rank: Int {
    switch self {
    case .admin: 3
    case .moderator: 2
    case .member: 1
    case .outcast: -1
    }
  }

  package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }
}

/// What must be known about somebody and a group to decide what it may do there.
package struct GroupStanding: Sendable, Hashable {
  package var affiliation: Affiliation?
  package var isFollower: Bool

  package init(affiliation: Affiliation? = nil, isFollower: Bool = false) {
    self.affiliation = affiliation
    self.isFollower = isFollower
  }
}

/// What becomes of a post that is for a group.
package enum GroupAdmission: Sendable, Hashable {
  /// It is passed on to all who follow the group.
  case shown
  /// It waits for a moderator.
  case waiting
  /// The group has nothing to do with it.
  case refused
}
