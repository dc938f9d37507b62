import Federation
import Foundation
import Model
import Node

/// A territory as the command line prints it.
struct TerritoryShape: Encodable, Sendable {
  let id: String
  let localName: String
  let name: String
  let state: String
  let memberID: String?
  let hasVote: Bool
  let members: Int
  let electors: Int
  let version: Int
  let seal: String
  let terms: String
  let sponsor: String?
  let since: Date
  /// How this node was put out, if it was.
  let expulsion: Expulsion?

  /// How a node was put out.
  struct Expulsion: Encodable, Sendable {
    /// Of the seal; nothing while votes alone exclude it.
    let version: Int?
    let at: Date?
    let reason: String
    let isExclusion: Bool
  }

  init(_ holding: TerritoryRegistry.Holding) {
    let (entry, state) = (holding.entry, holding.state)
    id = holding.id.text
    localName = entry.localName
    name = holding.charter.name
    self.state = entry.state.rawValue
    memberID = entry.memberID?.text
    hasVote = entry.memberID.map { state.electors.contains($0) } ?? false
    members = state.members.count
    electors = state.electors.count
    version = state.version
    seal = state.seal.text
    terms = state.terms.digest.text
    sponsor = entry.sponsor.flatMap { Origin(of: $0)?.authority }
    since = entry.joinedAt
    expulsion = entry.memberID.flatMap { holding.ledger.expulsion(of: $0) }.map {
      Expulsion(
        version: $0.version,
        at: $0.publishedAt,
        reason: $0.reason,
        isExclusion: $0.isExclusion
      )
    }
  }

  var shownState: String {
    if let expulsion { return Styled.bad(expulsion.shown) }
    return switch state {
    case "member": Styled.good(state)
    case "invited", "joining": Styled.warning(state)
    default: Styled.bad(state)
    }
  }
}

extension TerritoryShape.Expulsion {
  /// `excluded by seal 4 on 2026-11-25: broke the charter`.
  var shown: String {
    let what = isExclusion ? "excluded" : "dropped"
    let by = version.map { "seal \($0)" } ?? "vote"
    let on = at.map { " on \($0.shownDay)" } ?? ""
    return "\(what) by \(by)\(on)" + (reason.isEmpty ? "" : ": \(reason)")
  }
}

/// Somebody in a territory, as the command line prints it.
struct TerritoryMemberShape: Encodable, Sendable {
  let id: String
  let host: String
  let name: String
  let kind: String
  /// INSEE codes.
  let places: [String]
  let siren: String?
  let rna: String?
  /// `member`, `candidate`, `founder` for one that has not signed yet, or `contested` for one that
  /// was endorsed and has the host of another member.
  let standing: String
  private(set) var hasVote = false
  private(set) var isSealed = false
  private(set) var isSuspended = false
  let isReachable: Bool
  /// Who endorsed a candidate.
  private(set) var endorsers: [String]?

  private init(
    _ record: NodeRecord,
    _ member: Digest,
    _ standing: String,
    _ holding: TerritoryRegistry.Holding
  ) {
    id = member.text
    host = record.host
    name = record.presentation.name
    kind = record.presentation.kind.rawValue
    places = record.presentation.places
    siren = record.presentation.siren
    rna = record.presentation.rna
    self.standing = standing
    isReachable = record.isReachable
  }

  init(_ member: TerritoryState.Member, in holding: TerritoryRegistry.Holding) {
    self.init(member.record, member.id, "member", holding)
    hasVote = member.isElector
    isSealed = member.isSealed
    isSuspended = member.isSuspended
  }

  init(_ candidate: TerritoryState.Candidate, in holding: TerritoryRegistry.Holding) {
    self.init(candidate.record, candidate.member, "candidate", holding)
    endorsers = candidate.endorsers.map { holding.host(of: $0) }
  }

  /// One whose host is a member under another id.
  init(contested record: NodeRecord, _ member: Digest, in holding: TerritoryRegistry.Holding) {
    self.init(record, member, "contested", holding)
  }

  init(unsigned founder: NodeRecord, in holding: TerritoryRegistry.Holding) {
    self.init(founder, founder.digest, "founder", holding)
    hasVote = holding.state.electors.contains(founder.digest)
  }

  /// Everybody, members first.
  static func all(of holding: TerritoryRegistry.Holding) -> [TerritoryMemberShape] {
    let state = holding.state
    let unsigned = holding.charter.founders.filter { state.unsigned.contains($0.digest) }
    return state.members.map { Self($0, in: holding) }.sorted { $0.host < $1.host }
      + unsigned.map { Self(unsigned: $0, in: holding) }
      + state.candidates.map { Self($0, in: holding) }
      + state.contested.compactMap { member in
        holding.ledger.record(of: member).map { Self(contested: $0, member, in: holding) }
      }
  }
}
