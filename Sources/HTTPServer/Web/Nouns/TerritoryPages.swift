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
          "count": .integer(members.count),
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
