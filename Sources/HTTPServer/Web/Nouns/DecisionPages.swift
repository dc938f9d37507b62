import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What is put to a vote, and questions with their answers.
struct DecisionPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let start = "/api/maillage/v1"

  var routes: [PageRoute] {
    [
      get("/consultations", .member, list), post("/consultations", .member, open),
      get("/consultations/:id", .member, one), get("/questions", .member, questions),
      post("/questions", .member, ask),
    ]
  }

  private static func choice(_ call: PageCall) -> JSON {
    .object(Composer.choice(call, of: [.node, .territory]))
  }

  // MARK: Consultations

  private func list(_ call: PageCall) async throws -> PageReply {
    let found = try await call.ask("\(Self.start)/consultations").array ?? []
    return .page(
      ShownPage(
        template: "consultations",
        title: call.words.text("place-consultations"),
        content: [
          "items": .array(found.map { ShownConsultation($0, call.words).json }),
          "is_empty": .bool(found.isEmpty), "choice": Self.choice(call),
        ],
        place: "decisions"
      )
    )
  }

  private func open(_ call: PageCall) async throws -> PageReply {
    let form = call.parameters
    let options = (form.text("options") ?? "").split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    let days = min(max(form.number("days") ?? 7, 1), 365)
    var wish: [String: FormValue] = [
      "options": .list(options.map(FormValue.string)),
      // The first is what holds when nothing is decided.
      "default": .string(options.first ?? ""), "open_for": .string(String(days * 86_400)),
    ]
    for name in ["title", "text", "quorum", "audience"] {
      if let text = form.filled(name) { wish[name] = .string(text) }
    }
    wish["territory"] = call.territory(for: form.filled("audience"))
    let made = try await call.reply("\(Self.start)/consultations", .object(wish), method: .post)
      .json
    return .seeOther("/consultations/\(made["id"]?.string ?? "")")
  }

  private func one(_ call: PageCall) async throws -> PageReply {
    let named = ["id": try call.text("id")]
    let found = try await call.ask("\(Self.start)/consultations/:id", named: named)
    var page = ShownPage(
      template: "consultation",
      title: found["title"]?.string ?? "",
      content: [
        "consultation": ShownConsultation(found, call.words).json,
        "post": call.shown(status: found["status"] ?? .null),
      ],
      place: "decisions"
    )
    let own = call.viewer.map { String($0.rawValue) }
    page.content["is_own"] = .bool(found["status"]?["account"]?["id"]?.string == own)
    return .page(page)
  }

  // MARK: Questions

  private func questions(_ call: PageCall) async throws -> PageReply {
    let found = try await call.ask("\(Self.start)/questions").array ?? []
    let figures = try await call.ask("\(Self.start)/questions/figures")
    let items = found.map { entry -> JSON in
      [
        "post": call.shown(status: entry["status"] ?? .null),
        "answers": entry["answers"] ?? 0,
        "is_settled": .bool(entry["answer"]?.object != nil),
      ]
    }
    let hours = figures["median_seconds"]?.int.map { max($0 / 3_600, 1) }
    return .page(
      ShownPage(
        template: "questions",
        title: call.words.text("place-questions"),
        content: [
          "items": .array(items), "is_empty": .bool(items.isEmpty), "choice": Self.choice(call),
          "asked": figures["asked"] ?? 0, "answered": figures["answered"] ?? 0,
          "median_hours": hours.map(JSON.integer) ?? .null,
        ],
        place: "decisions"
      )
    )
  }

  private func ask(_ call: PageCall) async throws -> PageReply {
    var wish: [String: FormValue] = [:]
    for name in ["text", "audience"] {
      if let text = call.parameters.filled(name) { wish[name] = .string(text) }
    }
    wish["territory"] = call.territory(for: call.parameters.filled("audience"))
    _ = try await call.reply("\(Self.start)/questions", .object(wish), method: .post)
    return .seeOther("/questions")
  }
}
