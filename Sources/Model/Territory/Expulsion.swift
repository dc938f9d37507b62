import Foundation

/// How somebody ceased to belong without wishing it, and what proves it.
package struct Expulsion: Hashable, Sendable {
  /// The version of the seal that put it out; nothing while only votes do.
  package var version: Int?
  /// When the seal, or the last vote, says that it was made.
  package var publishedAt: Date?
  /// What was given as the reason for the exclusion; empty where a seal only dropped it.
  package var reason: String
  /// Whether it was excluded, and not only dropped.
  package var isExclusion: Bool
}

extension TerritoryLedger {
  /// The logs that were put out, by seals or by votes.
  package var expelled: Set<Digest> {
    let dropped = seals.flatMap { digest -> [Digest] in
      guard case .seal(let seal) = statements[digest]?.content else { return [] }
      return seal.drop.filter { !(tree(of: $0)?.hasLeft ?? false) }
    }
    return Set(dropped).union(state.excluded)
  }

  /// How a log was put out of the territory; nothing for one that belongs, never did, or left.
  package func expulsion(of log: Digest) -> Expulsion? {
    let seal = sealThatDrops(log)
    let isExclusion = state.excluded.contains(log)
    guard isExclusion || (seal != nil && !(tree(of: log)?.hasLeft ?? false)) else { return nil }
    let proposal = exclusions(of: log).max { yes(for: $0).count < yes(for: $1).count }
    var expulsion = Expulsion(reason: "", isExclusion: isExclusion)
    if isExclusion, let proposal, case .propose(let said) = statements[proposal]?.content {
      expulsion.reason = said.reason
    }
    if let seal, let statement = statements[seal], case .seal(let said) = statement.content {
      expulsion.version = said.version
      expulsion.publishedAt = statement.publishedAt
    } else if let proposal {
      expulsion.publishedAt = yes(for: proposal).compactMap { statements[$0]?.publishedAt }.max()
    }
    return expulsion
  }

  /// The statements that show somebody who has the charter how it was put out: the seals up to the
  /// one that did, or all and the votes, and what their authors stated before, since an entry is
  /// valid by the way to it.
  package func proof(ofExpelling log: Digest) -> Set<Digest> {
    var proof: Set<Digest> = []
    let last = sealThatDrops(log)
    for seal in seals {
      take(seal, into: &proof)
      for cosignature in cosignatures[seal]?.statements ?? [] { take(cosignature, into: &proof) }
      if case .seal(let said) = statements[seal]?.content, let amendment = said.amend {
        take(amendment, into: &proof)
      }
      if seal == last { break }
    }
    for proposal in exclusions(of: log) {
      take(proposal, into: &proof)
      for vote in yes(for: proposal) { take(vote, into: &proof) }
    }
    return proof
  }

  private func take(_ statement: Digest, into proof: inout Set<Digest>) {
    guard let log = statements[statement]?.log else { return }
    for step in tree(of: log)?.way(to: statement) ?? [statement] {
      guard proof.insert(step).inserted else { return }
    }
  }

  private func sealThatDrops(_ log: Digest) -> Digest? {
    seals.last { digest in
      guard case .seal(let seal) = statements[digest]?.content else { return false }
      return seal.drop.contains(log)
    }
  }

  private func exclusions(of log: Digest) -> [Digest] {
    proposals.filter { digest in
      guard case .propose(let proposal) = statements[digest]?.content,
        case .exclude(let member) = proposal.wish
      else { return false }
      return member == log
    }.sorted()
  }

  private func yes(for proposal: Digest) -> Set<Digest> { votes[proposal]?.statements ?? [] }
}
