import Federation
import Foundation
import Insight
import Model
import Storage
import StrictJSON

/// What the node's months and those of its territory say, and how a member is tied to others.
struct InsightRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:accounts"))
  private static let seen = ClientRoute.Access.member(.named("read:statuses"))
  private static let start = "/api/maillage/v1/insight"

  var routes: [ClientRoute] {
    [
      get("\(Self.start)/months", Self.read, months).described("[InsightMonth]"),
      get("\(Self.start)/silo", Self.read, silo)
        .described("InsightSilo", takes: "month string, territory string"),
      get("\(Self.start)/exchange", Self.read, exchange)
        .described("InsightExchange", takes: "month string"),
      get("\(Self.start)/indicators", Self.read, indicators)
        .described("InsightIndicators", takes: Self.series),
      get("\(Self.start)/mine", Self.read, mine).described("InsightMine"),
      get("\(Self.start)/valves", Self.read, valves)
        .described("[InsightValves]", takes: "month string"),
      get("\(Self.start)/map", Self.seen, map).described("[InsightMark]"),
      get("\(Self.start)/pictures/map", Self.seen, mapPicture)
        .described("InsightPicture", takes: "language string"),
      get("\(Self.start)/pictures/exchange", Self.read, exchangePicture)
        .described("InsightPicture", takes: "month string, language string"),
      get("\(Self.start)/pictures/valves", Self.read, valvePicture)
        .described("InsightPicture", takes: "month string, language string"),
      get("\(Self.start)/pictures/coverage", Self.read, coveragePicture)
        .described("InsightPicture", takes: "months integer, language string"),
      get("\(Self.start)/pictures/indicators", Self.read, seriesPicture)
        .described("InsightPicture", takes: Self.seriesPictures),
    ]
  }

  private static let series: StaticString =
    "name [string], host string, with string, months integer"
  private static let seriesPictures: StaticString =
    "name [string], host string, with string, months integer, form string, language string"

  private var reading: InsightReading { InsightReading(services: client.services) }

  private func pictures(_ call: ClientCall) -> InsightPictures {
    let wished = call.parameters.filled("language") ?? client.services.settings.language
    return InsightPictures(services: client.services, language: wished)
  }

  /// For what is told without words.
  private var wordless: InsightPictures {
    InsightPictures(services: client.services, language: client.services.settings.language)
  }

  private func month(_ call: ClientCall) async throws -> Month {
    try await reading.month(call.parameters.filled("month"))
  }

  // MARK: Figures

  private func months(_ call: ClientCall) async throws -> ClientReply {
    let months = try await reading.months()
    return ClientReply(.array(months.map { ["month": .string($0.description)] }))
  }

  private func silo(_ call: ClientCall) async throws -> ClientReply {
    let territory = call.parameters.filled("territory")
    return try Self.reply(try await reading.silo(try await month(call), of: territory))
  }

  private func exchange(_ call: ClientCall) async throws -> ClientReply {
    try Self.reply(try await reading.exchange(try await month(call)))
  }

  /// Figures over the months, with what part of the staff they are.
  private struct Indicators: Encodable {
    let series: [InsightReading.Series]
    let coverage: InsightReading.Coverage?
  }

  private func indicators(_ call: ClientCall) async throws -> ClientReply {
    let months = call.parameters.number("months") ?? 12
    return try Self.reply(
      Indicators(
        series: try await reading.indicators(
          try names(call),
          of: call.parameters.filled("host"),
          with: call.parameters.filled("with"),
          months: months
        ),
        coverage: try await reading.coverage(months: months)
      )
    )
  }

  private func names(_ call: ClientCall) throws(Refusal) -> [IndicatorName] {
    try call.parameters.texts("name").map { (word) throws(Refusal) in
      guard let name = IndicatorName(rawValue: word) else {
        throw .malformed("‘\(word.prefix(40))’ is no indicator.")
      }
      return name
    }
  }

  /// Nobody but the member gets this: there is no parameter that names somebody.
  private func mine(_ call: ClientCall) async throws -> ClientReply {
    try Self.reply(try await PersonalInsight(of: try call.member, client.services))
  }

  private func valves(_ call: ClientCall) async throws -> ClientReply {
    let rows = try await wordless.valves(try await month(call))
    return ClientReply(
      .array(
        rows.map { row in
          let states = Scope.allCases.map { scope in
            (scope.rawValue, JSON.string((row.states[scope] ?? .unknown).rawValue))
          }
          return ["name": .string(row.name), "states": .object(JSONObject(states))]
        }
      )
    )
  }

  private func map(_ call: ClientCall) async throws -> ClientReply {
    let marks = try await wordless.marks(for: .member(try call.member))
    return try Self.reply(marks)
  }

  // MARK: Pictures

  private func mapPicture(_ call: ClientCall) async throws -> ClientReply {
    Self.reply(try await pictures(call).map(for: .member(try call.member)))
  }

  private func exchangePicture(_ call: ClientCall) async throws -> ClientReply {
    Self.reply(try await pictures(call).exchange(try await month(call)))
  }

  private func valvePicture(_ call: ClientCall) async throws -> ClientReply {
    Self.reply(try await pictures(call).valves(try await month(call), id: "valves"))
  }

  private func seriesPicture(_ call: ClientCall) async throws -> ClientReply {
    let form = call.parameters.filled("form") ?? "lines"
    guard let form = SeriesPicture.Form(rawValue: form) else {
      throw Refusal.malformed("A form is lines or bars.")
    }
    let names = try names(call)
    return Self.reply(
      try await pictures(call).indicators(
        names,
        of: call.parameters.filled("host"),
        with: call.parameters.filled("with"),
        months: call.parameters.number("months") ?? 12,
        as: form,
        // Several may stand on one page.
        id: (["series"] + names.map(\.rawValue)).joined(separator: "-")
      )
    )
  }

  /// Not there where the admin did not say how many people work in the organisation.
  private func coveragePicture(_ call: ClientCall) async throws -> ClientReply {
    let months = call.parameters.number("months") ?? 12
    guard let picture = try await pictures(call).coverage(months: months) else {
      throw Refusal.absent
    }
    return Self.reply(picture)
  }

  private static func reply(_ picture: DrawnPicture) -> ClientReply {
    ClientReply([
      "svg": .string(picture.svg), "caption": .string(picture.table.caption),
      "columns": .array(picture.table.columns.map(JSON.string)),
      "rows": .array(picture.table.rows.map { .array($0.map(JSON.string)) }),
    ])
  }

  private static func reply(_ value: some Encodable) throws -> ClientReply {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ClientReply(bytes: [UInt8](try encoder.encode(value)))
  }
}
