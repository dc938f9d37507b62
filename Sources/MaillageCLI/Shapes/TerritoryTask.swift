import Federation
import Foundation
import Model
import Node
import Storage

/// Something that waits for the admin of this node, with the command by which it is done.
struct TerritoryTask: Encodable, Sendable {
  /// What kind of thing waits.
  enum Kind: String, Encodable, Sendable {
    case invitation, candidate, proposal, acceptance, equivocation
    /// Statements that would undo old seals are set aside.
    case otherHistory
    /// A member's host has joined anew, and a vote can let it go on.
    case successor
    /// This node lost both its keys.
    case unknownKey
    /// Publications wait for a number.
    case waitingPublications
  }

  let territory: String
  let kind: Kind
  let what: String
  /// What the sentence names, for who says it in another language.
  let parts: [String: String]
  let command: String

  /// Everything that waits in a territory.
  static func all(
    in holding: TerritoryRegistry.Holding,
    on node: OpenNode
  ) async throws -> [TerritoryTask] {
    let tasks = TerritoryTasks(holding: holding)
    guard holding.entry.state != .invited else { return [tasks.invitation] }
    guard let own = holding.entry.memberID, holding.state.member(own) != nil else { return [] }
    guard try TerritoryDesk(services: node.services).hasKey(of: own, holding) else {
      return [tasks.unknownKey]
    }
    return tasks.candidates(own) + tasks.successors(own) + tasks.proposals(own)
      + (try await tasks.acceptances(on: node)) + tasks.equivocations(own) + tasks.otherHistory
      + (try await tasks.waitingPublications(on: node))
  }

  /// Everything that waits in all territories.
  static func all(on node: OpenNode) async throws -> [TerritoryTask] {
    var all: [TerritoryTask] = []
    for holding in node.services.territories.all {
      all += try await Self.all(in: holding, on: node)
    }
    return all
  }
}

/// Finds what waits in one territory.
private struct TerritoryTasks {
  let holding: TerritoryRegistry.Holding

  private static let mostNames = 5

  private var name: String { holding.entry.localName }

  private func task(
    _ kind: TerritoryTask.Kind,
    _ what: String,
    _ command: String,
    _ parts: [String: String] = [:]
  ) -> TerritoryTask {
    TerritoryTask(
      territory: name,
      kind: kind,
      what: what,
      parts: parts,
      command: "maillage territory \(command) --territory \(name)"
    )
  }

  var invitation: TerritoryTask {
    let sponsor = holding.entry.sponsor.flatMap { Origin(of: $0)?.authority } ?? "a peer"
    return TerritoryTask(
      territory: name,
      kind: .invitation,
      what: "\(sponsor) invites into \(holding.charter.name)",
      parts: ["x": sponsor, "y": holding.charter.name],
      command: "maillage territory join \(name)"
    )
  }

  var unknownKey: TerritoryTask {
    TerritoryTask(
      territory: name,
      kind: .unknownKey,
      what: "\(holding.charter.name) knows this node by a key that it no longer has",
      parts: ["y": holding.charter.name],
      command: "maillage territory join \(name)"
    )
  }

  func successors(_ own: Digest) -> [TerritoryTask] {
    guard holding.state.electors.contains(own) else { return [] }
    return holding.state.contested.compactMap { new in
      guard let old = holding.claimed(by: new), old != own,
        !holding.state.proposals.contains(where: {
          $0.proposal.wish == .recover(old, successor: new)
        })
      else { return nil }
      let what = """
        \(holding.host(of: new)) has joined anew and was endorsed: did the member lose its keys, and \
        is it the same organisation?
        """
      return task(
        .successor,
        what,
        "propose recover \(old.short) \(new.short) --reason TEXT",
        ["x": holding.host(of: new)]
      )
    }
  }

  func candidates(_ own: Digest) -> [TerritoryTask] {
    guard holding.state.electors.contains(own) else { return [] }
    let needed = holding.state.terms.rules.endorsements
    return holding.state.candidates.filter { !$0.endorsers.contains(own) }.map { candidate in
      let count = "\(candidate.endorsers.count) of \(needed) endorsements"
      let what = "\(candidate.record.presentation.name) asks to join (\(count))"
      let parts = [
        "x": candidate.record.presentation.name, "n": "\(candidate.endorsers.count)",
        "m": "\(needed)",
      ]
      return task(.candidate, what, "endorse \(candidate.record.host)", parts)
    }
  }

  func proposals(_ own: Digest) -> [TerritoryTask] {
    guard holding.state.electors.contains(own) else { return [] }
    return holding.state.proposals.filter { !$0.yes.contains(own) && !$0.isCarried }.map { tally in
      let wish = holding.description(of: tally.proposal.wish)
      let reason = tally.proposal.reason.isEmpty ? "" : ": \(tally.proposal.reason)"
      let count = "\(tally.yes.count) of \(tally.needed) yes"
      let what = "\(holding.host(of: tally.author)) proposes to \(wish)\(reason) (\(count))"
      var parts = holding.parts(of: tally.proposal.wish)
      parts["x"] = holding.host(of: tally.author)
      (parts["n"], parts["m"]) = ("\(tally.yes.count)", "\(tally.needed)")
      return task(.proposal, what, "vote \(tally.digest.short)", parts)
    }
  }

  func acceptances(on node: OpenNode) async throws -> [TerritoryTask] {
    let terms = holding.state.terms.digest
    let id = holding.id
    let missing = try await node.database.read { tx in
      try tx.members.all().filter { member in
        guard member.state == .active else { return false }
        return try tx.acceptances.accepted(member.actorID, id) != terms
      }
    }
    guard let first = missing.first else { return [] }
    let names = missing.prefix(Self.mostNames).map(\.name).joined(separator: ", ")
    let more = missing.count > Self.mostNames ? " and \(missing.count - Self.mostNames) more" : ""
    let what = "\(names)\(more) did not accept the terms \(terms.short) yet"
    return [task(.acceptance, what, "charter --accept \(first.name)", ["x": names + more])]
  }

  var otherHistory: [TerritoryTask] {
    guard let other = holding.other else { return [] }
    let kept = zip(holding.ledger.seals, other.ledger.seals).prefix { $0 == $1 }.count
    let what = """
      \(other.aside.count) statements would undo the seals from version \(kept + 1) on, which are \
      old: are stolen or former keys at work? They are set aside
      """
    return [task(.otherHistory, what, "accept-history", ["n": "\(other.aside.count)"])]
  }

  func waitingPublications(on node: OpenNode) async throws -> [TerritoryTask] {
    let id = holding.id
    let count = try await node.database.read { try $0.publications.countWaiting(in: id) }
    guard count > 0 else { return [] }
    let what = """
      \(count) posts or other activities for \(holding.charter.name) wait until a member was asked \
      which number this node gave last
      """
    let parts = ["n": "\(count)", "y": holding.charter.name]
    return [task(.waitingPublications, what, "sync", parts)]
  }

  func equivocations(_ own: Digest) -> [TerritoryTask] {
    holding.state.equivocations.map { fork in
      let host = holding.host(of: fork.member)
      let evidence = fork.evidence.map(\.short).joined(separator: ", ")
      var what = "\(host) said two things under number \(fork.sequence): \(evidence)"
      if fork.member == own { what += "; that is this node: was it restored from an old copy?" }
      return task(.equivocation, what, "log \(host)", ["x": host])
    }
  }
}

extension [TerritoryTask] {
  /// What waits, for people: each with the command to type.
  var table: String {
    guard !isEmpty else { return "Nothing waits for you." }
    return map { task in
      let what =
        task.kind == .equivocation || task.kind == .otherHistory ? Styled.bad(task.what) : task.what
      return "\(what)\n  → \(Styled.strong(task.command))"
    }.joined(separator: "\n")
  }
}
