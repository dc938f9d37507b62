import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// The organisations that this node is in a territory with, and itself: who, where, and what they offer.
struct OrganisationPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  /// How many offers are shown of one.
  private static let offers = 3

  var routes: [PageRoute] { [get("/organisations", .anyone, show)] }

  private func show(_ call: PageCall) async throws -> PageReply {
    let offers = try await offers(call)
    let own = call.client.services.addresses.origin.authority
    let asked = (call.parameters.filled("q") ?? "").lowercased()
    let all = entries(call)
    let found = all.filter { asked.isEmpty || $0.words.contains(asked) }
    let items = found.map { entry -> JSON in
      let offered = offers[entry.host] ?? []
      return [
        "name": .string(entry.name), "summary": .string(entry.summary),
        "kind": entry.kind.map { .string(call.words.text("kind-\($0)")) } ?? .null,
        "places": .string(entry.places.joined(separator: ", ")),
        "territories": .array(entry.territories.map(JSON.string)),
        "address": entry.host == own
          ? "/?front=1" : ShownText.link(.string("https://\(entry.host)/")),
        "host": .string(entry.host), "is_own": .bool(entry.host == own),
        "is_suspended": .bool(entry.isSuspended),
        "offers": .array(Array(offered.prefix(Self.offers))),
        "has_offers": .bool(!offered.isEmpty),
        "more": .integer(max(offered.count - Self.offers, 0)),
        "has_more": .bool(offered.count > Self.offers),
      ]
    }
    return .page(
      ShownPage(
        template: "organisations",
        title: call.words.text("place-organisations"),
        content: [
          "items": .array(items), "is_empty": .bool(items.isEmpty), "count": .integer(items.count),
          "asked": .string(call.parameters.text("q") ?? ""), "is_long": .bool(all.count > 8),
        ],
        place: "organisations"
      )
    )
  }

  /// What is offered now, by the host of who offers it.
  private func offers(_ call: PageCall) async throws -> [String: [JSON]] {
    let fields = ["limit": "80", "language": call.words.language]
    let list = try await call.ask("/api/maillage/v1/offers", fields).array ?? []
    var offers: [String: [JSON]] = [:]
    for offer in list {
      let acct = offer["status"]?["account"]?["acct"]?.string ?? ""
      let isHere = !acct.contains("@")
      let host =
        isHere
        ? call.client.services.addresses.origin.authority
        : acct.split(separator: "@").last.map(String.init) ?? ""
      let address: JSON =
        isHere || call.viewer != nil
        ? .string("/needs/\(offer["id"]?.string ?? "")")
        : ShownText.link(offer["status"]?["url"])
      offers[host, default: []].append(["title": offer["title"] ?? .null, "address": address])
    }
    return offers
  }

  // MARK: Who there is

  private struct Entry {
    let name: String
    let summary: String
    let kind: String?
    let host: String
    let places: [String]
    var territories: [String]
    let isSuspended: Bool

    /// All that one looks for an organisation by.
    var words: String {
      ([name, summary, host] + places + territories).joined(separator: " ").lowercased()
    }
  }

  /// Each once, whatever the territories in which it is known; who is in a territory that does not say so
  /// is shown to members alone.
  private func entries(_ call: PageCall) -> [Entry] {
    let services = call.client.services
    let presentation = call.client.settings.presentation
    let own = services.addresses.origin.authority
    var entries: [String: Entry] = [
      own: Entry(
        name: presentation.name,
        summary: presentation.summary,
        kind: nil,
        host: own,
        places: Self.names(of: presentation.places),
        territories: [],
        isSuspended: false
      )
    ]
    for territory in services.known.territories where territory.own != nil {
      let isShown = territory.state.terms.rules.isMembershipPublic || call.viewer != nil
      for member in territory.state.members where isShown {
        let shown = member.record.presentation
        let host = member.record.host
        var entry =
          entries[host]
          ?? Entry(
            name: shown.name,
            summary: shown.summary,
            kind: shown.kind.rawValue,
            host: host,
            places: Self.names(of: shown.places),
            territories: [],
            isSuspended: member.isSuspended
          )
        entry.territories.append(territory.name)
        entries[host] = entry
      }
    }
    return entries.values.sorted {
      ($0.name.lowercased(), $0.host) < ($1.name.lowercased(), $1.host)
    }
  }

  private static func names(of codes: [String]) -> [String] {
    codes.map { Communes.find(code: $0)?.name ?? $0 }
  }
}
