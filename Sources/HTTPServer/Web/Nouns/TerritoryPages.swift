import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What a territory has agreed on, and who is in it, for anybody.
enum TerritoryPages {
  /// The page of a territory; its documents have the same addresses (`TerritoryRoutes`).
  ///
  /// - Throws: `Refusal.absent` for one that this node is not in.
  static func show(_ id: Digest, _ call: PageCall) async throws -> PageReply {
    let services = call.client.services
    guard let holding = services.territories.holding(id), holding.entry.state != .invited else {
      throw Refusal.absent
    }
    let terms = holding.state.terms
    // Who is in a territory that does not say so is shown to the members of its nodes.
    let showsMembers = terms.rules.isMembershipPublic || call.signedIn != nil
    let members = showsMembers ? try members(of: holding, services) : []
    let name = holding.charter.name
    let isMember = call.signedIn != nil
    let open = isMember ? holding.state.proposals.map { proposal($0, holding, call) } : []
    let asking = isMember ? holding.state.candidates.map { candidate($0, holding) } : []
    let isAccepted = try await hasAccepted(terms.digest, of: id, call)
    let isIn = services.known.territories.contains { $0.id == id && $0.own != nil }
    let votes = holding.entry.memberID.map { holding.state.electors.contains($0) } ?? false
    return .page(
      ShownPage(
        template: "territory",
        title: name,
        content: [
          "name": .string(name), "digest": .string(terms.digest.text),
          "version": .integer(holding.state.version),
          "text": .string(Markdown.render(terms.text(in: call.words.language)).html),
          "clauses": .array(terms.clauses.map { clause($0, call.words) }),
          "has_clauses": .bool(!terms.clauses.isEmpty),
          "members": .array(members), "has_members": .bool(!members.isEmpty),
          "count": .integer(members.count), "is_member": .bool(isMember),
          "proposals": .array(open), "has_proposals": .bool(!open.isEmpty),
          "candidates": .array(asking), "has_candidates": .bool(!asking.isEmpty),
          "id": .string(id.text), "is_accepted": .bool(isAccepted),
          "may_accept": .bool(isMember && isIn && !isAccepted),
          "votes": .bool(votes), "name_here": .string(holding.entry.localName),
          "document": .string("/territories/\(id.text)/charter"),
        ],
        place: "territory",
        alternates: [
          ShownPage.Alternate(
            type: "application/activity+json",
            address: "/territories/\(id.text)/charter"
          )
        ]
      )
    )
  }

  // MARK: What is being decided, for members

  private static func hasAccepted(
    _ terms: Digest,
    of territory: Digest,
    _ call: PageCall
  ) async throws -> Bool {
    guard let viewer = call.viewer else { return false }
    return try await call.client.database.read {
      try $0.acceptances.accepted(viewer, territory) == terms
    }
  }

  private static func host(_ member: Digest, _ holding: TerritoryRegistry.Holding) -> String {
    let actor =
      holding.ledger.record(of: member)?.actor
      ?? holding.charter.founders.first { $0.digest == member }?.actor
    return actor.flatMap { Origin(of: $0)?.authority } ?? String(member.text.prefix(12))
  }

  private static func proposal(
    _ tally: TerritoryState.Tally,
    _ holding: TerritoryRegistry.Holding,
    _ call: PageCall
  ) -> JSON {
    let words = call.words
    var text: JSON = .null
    let what: String
    switch tally.proposal.wish {
    case .exclude(let member):
      what = words.text("wish-exclude", ["x": host(member, holding)])
    case .suspend(let member):
      what = words.text("wish-suspend", ["x": host(member, holding)])
    case .recover(let member, let successor):
      let parts = ["x": host(member, holding), "y": String(successor.text.prefix(12))]
      what = words.text("wish-recover", parts)
    case .amend(let terms, base: _):
      what = words.text("wish-amend")
      text = .string(Markdown.render(terms.text(in: words.language)).html)
    }
    let own = holding.entry.memberID.map { tally.yes.contains($0) } ?? false
    let missing = max(tally.needed - tally.yes.count, 0)
    return [
      "what": .string(what), "by": .string(host(tally.author, holding)),
      "reason": .string(tally.proposal.reason), "terms": text, "digest": .string(tally.digest.text),
      "yes": .string(tally.yes.map { host($0, holding) }.sorted().joined(separator: ", ")),
      "count": .integer(tally.yes.count), "needed": .integer(tally.needed),
      "missing": .integer(missing), "is_carried": .bool(tally.isCarried), "is_ours": .bool(own),
    ]
  }

  private static func candidate(
    _ candidate: TerritoryState.Candidate,
    _ holding: TerritoryRegistry.Holding
  ) -> JSON {
    [
      "name": .string(candidate.record.presentation.name),
      "host": .string(candidate.record.host),
      "count": .integer(candidate.endorsers.count),
      "needed": .integer(holding.state.terms.rules.endorsements),
    ]
  }

  private static func clause(_ clause: Clause, _ words: Words) -> JSON {
    let value =
      switch clause.value {
      case .text(let text): text
      case .number(let number): words.number(number)
      case .truth(let truth): words.text(truth ? "yes" : "no")
      }
    return ["name": .string(clause.name), "value": .string(value)]
  }

  private static func members(
    of holding: TerritoryRegistry.Holding,
    _ services: FederationServices
  ) throws -> [JSON] {
    let shown = ShownTerritory(holding: holding, addresses: services.addresses, isPublic: true)
    return (shown.directory()["items"]?.array ?? []).map { entry in
      let places = (entry["places"]?.array ?? []).compactMap { place in
        place["name"]?.string ?? place["code"]?.string
      }
      return [
        "name": entry["name"] ?? .null, "summary": entry["summary"] ?? .null,
        "address": ShownText.link(entry["actor"]),
        "places": .string(places.joined(separator: ", ")),
        "is_suspended": entry["isSuspended"] ?? false,
      ]
    }
  }
}
