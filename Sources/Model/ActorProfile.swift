import Foundation

/// An actor as the node knows it: a member, a group, the node itself, or any of these elsewhere.
package struct ActorProfile: Sendable, Hashable {
  /// What kind of actor it is (ActivityStreams 2.0 §3.2).
  package enum Kind: String, Sendable, CaseIterable {
    case person, group, application, service, organization
  }

  package var id: ActorID
  package var uri: String
  package var kind: Kind
  /// The name in `@name@host`.
  package var name: String
  /// Host, and port when it is not 443: the second part of `@name@host`.
  package var host: String
  package var isLocal: Bool
  package var displayName: String
  /// Sanitised HTML.
  package var summary: String
  package var endpoints: ActorEndpoints
  package var traits: ActorTraits
  /// What another node says; of whom is here, `ActorPictureStore` knows.
  package var pictures: ActorPictures?
  package var createdAt: Date
  /// When a remote actor's document was last fetched.
  package var fetchedAt: Date?
  package var suspendedAt: Date?
  package var deletedAt: Date?
  /// Set only when its own document was just read; what is kept is asked for by itself.
  package var details: ActorDetails?

  package init(
    id: ActorID,
    uri: String,
    kind: Kind,
    name: String,
    host: String,
    isLocal: Bool,
    displayName: String = "",
    summary: String = "",
    endpoints: ActorEndpoints,
    traits: ActorTraits = ActorTraits(),
    createdAt: Date,
    fetchedAt: Date? = nil,
    suspendedAt: Date? = nil,
    deletedAt: Date? = nil
  ) {
    self.id = id
    self.uri = uri
    self.kind = kind
    self.name = name
    self.host = host
    self.isLocal = isLocal
    self.displayName = displayName
    self.summary = summary
    self.endpoints = endpoints
    self.traits = traits
    self.createdAt = createdAt
    self.fetchedAt = fetchedAt
    self.suspendedAt = suspendedAt
    self.deletedAt = deletedAt
  }

  /// `@name@host`, as people write it.
  package var address: String { "@\(name)@\(host)" }

  /// Whether the actor may act and be shown.
  package var isActive: Bool { suspendedAt == nil && deletedAt == nil }
}

/// The URLs at which an actor is spoken to (ActivityPub §4.1).
package struct ActorEndpoints: Sendable, Hashable {
  package var inbox: String
  package var sharedInbox: String?
  package var outbox: String?
  package var followers: String?
  package var following: String?
  package var featured: String?
  /// The page for people.
  package var page: String?

  package init(
    inbox: String,
    sharedInbox: String? = nil,
    outbox: String? = nil,
    followers: String? = nil,
    following: String? = nil,
    featured: String? = nil,
    page: String? = nil
  ) {
    self.inbox = inbox
    self.sharedInbox = sharedInbox
    self.outbox = outbox
    self.followers = followers
    self.following = following
    self.featured = featured
    self.page = page
  }
}

/// What an actor wishes for itself.
package struct ActorTraits: Sendable, Hashable {
  /// Follows wait for the actor's yes.
  package var approvesFollowers: Bool
  /// May be suggested and listed.
  package var isDiscoverable: Bool
  /// Public posts may be searched (FEP-5feb).
  package var isIndexable: Bool
  /// Who may find its posts by searching, when it says so (FEP-268d).
  ///
  /// It is written and then only asked about in a search; an actor that is read says nothing here.
  package var searchConsent: SearchConsent?

  package init(
    approvesFollowers: Bool = false,
    isDiscoverable: Bool = false,
    isIndexable: Bool = false,
    searchConsent: SearchConsent? = nil
  ) {
    self.approvesFollowers = approvesFollowers
    self.isDiscoverable = isDiscoverable
    self.isIndexable = isIndexable
    self.searchConsent = searchConsent
  }
}

/// A public key of an actor.
package struct ActorKey: Sendable, Hashable {
  /// What the key is used with.
  package enum Algorithm: String, Sendable { case rsa, ed25519 }

  /// The key's id, `…#main-key` or `…#ed25519-key` for our own.
  package var uri: String
  package var algorithm: Algorithm
  /// PEM (SPKI) for RSA, multibase Multikey for Ed25519 (FEP-521a).
  package var publicKey: String

  package init(uri: String, algorithm: Algorithm, publicKey: String) {
    self.uri = uri
    self.algorithm = algorithm
    self.publicKey = publicKey
  }
}
