import ActivityStreams
import Federation
import Model
import StrictJSON

/// A territory as this node shows it to others: a replica, equal at all members but for addresses.
struct ShownTerritory: Sendable {
  let holding: TerritoryRegistry.Holding
  let addresses: Addresses
  let isPublic: Bool

  private var address: AS.IRI { addresses.origin.address("territories", holding.id.text) }
  private var state: TerritoryState { holding.state }

  /// The Group that posts for the territory name as their audience.
  func group() throws -> JSONObject {
    let terms = state.terms
    return [
      "@context": AS.territoryContext, "id": .string(address.string), "type": "Group",
      "preferredUsername": .string(holding.entry.localName), "name": .string(holding.charter.name),
      "inbox": .string(addresses.sharedInbox.string),
      "outbox": .string(address.appending("outbox").string),
      "followers": .string(address.appending("members").string),
      "members": .string(address.appending("members").string),
      "charter": .string(address.appending("charter").string),
      "territory": .string(holding.id.text), "terms": .string(terms.digest.text),
      "version": .integer(state.version),
    ]
  }

  /// The founding charter, whose digest is the territory.
  func charter() throws -> JSON { try JSON.parse(holding.entry.charter) }

  /// A territory says nothing of its own: its members do.
  func outbox() -> JSONObject {
    [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string(address.appending("outbox").string), "type": "OrderedCollection",
      "totalItems": 0, "orderedItems": [],
    ]
  }

  func members() -> JSONObject {
    let actors = state.members.map(\.actor).sorted()
    return [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string(address.appending("members").string), "type": "Collection",
      "totalItems": .integer(actors.count), "items": .array(actors.map(JSON.string)),
    ]
  }

  /// Who is here, as each says of itself.
  func directory() -> JSONObject {
    let entries = state.members.sorted { $0.actor < $1.actor }.map { member -> JSON in
      let shown = member.record.presentation
      var entry: JSONObject = [
        "type": "DirectoryEntry", "member": .string(member.id.text),
        "actor": .string(member.actor), "name": .string(shown.name),
        "kind": .string(shown.kind.rawValue), "isElector": .bool(member.isElector),
        "isSuspended": .bool(member.isSuspended),
      ]
      if !shown.summary.isEmpty { entry["summary"] = .string(shown.summary) }
      if !shown.places.isEmpty { entry["places"] = .array(shown.places.map(Self.place)) }
      entry["siren"] = shown.siren.map(JSON.string)
      entry["rna"] = shown.rna.map(JSON.string)
      return .object(entry)
    }
    return [
      "@context": AS.territoryContext,
      "id": .string(address.appending("directory").string), "type": "Collection",
      "totalItems": .integer(entries.count), "items": .array(entries),
    ]
  }

  private static func place(_ code: String) -> JSON {
    var place: JSONObject = ["type": "Place", "code": .string(code)]
    guard let commune = Communes.find(code: code) else { return .object(place) }
    place["name"] = .string(commune.name)
    place["epci"] = (commune.epci?.description).map(JSON.string)
    place["epciName"] = (Communes.epci(of: commune)?.name).map(JSON.string)
    return .object(place)
  }

  /// The members' hosts, this node's included.
  var hosts: [String] {
    state.members.filter { !$0.isSuspended }.map(\.record.host).sorted()
  }
}

/// The members' hosts in forms that other software imports (Mastodon, GoToSocial).
struct AllowList: Sendable {
  /// How the list is written.
  enum Form: String, CaseIterable, Sendable { case txt, csv, json }

  let form: Form
  let hosts: [String]

  var mediaType: String {
    switch form {
    case .txt: "text/plain; charset=utf-8"
    case .csv: "text/csv; charset=utf-8"
    case .json: "application/json"
    }
  }

  var text: String {
    switch form {
    case .txt: hosts.map { "\($0)\n" }.joined()
    case .csv: "#domain\n" + hosts.map { "\($0)\n" }.joined()
    case .json:
      String(
        decoding: JSON.array(hosts.map { ["domain": .string($0)] }).serialized(),
        as: UTF8.self
      )
    }
  }
}
