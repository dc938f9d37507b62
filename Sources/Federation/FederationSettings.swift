import Foundation
import Model

/// What the admin sets about federation.
package struct FederationSettings: Sendable {
  /// Whether the node speaks with others at all.
  package var isEnabled: Bool
  /// Whether every read of an object needs a signature.
  package var requiresSignedFetch: Bool
  /// How far the time of a signature may be off, in seconds.
  package var signatureWindow: TimeInterval
  package var maximumInboxBytes: Int
  package var defaultAudience: Audience
  package var maximumPostCharacters: Int
  /// How long an undeliverable activity is tried, in seconds.
  package var deliveryLifetime: TimeInterval
  /// How many lanes are served at a time.
  package var deliveryConcurrency: Int
  /// How many senders' activities are worked on at a time.
  package var inboxConcurrency: Int
  /// BCP 47.
  package var language: String
  /// Whether others can connect to this node; if not, it collects what is for it.
  package var isReachable = true
  /// Where somebody whose account is closed can ask for it to be looked at again.
  package var moderationContact: String?
  /// What is fetched besides what members ask for.
  package var backfill = Backfill()
  /// Whether followers are compared with other nodes (FEP-8fcf).
  package var synchronizesFollowers = true
  /// `address:port`, published in place of DNS.
  package var addresses: [String] = []
  /// The age, in seconds, from which a seal with two successors is not given up without a person.
  package var territoryHorizon: TimeInterval = SealTiming.standard.horizon
  /// How many people work in the organisation, if the admin says so.
  package var staff: Int?

  package init(
    isEnabled: Bool = true,
    requiresSignedFetch: Bool = false,
    signatureWindow: TimeInterval = 300,
    maximumInboxBytes: Int = 1 << 20,
    defaultAudience: Audience = .node,
    maximumPostCharacters: Int = 5000,
    deliveryLifetime: TimeInterval = 7 * 86_400,
    deliveryConcurrency: Int = 64,
    inboxConcurrency: Int = 16,
    language: String = "fr"
  ) {
    self.isEnabled = isEnabled
    self.requiresSignedFetch = requiresSignedFetch
    self.signatureWindow = signatureWindow
    self.maximumInboxBytes = maximumInboxBytes
    self.defaultAudience = defaultAudience
    self.maximumPostCharacters = maximumPostCharacters
    self.deliveryLifetime = deliveryLifetime
    self.deliveryConcurrency = deliveryConcurrency
    self.inboxConcurrency = inboxConcurrency
    self.language = language
  }

  /// How much is fetched to complete what is there.
  package struct Backfill: Sendable, Hashable {
    /// Whether the rest of a conversation is fetched.
    package var fetchesThreads: Bool
    /// How many of the latest posts of somebody newly followed are kept; 0 for none.
    package var postsOfFollowed: Int
    /// Fetches an hour, for everything together.
    package var fetchesPerHour: Int

    package init(
      fetchesThreads: Bool = true,
      postsOfFollowed: Int = 20,
      fetchesPerHour: Int = 2_000
    ) {
      self.fetchesThreads = fetchesThreads
      self.postsOfFollowed = postsOfFollowed
      self.fetchesPerHour = fetchesPerHour
    }
  }
}
