import Foundation

/// Word to a member that somebody did something that concerns it.
package struct MemberNotification: Sendable, Hashable {
  /// What happened, in the words of Mastodon's client API.
  package enum Kind: String, Sendable, CaseIterable {
    case mention, status, reblog, follow, favourite, poll, update, quote
    case followRequest = "follow_request"
    case adminReport = "admin.report"
    /// Somebody takes part in an event of the member, or asks to.
    case eventJoin = "maillage.event_join"
    /// The organizer of an event has answered the member's wish to take part.
    case eventAnswer = "maillage.event_answer"
    /// Somebody invites the member to a team.
    case teamInvitation = "maillage.team_invitation"
    /// Somebody asks to come into a group that the member looks after.
    case groupRequest = "maillage.group_request"
    /// What the member is to a group has changed: it looks after it, or no longer does.
    case groupRole = "maillage.group_role"
    /// Who was invited to a team has answered.
    case teamAnswer = "maillage.team_answer"
    /// Somebody needs or offers what answers to what the member offers, needs or can.
    case needMatch = "maillage.need_match"
    /// A call to this node's members means the member, as its own node found.
    case call = "maillage.call"
    /// Something happened to an agreement of the member's.
    case agreement = "maillage.agreement"
    /// What the member put to a vote or voted in is decided.
    case consultation = "maillage.consultation"
    /// The asker of a question calls what the member wrote the answer.
    case questionAnswered = "maillage.question_answered"
    /// Somebody endorses or recommends the member, or what it looks after, and asks whether it may be shown.
    case endorsement = "maillage.endorsement"
    /// Who the member spoke of lets it be shown.
    case endorsementAnswer = "maillage.endorsement_answer"
    /// The archive that the member asked for can be fetched.
    case archive = "maillage.archive"
    /// Somebody who looks after the node gave the member another password.
    case passwordGiven = "maillage.password_given"
    /// What others see of the member's talents was widened with a password that somebody else chose.
    case talentsShown = "maillage.talents_shown"

    /// Whether only the last of several about the same is told.
    package var replacesEarlier: Bool {
      switch self {
      case .update, .agreement, .eventAnswer, .teamInvitation, .teamAnswer, .groupRequest,
        .groupRole, .endorsement, .endorsementAnswer, .archive, .passwordGiven, .talentsShown:
        true
      default: false
      }
    }

    /// Whether a policy for strangers is asked: what the member itself took part in, or looks
    /// after, is always told.
    package var isFilterable: Bool {
      switch self {
      case .poll, .update, .adminReport, .status, .eventAnswer, .teamAnswer, .needMatch, .call,
        .agreement, .consultation, .questionAnswered, .endorsementAnswer, .archive,
        .groupRequest, .groupRole, .passwordGiven, .talentsShown:
        false
      case .mention, .reblog, .follow, .followRequest, .favourite, .quote, .eventJoin,
        .teamInvitation, .endorsement:
        true
      }
    }

    /// Whether the same of several people is told in one.
    package var isGrouped: Bool {
      switch self {
      case .favourite, .reblog, .follow: true
      default: false
      }
    }
  }

  package var id: Int64
  package var memberID: ActorID
  package var kind: Kind
  /// Who did it.
  package var actorID: ActorID
  package var postID: PostID?
  package var reportID: Int64?
  package var groupKey: String
  package var createdAt: Date

  package init(
    id: Int64,
    memberID: ActorID,
    kind: Kind,
    actorID: ActorID,
    postID: PostID? = nil,
    reportID: Int64? = nil,
    groupKey: String,
    createdAt: Date
  ) {
    self.id = id
    self.memberID = memberID
    self.kind = kind
    self.actorID = actorID
    self.postID = postID
    self.reportID = reportID
    self.groupKey = groupKey
    self.createdAt = createdAt
  }

  /// What is told, before anybody is chosen to hear it.
  package struct Cause: Sendable, Hashable {
    package var kind: Kind
    package var actorID: ActorID
    package var postID: PostID?
    package var reportID: Int64?

    package init(_ kind: Kind, by actor: ActorID, post: PostID? = nil, report: Int64? = nil) {
      self.kind = kind
      actorID = actor
      postID = post
      reportID = report
    }
  }

  /// Under what key a notification stands with others: likes and boosts by post, follows by day.
  ///
  /// Nothing for what stands alone.
  package static func groupKey(of kind: Kind, post: PostID?, at time: Date) -> String? {
    guard kind.isGrouped else { return nil }
    guard kind != .follow else { return "follow-\(time.milliseconds / 86_400_000)" }
    return post.map { "\(kind.rawValue)-\($0.rawValue)" }
  }

  /// The key of a notification that stands alone.
  package static func soleKey(_ id: Int64) -> String { "ungrouped-\(id)" }
}

/// Notifications of one kind that are shown as one: the newest, and who else.
package struct NotificationGroup: Sendable, Hashable {
  /// The newest of them.
  package var latest: MemberNotification
  package var count: Int
  /// Some of those who did it, the latest first.
  package var samples: [ActorID]
  /// The oldest of them.
  package var firstID: Int64

  package init(latest: MemberNotification, count: Int, samples: [ActorID], firstID: Int64) {
    self.latest = latest
    self.count = count
    self.samples = samples
    self.firstID = firstID
  }
}
