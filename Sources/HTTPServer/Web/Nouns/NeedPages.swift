import Federation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What people and organisations need and offer, who answers, and what was agreed.
struct NeedPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let start = "/api/maillage/v1"

  var routes: [PageRoute] {
    [
      get("/needs", .anyone, show), post("/needs", .member, publish),
      get("/needs/:id", .anyone, one), get("/agreements", .member, agreements),
      get("/agreements/:id", .member, agreement),
    ]
  }

  // MARK: The list

  private func show(_ call: PageCall) async throws -> PageReply {
    let language = ["language": call.words.language]
    var content: JSONObject = [:]
    for name in call.viewer == nil ? ["needs", "offers"] : ["needs", "offers", "calls"] {
      let list = try await found(name, language, call)
      content[name] = .array(list.map { need($0, call) })
      content["has_\(name)"] = .bool(!list.isEmpty)
    }
    content["choice"] = .object(Composer.choice(call, of: [.node, .territory, .public]))
    let kind = call.parameters.filled("kind") == "offer" ? "offers" : "needs"
    content["is_offer"] = .bool(kind == "offers")
    return .page(
      ShownPage(
        template: "needs",
        title: call.words.text("place-needs"),
        content: content,
        place: "needs"
      )
    )
  }

  /// What others show of their people they show themselves: a visitor sees those of this node.
  private func found(
    _ noun: String,
    _ language: [String: String],
    _ call: PageCall
  ) async throws -> [JSON] {
    guard call.viewer == nil else {
      return try await call.ask("\(Self.start)/\(noun)", language).array ?? []
    }
    let fields = language.merging(["limit": "40", "local": "true"]) { $1 }
    return try await call.ask("\(Self.start)/\(noun)", fields).array ?? []
  }

  private func need(_ need: JSON, _ call: PageCall) -> JSON {
    let skills = (need["skills"]?.array ?? []).compactMap { skill -> String? in
      guard let label = skill["label"]?.string else { return nil }
      let level = skill["level"]?.int ?? 1
      return "\(label) (\(call.words.text("level-\(level)")))"
    }
    let place = need["place"]?["name"]?.string ?? need["place"]?["code"]?.string
    let status = need["status"] ?? .null
    let author = JSON.object(ShownAccount(status["account"] ?? .null).line)
    let isOffer = need["purpose"]?.string == "offer"
    return [
      "id": need["id"] ?? .null, "title": need["title"] ?? .null,
      "path": .string("/needs/\(need["id"]?.string ?? "")"), "author": author,
      "is_offer": .bool(isOffer), "is_call": need["call"] ?? false,
      "kind": .string(call.words.text(isOffer ? "an-offer" : "a-need")),
      "skills": .string(skills.joined(separator: ", ")),
      "place": place.map(JSON.string) ?? .null, "closes_at": need["closes_at"] ?? .null,
      "amount": Self.amount(need["primary"], call.words),
      "in_return": Self.amount(need["in_return"], call.words),
      "is_open": need["open"] ?? false, "created_at": status["created_at"] ?? .null,
      "is_own": .bool(author["id"]?.string == call.viewer.map { String($0.rawValue) }),
      "path_kind": .string(isOffer ? "offers" : "needs"),
      "post": status.object == nil ? .null : call.shown(status: status),
    ]
  }

  private static func amount(_ side: JSON?, _ words: Words) -> JSON {
    guard let side, side.object != nil else { return .null }
    let amount = side["amount"]?.string ?? ""
    let unit = side["unit"]?.string ?? ""
    let named = ["hour", "one"].contains(unit) ? words.text("unit-\(unit)") : unit
    // A unit of nothing says nothing.
    let text = [
      amount, amount.isEmpty ? "" : named, side["resource"]?.string.map(ThingName.shown) ?? "",
    ].filter {
      !$0.isEmpty
    }
    return .string(text.joined(separator: " "))
  }

  private func publish(_ call: PageCall) async throws -> PageReply {
    let form = call.parameters
    let skills = (form.text("skills") ?? "").split { $0 == "," || $0.isNewline }
      .map { FormValue.string(String($0)) }
    var wish: [String: FormValue] = [
      "skills": .list(skills), "language": .string(call.words.language),
    ]
    for name in ["title", "text", "near", "within", "from", "until", "amount", "audience"] {
      if let text = form.filled(name) { wish[name] = .string(text) }
    }
    wish["territory"] = call.territory(for: form.filled("audience"))
    let days = form.number("open_days") ?? 30
    wish["open_for"] = .string(String(min(max(days, 1), 365) * 86_400))
    if let back = form.filled("return_resource") {
      var part: [String: FormValue] = ["resource": .string(back)]
      if let amount = form.filled("return_amount") { part["amount"] = .string(amount) }
      wish["in_return"] = .object(part)
    }
    let path = form.text("kind") == "offer" ? "offers" : "needs"
    let made = try await call.reply("\(Self.start)/\(path)", .object(wish), method: .post).json
    return .seeOther("/needs/\(made["id"]?.string ?? "")")
  }

  // MARK: One of them

  private func one(_ call: PageCall) async throws -> PageReply {
    let named = ["id": try call.text("id")]
    let language = ["language": call.words.language]
    let found = try await entity(named, language, call)
    if found["status"]?["account"]?["acct"]?.string?.contains("@") != false { _ = try call.member }
    var content: JSONObject = ["need": need(found, call)]
    let viewer = call.viewer.map { String($0.rawValue) }
    if found["status"]?["account"]?["id"]?.string == viewer {
      let path = found["purpose"]?.string == "offer" ? "offers" : "needs"
      let matches = try await call.ask("\(Self.start)/\(path)/:id/matches", named: named, language)
      let needs = (matches["needs"]?.array ?? []).map { need($0["need"] ?? .null, call) }
      let people = (matches["people"]?.array ?? []).map { ShownTalent.found($0, call.words) }
      content["matches"] = .array(needs)
      content["people"] = .array(people)
      content["has_matches"] = .bool(!needs.isEmpty)
      content["has_people"] = .bool(!people.isEmpty)
    }
    let title = found["title"]?.string ?? ""
    var page = ShownPage(template: "need", title: title, content: content, place: "needs")
    let text = HTMLSanitizer.sanitize(found["status"]?["content"]?.string ?? "")
    page.summary = PlainText.preview(of: text, characters: 200)
    return .page(page)
  }

  /// A need or an offer: one of the two routes has it.
  private func entity(
    _ named: [String: String],
    _ language: [String: String],
    _ call: PageCall
  ) async throws -> JSON {
    do {
      return try await call.ask("\(Self.start)/needs/:id", named: named, language)
    } catch Refusal.absent {
      return try await call.ask("\(Self.start)/offers/:id", named: named, language)
    }
  }

  // MARK: Agreements

  private func agreements(_ call: PageCall) async throws -> PageReply {
    let list = try await call.ask("\(Self.start)/agreements", ["language": call.words.language])
    let items = (list.array ?? []).map { ShownAgreement($0, call.words).json }
    return .page(
      ShownPage(
        template: "agreements",
        title: call.words.text("place-agreements"),
        content: ["items": .array(items), "is_empty": .bool(items.isEmpty)],
        place: "needs"
      )
    )
  }

  private func agreement(_ call: PageCall) async throws -> PageReply {
    let found = try await call.ask(
      "\(Self.start)/agreements/:id",
      named: ["id": try call.text("id")],
      ["language": call.words.language]
    )
    let shown = ShownAgreement(found, call.words).json
    return .page(
      ShownPage(
        template: "agreement",
        title: found["title"]?.string ?? "",
        content: ["agreement": shown],
        place: "needs"
      )
    )
  }
}
