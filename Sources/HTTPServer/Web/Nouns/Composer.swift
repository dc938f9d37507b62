import Foundation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// The form in which a member writes; who will see it is its most visible part.
enum Composer {
  static let pollOptions = 4
  static let files = 4

  /// Puts it on a page: for a ring, if the page is one's, else as the member or the node has it; with
  /// what is answered or quoted, as pages show it.
  static func add(
    to page: inout ShownPage,
    _ call: PageCall,
    ring: Audience? = nil,
    in territory: String? = nil,
    answering parent: JSON? = nil,
    quoting quoted: JSON? = nil
  ) async throws {
    page.content["composer"] = try await form(
      call,
      ring: ring,
      in: territory,
      answering: parent,
      quoting: quoted
    )
  }

  /// Those for whom alone something is: a group, or who talks with each other.
  struct Circle {
    let ring: Audience
    /// The sentence that says who will see it.
    let who: String
    /// The number of the group, if it is one.
    var group: JSON = .null
    /// What of the conversation is answered.
    var parent: JSON?
    /// Those whom the text names.
    var names: [String] = []
  }

  /// Puts it on the page of a circle, for which alone is what is written there.
  static func add(to page: inout ShownPage, _ call: PageCall, for circle: Circle) async throws {
    let form = try await form(
      call,
      ring: circle.ring,
      in: nil,
      answering: circle.parent,
      quoting: nil
    )
    guard case .object(var composer) = form else { return }
    composer["group"] = circle.group
    composer["circle"] = [
      "ring": .string(word(circle.ring)), "who": .string(circle.who),
      "visibility": circle.group.isNull ? .string(word(circle.ring)) : .null,
    ]
    if circle.group.isNull { composer["text"] = .string(naming(circle.names)) }
    page.content["composer"] = .object(composer)
  }

  /// The beginning of a text for some people.
  static func naming(_ names: [String]) -> String {
    names.map { "@\($0) " }.joined()
  }

  private static func form(
    _ call: PageCall,
    ring: Audience?,
    in territory: String?,
    answering parent: JSON?,
    quoting quoted: JSON?
  ) async throws -> JSON {
    guard let member = call.signedIn?.member else { return .null }
    let setting = call.client.services.settings.defaultAudience
    var chosen = ring ?? member.defaultAudience ?? setting
    if let word = parent?["ring"]?["name"]?.string, let ring = Audience(rawValue: word) {
      chosen = ring
    }
    // An answer stays in the territory of what it answers.
    let territories = parent == nil ? territories(call, territory) : []
    var form: JSONObject = [
      "rings": .array(rings(call, chosen)), "territories": .array(territories),
      "has_territories": .bool(!territories.isEmpty), "key": .string(UUID().uuidString),
      "poll_options": .array((1...pollOptions).map { ["number": .integer($0)] }),
      "descriptions": .array((1...files).map { ["number": .integer($0)] }),
      "languages": .array(
        call.site.languages.all.map { language in
          [
            "tag": .string(language.language), "name": .string(language.text("language-name")),
            "is_chosen": .bool(language.language == call.words.language),
          ]
        }
      ),
      "lifetimes": .array(
        [(3_600, "hour"), (86_400, "day"), (259_200, "three-days"), (604_800, "week")].map {
          [
            "seconds": .integer($0.0), "name": .string(call.words.text("poll-\($0.1)")),
            "is_chosen": .bool($0.0 == 86_400),
          ]
        }
      ),
      "is_answer": .bool(parent != nil), "parent": parent ?? .null, "quoted": quoted ?? .null,
      "text": .string(""), "back": .string(call.here), "group": .null,
      "circle": .null,
    ]
    if let parent, let acct = parent["author"]?["acct"]?.string, parent["is_own"] != true {
      form["text"] = .string("@\(acct) ")
    }
    return .object(form)
  }

  /// The territories that one may choose from; none where there is no choice.
  static func territories(_ call: PageCall, _ chosen: String? = nil) -> [JSON] {
    let own = call.client.services.known.territories.filter { $0.own != nil }
    guard own.count > 1 else { return [] }
    return own.map { territory in
      [
        "id": .string(territory.id.text), "name": .string(territory.name),
        "is_chosen": .bool(territory.id.text == chosen),
      ]
    }
  }

  /// What a form of a page asks of those who shall see it: which ring, of these, and which territory.
  static func choice(_ call: PageCall, of rings: [Audience]) -> JSONObject {
    let words = rings.map { JSON.string(word($0)) }
    return [
      "rings": .array(self.rings(call, .territory).filter { words.contains($0["value"] ?? .null) }),
      "territories": .array(territories(call)),
      "has_territories": .bool(!territories(call).isEmpty),
    ]
  }

  /// The rings that one may choose from, the narrowest first.
  static func rings(_ call: PageCall, _ chosen: Audience) -> [JSON] {
    var rings: [Audience] = [.node, .territory, .public, .followers, .direct]
    let isInTerritory = call.client.services.known.territories.contains { $0.own != nil }
    if !isInTerritory { rings.removeAll { $0 == .territory } }
    let fallback = rings.contains(chosen) ? chosen : .node
    return rings.map { ring in
      [
        "value": .string(word(ring)), "label": .string(call.words.text("ring-\(ring.rawValue)")),
        "meaning": .string(call.words.text("ring-\(ring.rawValue)-means")),
        "is_chosen": .bool(ring == fallback), "is_node": .bool(ring == .node),
        "is_territory": .bool(ring == .territory), "is_everyone": .bool(ring == .public),
        "is_followers": .bool(ring == .followers), "is_direct": .bool(ring == .direct),
      ]
    }
  }

  /// As the API calls it.
  private static func word(_ ring: Audience) -> String {
    switch ring {
    case .node: "node"
    case .territory: "territory"
    case .public: "public"
    case .followers: "followers"
    case .direct: "direct"
    }
  }
}
