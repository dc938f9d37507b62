/// What the statements known so far amount to: who belongs, who decides, and under which terms.
package struct TerritoryState: Hashable, Sendable {
  /// A member as the territory has it.
  package struct Member: Hashable, Sendable {
    package var id: Digest
    package var actor: String
    /// The last record of the part of its log that does not fork.
    package var record: NodeRecord
    package var isElector: Bool
    /// Whether a seal has it; else its admission rests on endorsements alone.
    package var isSealed: Bool
    package var isSuspended: Bool

    package init(
      id: Digest,
      actor: String,
      record: NodeRecord,
      isElector: Bool,
      isSealed: Bool,
      isSuspended: Bool
    ) {
      self.id = id
      self.actor = actor
      self.record = record
      self.isElector = isElector
      self.isSealed = isSealed
      self.isSuspended = isSuspended
    }
  }

  /// Somebody who joined and is not admitted.
  package struct Candidate: Hashable, Sendable {
    package var member: Digest
    package var join: Digest
    package var record: NodeRecord
    /// Those whose endorsement counts.
    package var endorsers: [Digest]

    package init(member: Digest, join: Digest, record: NodeRecord, endorsers: [Digest]) {
      self.member = member
      self.join = join
      self.record = record
      self.endorsers = endorsers
    }
  }

  /// A proposal with those who said yes.
  package struct Tally: Hashable, Sendable {
    package var digest: Digest
    package var author: Digest
    package var proposal: Proposal
    package var yes: [Digest]
    package var needed: Int

    package init(
      digest: Digest,
      author: Digest,
      proposal: Proposal,
      yes: [Digest],
      needed: Int
    ) {
      self.digest = digest
      self.author = author
      self.proposal = proposal
      self.yes = yes
      self.needed = needed
    }

    package var isCarried: Bool { yes.count >= needed }
  }

  /// Two entries of one log with the same number: the log's owner said two things.
  package struct Equivocation: Hashable, Sendable {
    package var member: Digest
    package var sequence: Int
    package var evidence: [Digest]

    package init(member: Digest, sequence: Int, evidence: [Digest]) {
      self.member = member
      self.sequence = sequence
      self.evidence = evidence
    }
  }

  /// The digest of the last seal; of the charter when there is none.
  package var seal: Digest
  package var version: Int
  package var terms: Terms
  /// Sorted by id.
  package var members: [Member]
  /// Sorted; also those who have not signed yet.
  package var electors: [Digest]
  /// Founders without a join of their own, sorted.
  package var unsigned: [Digest]
  package var excluded: [Digest]
  package var suspended: [Digest]
  package var contested: [Digest]
  package var left: [Digest]
  package var candidates: [Candidate]
  package var proposals: [Tally]
  /// The carried proposal whose terms the next seal will bring.
  package var amendment: Digest?
  package var equivocations: [Equivocation]

  package init(
    seal: Digest,
    version: Int,
    terms: Terms,
    members: [Member] = [],
    electors: [Digest] = [],
    unsigned: [Digest] = [],
    excluded: [Digest] = [],
    suspended: [Digest] = [],
    contested: [Digest] = [],
    left: [Digest] = [],
    candidates: [Candidate] = [],
    proposals: [Tally] = [],
    amendment: Digest? = nil,
    equivocations: [Equivocation] = []
  ) {
    self.seal = seal
    self.version = version
    self.terms = terms
    self.members = members
    self.electors = electors
    self.unsigned = unsigned
    self.excluded = excluded
    self.suspended = suspended
    self.contested = contested
    self.left = left
    self.candidates = candidates
    self.proposals = proposals
    self.amendment = amendment
    self.equivocations = equivocations
  }

  package func member(_ id: Digest) -> Member? { members.first { $0.id == id } }

  /// The member that a node's actor is.
  package func member(actor: String) -> Member? { members.first { $0.actor == actor } }
}
