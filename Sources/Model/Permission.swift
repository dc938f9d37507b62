/// Who asks to read.
package enum Reader: Sendable, Hashable {
  /// Nobody in particular: no account, no signature.
  case anyone
  /// A member of this node, active.
  case member(ActorID)
  /// An actor of another node, proven by a signature, with the territories that its node is in.
  case remote(ActorID, territories: Set<String>)

  /// The actor who asks, if it is somebody.
  package var actorID: ActorID? {
    switch self {
    case .anyone: nil
    case .member(let id), .remote(let id, _): id
    }
  }
}

/// What must be known about a post and its reader to decide.
package struct ReadingFacts: Sendable, Hashable {
  package var audience: Audience
  package var authorID: ActorID
  package var isAuthorActive: Bool
  package var isReaderFollower: Bool
  package var isReaderAddressed: Bool
  package var isReaderBlocked: Bool
  /// The digest, as text, of the territory that the post is for.
  package var territory: String?
  /// Whether only those who follow the author, or somebody on its host, come across it.
  package var isAuthorLimited: Bool
  /// Whether a group shows the post, and to the reader, too.
  package var isReaderInsider: Bool
  /// Whether it is a call to this node, of which the reader is a member.
  package var isReaderCalled: Bool

  package init(
    audience: Audience,
    authorID: ActorID,
    isAuthorActive: Bool = true,
    isReaderFollower: Bool = false,
    isReaderAddressed: Bool = false,
    isReaderBlocked: Bool = false,
    territory: String? = nil,
    isAuthorLimited: Bool = false,
    isReaderInsider: Bool = false,
    isReaderCalled: Bool = false
  ) {
    self.audience = audience
    self.authorID = authorID
    self.isAuthorActive = isAuthorActive
    self.isReaderFollower = isReaderFollower
    self.isReaderAddressed = isReaderAddressed
    self.isReaderBlocked = isReaderBlocked
    self.territory = territory
    self.isAuthorLimited = isAuthorLimited
    self.isReaderInsider = isReaderInsider
    self.isReaderCalled = isReaderCalled
  }
}

/// The one place that decides who may do what.
package enum Permission {
  /// Whether a reader may read a post: every endpoint that can show an object asks this.
  package static func allows(_ reader: Reader, toRead facts: ReadingFacts) -> Bool {
    guard facts.isAuthorActive else { return false }
    if let id = reader.actorID, id == facts.authorID { return true }
    if facts.isReaderBlocked { return false }
    switch facts.audience {
    case .public: return true
    case .node: return reader.isMember
    case .territory: return reader.isMember || reader.isIn(facts.territory)
    case .followers: return facts.isReaderFollower || facts.isReaderAddressed
    case .direct:
      return facts.isReaderAddressed || facts.isReaderInsider || facts.isReaderCalled
    }
  }

  /// Whether a reader comes across a post that it may read: in timelines, lists, mentions, search.
  ///
  /// Of an author who is limited only followers do; whoever asks for the post itself gets it.
  package static func allows(_ reader: Reader, toComeAcross facts: ReadingFacts) -> Bool {
    guard allows(reader, toRead: facts) else { return false }
    return !facts.isAuthorLimited || facts.isReaderFollower || reader.actorID == facts.authorID
  }

  /// Whether a reader may boost a post: only what is public anyway, or inside its territory.
  package static func allows(_ reader: Reader, toAnnounce facts: ReadingFacts) -> Bool {
    guard facts.isAuthorActive, !facts.isReaderBlocked else { return false }
    switch facts.audience {
    case .public: return true
    case .territory: return reader.isMember || reader.isIn(facts.territory)
    case .node, .followers, .direct: return false
    }
  }

  /// The audience of a reply: neither wider than wished nor outside the ring of what it answers.
  ///
  /// Followers are another ring for each author, and may be outside node and territory; to one's
  /// own followers one answers only what was for everyone or for followers. Nothing, when there is
  /// no such audience.
  package static func audience(ofReplyTo parent: Audience, wished: Audience) -> Audience? {
    switch (parent, wished) {
    case (.public, _), (_, .direct), (.node, .node), (.territory, .node), (.followers, .node):
      wished
    case (.territory, .territory), (.territory, .public): .territory
    case (.node, .territory), (.node, .public): .node
    case (.followers, .followers), (.followers, .public): .followers
    case (.direct, _), (.node, .followers), (.territory, .followers), (.followers, .territory): nil
    }
  }
}

extension Reader {
  fileprivate var isMember: Bool {
    if case .member = self { true } else { false }
  }

  fileprivate func isIn(_ territory: String?) -> Bool {
    guard case .remote(_, let territories) = self, let territory else { return false }
    return territories.contains(territory)
  }
}
