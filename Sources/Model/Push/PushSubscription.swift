import Foundation

/// What an app is told by way of a push service, and where that is.
package struct PushSubscription: Sendable, Hashable {
  /// Whose doings an app is told of.
  package enum Policy: String, Sendable, CaseIterable {
    case all
    /// Of those whom the member follows.
    case followed
    /// Of those who follow the member.
    case follower
    case none
  }

  /// How the one who did something and the member stand to each other.
  package struct Relation: Sendable, Hashable {
    /// Whether the member follows the other.
    package var isFollowed: Bool
    /// Whether the other follows the member.
    package var isFollower: Bool

    package init(isFollowed: Bool, isFollower: Bool) {
      self.isFollowed = isFollowed
      self.isFollower = isFollower
    }
  }

  /// The longest address of a push service that is taken.
  package static let longestEndpoint = 2_048

  package var id: Int64
  /// The sign-in that it belongs to and ends with; there is one for each.
  package var accessTokenID: Int64
  package var memberID: ActorID
  package var endpoint: String
  /// The app's public key and secret (RFC 8291 §2), in base64 for URLs.
  package var p256dh: String
  package var auth: String
  /// The access token, sealed: many apps with several accounts tell by it whom a message is for.
  package var sealedToken: [UInt8]?
  package var alerts: Set<PushAlert>
  package var policy: Policy
  /// Whether the app reads RFC 8291; else it reads a draft of it (Mastodon's `standard`).
  package var isStandard: Bool

  package init(
    id: Int64 = 0,
    accessTokenID: Int64,
    memberID: ActorID,
    endpoint: String,
    p256dh: String,
    auth: String,
    sealedToken: [UInt8]? = nil,
    alerts: Set<PushAlert> = [],
    policy: Policy = .all,
    isStandard: Bool = true
  ) {
    self.id = id
    self.accessTokenID = accessTokenID
    self.memberID = memberID
    self.endpoint = endpoint
    self.p256dh = p256dh
    self.auth = auth
    self.sealedToken = sealedToken
    self.alerts = alerts
    self.policy = policy
    self.isStandard = isStandard
  }

  /// Whether the app is to be told of something that somebody did.
  package func wants(_ alert: PushAlert, from relation: Relation) -> Bool {
    guard alerts.contains(alert) else { return false }
    return switch policy {
    case .all: true
    case .followed: relation.isFollowed
    case .follower: relation.isFollower
    case .none: false
    }
  }
}

/// What an app can ask to be told of; the names are those of Mastodon's API.
package enum PushAlert: String, Sendable, CaseIterable {
  case mention, status, reblog, follow, favourite, poll, update, quote
  case followRequest = "follow_request"
  case quotedUpdate = "quoted_update"
  case signUp = "admin.sign_up"
  case report = "admin.report"
}
