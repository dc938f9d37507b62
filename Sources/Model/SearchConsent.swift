/// Whom an author lets find a post by searching (FEP-268d `searchableBy`).
package enum SearchConsent: String, Sendable, CaseIterable {
  case everyone
  case followers
  /// Nobody but the author.
  case author
}

/// What must be known to decide whether somebody may find a post.
package struct SearchFacts: Sendable, Hashable {
  package var reading: ReadingFacts
  /// What the author says of this post, or else of all; nothing when it says neither.
  package var consent: SearchConsent?
  /// Whether the author lets posts be searched by those who may read them (FEP-5feb).
  package var isIndexable: Bool

  package init(reading: ReadingFacts, consent: SearchConsent?, isIndexable: Bool) {
    self.reading = reading
    self.consent = consent
    self.isIndexable = isIndexable
  }
}

/// What must be known to decide whether somebody may find an actor.
package struct ActorSearchFacts: Sendable, Hashable {
  package var id: ActorID
  package var kind: ActorProfile.Kind
  /// Neither suspended nor gone, nor its whole host suspended, nor waiting to be let in.
  package var isActive: Bool
  package var isLimited: Bool
  /// Wishes to be suggested and listed.
  package var isDiscoverable: Bool
  package var isFollowed: Bool
  /// One of the two has blocked the other.
  package var isBlocked: Bool

  package init(
    id: ActorID,
    kind: ActorProfile.Kind,
    isActive: Bool,
    isLimited: Bool,
    isDiscoverable: Bool,
    isFollowed: Bool,
    isBlocked: Bool
  ) {
    self.id = id
    self.kind = kind
    self.isActive = isActive
    self.isLimited = isLimited
    self.isDiscoverable = isDiscoverable
    self.isFollowed = isFollowed
    self.isBlocked = isBlocked
  }
}

extension Permission {
  /// Whether a reader may find a post by searching: it may come across it, and the author agreed.
  ///
  /// What somebody wrote to single people is found by nobody, so that no search can tell of it.
  package static func allows(_ reader: Reader, toFind facts: SearchFacts) -> Bool {
    let reading = facts.reading
    guard reading.audience != .direct, allows(reader, toComeAcross: reading) else { return false }
    if reader.actorID == reading.authorID { return true }
    switch facts.consent {
    case .everyone?: return true
    case .followers?: return reading.isReaderFollower
    case .author?: return false
    case nil: return facts.isIndexable && reading.audience != .followers
    }
  }

  /// Whether a reader may find an actor by searching: nobody is listed who did not ask to be.
  ///
  /// Groups, organisations and nodes are there to be found.
  package static func allows(_ reader: Reader, toFind facts: ActorSearchFacts) -> Bool {
    guard facts.isActive, !facts.isBlocked else { return false }
    if facts.isFollowed || reader.actorID == facts.id { return true }
    return !facts.isLimited && (facts.isDiscoverable || ![.person, .service].contains(facts.kind))
  }
}
