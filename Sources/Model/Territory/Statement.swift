import Foundation

/// One signed entry in the log of one member; the state of a territory is a function of their set.
///
/// That its proof was made with `key` has been checked; whether that key had the say is a matter of
/// the log (Protocol/territory.md).
package struct Statement: Hashable, Sendable {
  /// What is stated.
  package indirect enum Content: Hashable, Sendable {
    /// Begins a log; the record's digest is the member's id.
    case join(NodeRecord)
    case endorse(join: Digest)
    case leave
    /// A new record; with another key it is a rotation, planned if the new key has agreed.
    case record(NodeRecord, isAgreedByNewKey: Bool)
    case propose(Proposal)
    case vote(proposal: Digest)
    case seal(Seal)
    case cosign(seal: Digest)
  }

  package var digest: Digest
  /// The member's id.
  package var log: Digest
  package var sequence: Int
  package var previous: Digest?
  package var actor: String
  /// The Multikey whose proof the statement carries.
  package var key: String
  /// What the author's clock said: for people, never for the state.
  package var publishedAt: Date
  package var content: Content

  package init(
    digest: Digest,
    log: Digest,
    sequence: Int,
    previous: Digest?,
    actor: String,
    key: String,
    publishedAt: Date,
    content: Content
  ) {
    self.digest = digest
    self.log = log
    self.sequence = sequence
    self.previous = previous
    self.actor = actor
    self.key = key
    self.publishedAt = publishedAt
    self.content = content
  }
}

/// What an elector wishes, until enough others say yes.
package struct Proposal: Hashable, Sendable {
  /// What would be done.
  package enum Wish: Hashable, Sendable {
    case exclude(Digest)
    case suspend(Digest)
    /// New terms in place of those with the digest `base`.
    case amend(Terms, base: Digest)
    /// A member that lost its key goes on as another log.
    case recover(Digest, successor: Digest)
  }

  package var wish: Wish
  /// The seal under which it is made.
  package var version: Int
  package var reason: String

  package init(wish: Wish, version: Int, reason: String) {
    self.wish = wish
    self.version = version
    self.reason = reason
  }
}

/// A checkpoint: what has become true since the last one.
package struct Seal: Hashable, Sendable {
  /// A member that a seal takes into the roll.
  package struct Admission: Hashable, Sendable {
    package var member: Digest
    package var actor: String

    package init(member: Digest, actor: String) {
      self.member = member
      self.actor = actor
    }
  }

  package var version: Int
  package var previous: Digest
  package var round: Int
  package var admit: [Admission]
  package var drop: [Digest]
  package var exclude: [Digest]
  /// The proposal whose terms hold from here on.
  package var amend: Digest?

  package init(
    version: Int,
    previous: Digest,
    round: Int = 0,
    admit: [Admission] = [],
    drop: [Digest] = [],
    exclude: [Digest] = [],
    amend: Digest? = nil
  ) {
    self.version = version
    self.previous = previous
    self.round = round
    self.admit = admit
    self.drop = drop
    self.exclude = exclude
    self.amend = amend
  }
}
