import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What a visitor sees first: who this is, where, with whom, and what it says to everyone.
struct FrontPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  // The page itself is at `/`, where the node's document is, too (`HomeRoutes`).
  var routes: [PageRoute] { [] }

  private static let mostValves = 200

  static func show(_ call: PageCall) async throws -> PageReply {
    guard call.signedIn == nil || call.request.uri.queryParameters["front"] != nil else {
      return .seeOther("/home")
    }
    let services = call.client.services
    let presentation = call.client.settings.presentation
    var list = try await call.list("/api/v1/timelines/public", ["local": "true"])
    list["items"] = call.sheets(of: list["items"])
    list["hint"] = .string(call.words.text("empty-front"))
    list["summary"] = .string(presentation.summary)
    let places = presentation.places.map { Communes.find(code: $0)?.name ?? $0 }
    list["places"] = .string(places.joined(separator: ", "))
    let rules = try await rules(call)
    list["rules"] = .array(rules)
    list["has_rules"] = .bool(!rules.isEmpty)
    let (territories, valves) = (territories(services), valves(services, call.words))
    list["territories"] = .array(territories)
    list["valves"] = .array(valves)
    list["has_territories"] = .bool(!territories.isEmpty)
    list["has_valves"] = .bool(!valves.isEmpty)
    let name = call.words.text("example-name")
    list["example"] = .string("\(name)@\(services.addresses.origin.authority)")
    var page = ShownPage(
      template: "front",
      title: presentation.name,
      content: list,
      place: "front",
      summary: presentation.summary
    )
    page.alternates = [ShownPage.Alternate(type: "application/atom+xml", address: "/feed.atom")]
    if services.settings.isEnabled {
      page.alternates += [
        ShownPage.Alternate(
          type: "application/activity+json",
          address: services.addresses.nodeActor.string
        )
      ]
    }
    return .page(page)
  }

  /// The rules of the node in the language of the page, where they are written in it.
  private static func rules(_ call: PageCall) async throws -> [JSON] {
    let rules = try await call.client.database.read { try $0.rules.all() }
    return rules.map { rule in
      let wording = rule.wording(in: call.words.language)
      return ["text": .string(wording.text), "hint": .string(wording.hint)]
    }
  }

  /// The territories of the node, each with the hash of the charter that binds it.
  private static func territories(_ services: FederationServices) -> [JSON] {
    guard services.settings.isEnabled else { return [] }
    return services.known.territories.filter { $0.own != nil }.map { territory in
      [
        "name": .string(territory.name),
        "charter": .string("/territories/\(territory.id.text)/charter"),
        "digest": .string(territory.state.terms.digest.text),
      ]
    }
  }

  /// The valves of active peerings that are not open, so that members see what does not pass as it
  /// did, and why.
  private static func valves(_ services: FederationServices, _ words: Words) -> [JSON] {
    guard services.settings.isEnabled else { return [] }
    return services.known.throttled(at: services.now()).prefix(mostValves).map { peer, valve in
      .string(sentence(valve, peer, words))
    }
  }

  /// In one line: what, with whom, how, why, by whom, until when.
  private static func sentence(_ valve: Valve, _ peer: String, _ words: Words) -> String {
    let parts = [
      "x": words.text("word-\(valve.scope.rawValue)"), "y": peer,
      "z": words.text("valve-\(valve.setting.rawValue)"),
    ]
    var text = words.text("valve-\(valve.direction.rawValue)", parts)
    if !valve.reason.isEmpty { text += " – \(valve.reason)" }
    let review = valve.reviewAt.map { words.text("valve-review", ["x": words.day($0)]) }
    let notes = [valve.author, review ?? ""].filter { !$0.isEmpty }
    return notes.isEmpty ? text : "\(text) (\(notes.joined(separator: ", ")))"
  }
}
