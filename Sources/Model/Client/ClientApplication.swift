import Foundation

/// A program that members use, as it registered itself (RFC 7591 in Mastodon's form).
package struct ClientApplication: Sendable, Hashable {
  package var id: Int64
  /// Public: `client_id`.
  package var clientID: String
  package var name: String
  package var website: String?
  /// Where it may be sent back to, exactly (RFC 6749 §3.1.2.3).
  package var redirectURIs: [String]
  package var scopes: OAuthScopes
  package var createdAt: Date

  package init(
    id: Int64,
    clientID: String,
    name: String,
    website: String? = nil,
    redirectURIs: [String],
    scopes: OAuthScopes,
    createdAt: Date
  ) {
    self.id = id
    self.clientID = clientID
    self.name = name
    self.website = website
    self.redirectURIs = redirectURIs
    self.scopes = scopes
    self.createdAt = createdAt
  }

  /// The address that stands for no address: the code is shown to be copied (Mastodon, RFC 6749 §3.1.2).
  package static let outOfBand = "urn:ietf:wg:oauth:2.0:oob"
  package static let longestName = 200
  package static let mostRedirectURIs = 20
}

/// What a token stands for.
package struct TokenGrant: Sendable, Hashable {
  package var id: Int64
  package var applicationID: Int64
  /// Nothing: the application for itself (`client_credentials`).
  package var member: ActorID?
  package var scopes: OAuthScopes
  package var createdAt: Date
  package var lastUsedAt: Date?

  package init(
    id: Int64,
    applicationID: Int64,
    member: ActorID?,
    scopes: OAuthScopes,
    createdAt: Date,
    lastUsedAt: Date? = nil
  ) {
    self.id = id
    self.applicationID = applicationID
    self.member = member
    self.scopes = scopes
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }

  /// How often the use of a token is written down, in seconds.
  package static let useGrain: TimeInterval = 3600

  /// Whether what is written down about its use has become too old.
  package func isUseToBeNoted(at now: Date) -> Bool {
    now.timeIntervalSince(lastUsedAt ?? .distantPast) > Self.useGrain
  }
}

/// What a member allowed an application, until it is exchanged for a token (RFC 6749 §4.1.2).
package struct AuthorizationGrant: Sendable, Hashable {
  package var applicationID: Int64
  package var member: ActorID
  package var redirectURI: String
  package var scopes: OAuthScopes
  /// The SHA-256 of the verifier, in base64url (RFC 7636 §4.2, S256).
  package var challenge: String?
  package var endsAt: Date

  package init(
    applicationID: Int64,
    member: ActorID,
    redirectURI: String,
    scopes: OAuthScopes,
    challenge: String?,
    endsAt: Date
  ) {
    self.applicationID = applicationID
    self.member = member
    self.redirectURI = redirectURI
    self.scopes = scopes
    self.challenge = challenge
    self.endsAt = endsAt
  }
}

/// A browser in which a member is signed in.
package struct WebSession: Sendable, Hashable {
  package var id: Int64
  package var member: ActorID
  package var createdAt: Date
  package var lastUsedAt: Date
  /// What the browser says of itself, cut.
  package var userAgent: String

  package init(id: Int64, member: ActorID, createdAt: Date, lastUsedAt: Date, userAgent: String) {
    self.id = id
    self.member = member
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
    self.userAgent = userAgent
  }

  /// How long it lasts unused, and how long at all, in seconds.
  package static let idleLife: TimeInterval = 14 * 86_400
  package static let longestLife: TimeInterval = 90 * 86_400

  /// Whether it still stands for its member.
  package func isGood(at now: Date) -> Bool {
    now.timeIntervalSince(lastUsedAt) < Self.idleLife
      && now.timeIntervalSince(createdAt) < Self.longestLife
  }
}
