import HTTPTypes
import Hummingbird
import Insight
import Model
import StrictJSON

/// What the months of the territory say, as pictures with a table beside each, and how a member is tied
/// to others, for its own eyes.
struct InsightPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let start = "/api/maillage/v1/insight"

  /// What is drawn together, line beside line.
  private static let series: [(heading: String, names: [IndicatorName])] = [
    ("insight-people", [.members, .activeMembers]),
    ("insight-needs", [.needs, .needsAnswered, .agreements, .agreementsDone]),
    ("insight-questions", [.questions, .questionsAnswered]),
    ("insight-give-take", [.exchangesGiven, .exchangesTaken]),
  ]

  var routes: [PageRoute] {
    [get("/insight", .member, show), get("/insight/mine", .member, mine)]
  }

  private func show(_ call: PageCall) async throws -> PageReply {
    let month = call.parameters.filled("month")
    let months = try await call.ask("\(Self.start)/months").array ?? []
    let names = PictureWords.words(for: call.words.language)
    var pictures: [JSON] = []
    if let map = try await picture("map", "insight-map", [:], call) { pictures.append(map) }
    if !months.isEmpty { pictures += try await counted(month, call) }
    let content: JSONObject = [
      "pictures": .array(pictures),
      "silo": months.isEmpty ? .null : try await silo(month, call),
      "months": .array(
        months.map { entry in
          let text = entry["month"]?.string ?? ""
          return [
            "name": .string(Month(text).map(names.name(of:)) ?? text),
            "address": .string("/insight?month=\(FormText.encode(text))"),
            "is_current": .bool(text == month ?? months.first?["month"]?.string),
          ]
        }
      ),
      "is_empty": .bool(months.isEmpty),
    ]
    return .page(
      ShownPage(
        template: "insight",
        title: call.words.text("place-insight"),
        content: content,
        place: "insight"
      )
    )
  }

  /// What is drawn of months that are counted.
  private func counted(_ month: String?, _ call: PageCall) async throws -> [JSON] {
    var pictures: [JSON] = []
    let chosen = month.map { ["month": $0] } ?? [:]
    for (name, heading) in [("exchange", "insight-exchange"), ("valves", "insight-valves")] {
      if let drawn = try await picture(name, heading, chosen, call) { pictures.append(drawn) }
    }
    for part in Self.series {
      let names = FormValue.list(part.names.map { .string($0.rawValue) })
      if let drawn = try await picture("indicators", part.heading, [:], call, ["name": names]) {
        pictures.append(drawn)
      }
    }
    if let drawn = try await picture("coverage", "insight-coverage", [:], call) {
      pictures.append(drawn)
    }
    return pictures
  }

  /// How far the organisations of a territory keep to themselves, as tables.
  private func silo(_ month: String?, _ call: PageCall) async throws -> JSON {
    var fields = month.map { ["month": $0] } ?? [:]
    let exchange = try await call.ask("\(Self.start)/exchange", fields)
    fields["territory"] = call.parameters.filled("territory")
    let told = try await call.ask("\(Self.start)/silo", fields)
    let shown = ShownSilo(told, balance: exchange["balance"] ?? .null, call.words)
    let known = try await call.ask("/api/maillage/v1/territories").array ?? []
    let choices = known.map { territory -> JSON in
      let id = territory["id"]?.string ?? ""
      let query = [("territory", id)] + (month.map { [("month", $0)] } ?? [])
      return [
        "name": territory["name"] ?? "", "address": .string("/insight?\(FormText.encode(query))"),
        "is_current": .bool(id == told["territory"]?["id"]?.string),
      ]
    }
    return shown.json(choices: known.count > 1 ? choices : [])
  }

  /// A picture with its table; nothing where nothing is counted yet.
  private func picture(
    _ name: String,
    _ heading: String,
    _ fields: [String: String],
    _ call: PageCall,
    _ more: [String: FormValue] = [:]
  ) async throws -> JSON? {
    var value = fields.mapValues(FormValue.string).merging(more) { _, new in new }
    value["language"] = .string(call.words.language)
    let drawn: JSON
    do {
      drawn = try await call.reply("\(Self.start)/pictures/\(name)", .object(value)).json
    } catch Refusal.absent {
      return nil
    }
    return [
      "heading": .string(call.words.text(heading)), "svg": drawn["svg"] ?? "",
      "caption": drawn["caption"] ?? "", "columns": drawn["columns"] ?? [],
      "rows": .array((drawn["rows"]?.array ?? []).map { ["cells": $0] }),
    ]
  }

  private func mine(_ call: PageCall) async throws -> PageReply {
    let told = try await call.ask("\(Self.start)/mine")
    let origin = call.client.services.addresses.origin.authority
    let organisations = (told["organisations"]?.array ?? []).map { entry -> JSON in
      let host = entry["host"]?.string ?? ""
      return ["host": .string(host.isEmpty ? origin : host), "people": entry["people"] ?? 0]
    }
    return .page(
      ShownPage(
        template: "insight-mine",
        title: call.words.text("insight-mine"),
        content: [
          "people": told["people"] ?? 0, "organisations": .array(organisations),
          "has_organisations": .bool(!organisations.isEmpty), "given": told["given"] ?? 0,
          "taken": told["taken"] ?? 0, "bridges": told["bridges"] ?? 0,
        ],
        place: "insight"
      )
    )
  }
}
