import Federation
import Foundation
import Model
import Node

/// Finding the territories that people name, and telling others what this node stated there.
extension OpenNode {
  /// A territory by local name or the beginning of its digest; none need be named where there is
  /// only one.
  func territory(named name: String?) throws -> TerritoryRegistry.Holding {
    guard !services.territories.all.isEmpty else {
      throw NotFound(
        "This node is in no territory. See: maillage territory found --help"
      )
    }
    do {
      return try TerritoryDesk(services: services).find(name)
    } catch {
      guard error == .absent else { throw error }
      throw NotFound("There is no territory \(name ?? "") here. See: maillage territory list")
    }
  }

  /// A territory that this node is a member of now.
  func memberTerritory(named name: String?) throws -> TerritoryRegistry.Holding {
    let holding = try territory(named: name)
    guard services.known.territory(holding.id)?.own != nil else {
      throw Refusal.conflict("This node is no member of \(holding.charter.name).")
    }
    return holding
  }
}

extension OpenNode {
  private var territoryWorker: TerritoryWorker {
    TerritoryWorker(
      services: services,
      interval: TimeInterval(configuration.territorySyncInterval),
      timing: SealTiming(sealInterval: TimeInterval(configuration.territorySealInterval))
    )
  }

  /// Asks others for the end of this node's log, if it was not done since the start.
  func compareFirst(_ holding: TerritoryRegistry.Holding) async {
    guard !holding.mayAppend else { return }
    await territoryWorker.compareOnce()
  }

  /// Tells the other members what was stated, also while this node does not serve.
  func tellMembers() async { await territoryWorker.tell() }
}

extension TerritoryRegistry.Holding {
  /// The host of a member, present or former, or the beginning of its id.
  func host(of member: Digest) -> String {
    let actor =
      ledger.record(of: member)?.actor
      ?? charter.founders.first { $0.digest == member }?.actor
    return actor.flatMap { Origin(of: $0)?.authority } ?? member.short
  }

  func hosts(of members: some Sequence<Digest>) -> String {
    members.map { host(of: $0) }.sorted().joined(separator: ", ")
  }

  /// The member whose host somebody has who was endorsed under another id.
  func claimed(by contested: Digest) -> Digest? {
    guard state.contested.contains(contested) else { return nil }
    return ledger.record(of: contested).flatMap { state.member(actor: $0.actor)?.id }
  }

  /// What is wished, for people.
  func description(of wish: Proposal.Wish) -> String {
    switch wish {
    case .exclude(let member): "exclude \(host(of: member))"
    case .suspend(let member): "suspend \(host(of: member))"
    case .recover(let member, let successor):
      "let \(host(of: member)) go on as \(successor.short)"
    case .amend(let terms, base: _): "change the terms to \(terms.digest.short)"
    }
  }

  /// The same as a word with what it names.
  func parts(of wish: Proposal.Wish) -> [String: String] {
    switch wish {
    case .exclude(let member): ["wish": "exclude", "target": host(of: member)]
    case .suspend(let member): ["wish": "suspend", "target": host(of: member)]
    case .recover(let member, let successor):
      ["wish": "recover", "target": host(of: member), "successor": successor.short]
    case .amend: ["wish": "amend"]
    }
  }

  /// The open proposal whose digest begins so.
  func proposal(_ beginning: String) throws -> TerritoryState.Tally {
    let found = state.proposals.filter { $0.digest.text.hasPrefix(beginning) }
    guard let proposal = found.first, beginning.count >= 6 else {
      throw NotFound("There is no open proposal \(beginning). See: maillage territory decide")
    }
    guard found.count == 1 else {
      throw Refusal.conflict("Several proposals begin so: write more of it.")
    }
    return proposal
  }

  /// The member that a person means.
  func member(named name: String, on node: OpenNode) throws -> Digest {
    do {
      return try TerritoryDesk(services: node.services).member(name, of: self)
    } catch {
      guard error == .absent else { throw error }
      throw NotFound(
        "There is no \(name) in \(charter.name). See: maillage territory members"
      )
    }
  }
}

extension Digest {
  /// Enough of the text for people to tell it from others, and for a command to find it.
  var short: String { String(text.prefix(12)) }
}

extension TerritoryWarning {
  /// The warning, for people.
  var shown: String {
    switch self {
    case .fewElectors(let count):
      "\(count) with a vote, which is fewer than three: what one of them does nobody can outvote"
    case .manyUnsealed(let count, let cap):
      "\(count) members await a seal that takes \(cap): perhaps a few electors invent them"
    }
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
