/// How much of one kind a node stores about a member.
package struct Holding: Sendable, Hashable {
  /// What it is.
  package enum Kind: String, Sendable, CaseIterable {
    case mailAddress, post, upload, following, follower, reaction, vote, attendance, talent
    case participation
    case recommendation, bookmark, list, filter, block, conversation, notification, scheduledPost
    case session, application, pushSubscription, secondFactor, letter, report

    /// Who else may have it, beside this node.
    package var reach: Reach {
      switch self {
      case .post, .upload, .reaction, .vote, .attendance, .talent, .recommendation: .audience
      case .following, .follower: .otherSide
      case .report: .moderators
      case .pushSubscription: .pushService
      case .letter, .mailAddress: .mailServer
      default: .nobody
      }
    }
  }

  /// Who else may have something.
  package enum Reach: String, Sendable, CaseIterable {
    case nobody, audience, otherSide, moderators, pushService, mailServer
  }

  package let kind: Kind
  package let count: Int

  package init(kind: Kind, count: Int) { (self.kind, self.count) = (kind, count) }
}
