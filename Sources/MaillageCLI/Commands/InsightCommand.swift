import ArgumentParser
import Federation
import Foundation
import Insight
import Model
import Node
import Storage

/// `maillage insight`: what months say.
struct InsightCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "insight",
    abstract: "What months say of the exchange between organisations; thresholds applied.",
    discussion: """
      A month is counted once, three days after its end. Pictures are printed as SVG with --svg.

      Example: maillage insight silo
      """,
    subcommands: [
      InsightSiloCommand.self, InsightExchangeCommand.self, InsightIndicatorsCommand.self,
      InsightValvesCommand.self, InsightMapCommand.self, InsightMineCommand.self,
      InsightSyncCommand.self,
    ]
  )
}

/// How a picture is wished for.
struct PictureOptions: ParsableArguments {
  @Flag(help: "Print the picture as SVG.")
  var svg = false

  @Option(help: "The language of the picture: fr or en.")
  var language = WordOptions.Language.fr

  /// The picture, or its table.
  func report(_ picture: DrawnPicture) throws -> Report {
    try Report(svg ? picture.svg : picture.table.shown, Shape(picture))
  }

  private struct Shape: Encodable {
    let svg: String
    let columns: [String]
    let rows: [[String]]

    init(_ picture: DrawnPicture) {
      (svg, columns, rows) = (picture.svg, picture.table.columns, picture.table.rows)
    }
  }
}

extension DataTable {
  /// The rows for people.
  var shown: String {
    guard !rows.isEmpty else { return "\(caption): –" }
    return ([columns] + rows).map { $0.joined(separator: "\t") }.joined(separator: "\n")
  }
}

extension DisclosedFigure {
  /// The figure for people.
  var shown: String { PictureWords.english.text(of: self) }
}

/// `maillage insight silo`.
struct InsightSiloCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "silo",
    abstract: "Show how far a territory's organisations keep to themselves, against chance.",
    discussion: """
      Of a node that is in no territory, all organisations that it knows are measured.

      Example: maillage insight silo --month 2026-05
      """
  )

  @OptionGroup var options: GlobalOptions

  @Option(help: "Which territory, where the node belongs to several; else the first.")
  var territory: String?

  @Option(help: "The month, as 2026-05; else the last that was counted.")
  var month: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let reading = InsightReading(services: node.services)
    let silo = try await reading.silo(try await reading.month(month), of: territory)
    let place = silo.territory.map { " in \($0.name)" } ?? ""
    var lines = [
      "\(silo.month)\(place): \(silo.counted) of \(silo.organisations) organisations",
      "silo index      \(silo.silo.shown)",
      "E-I index       \(silo.index.shown) (chance: \(silo.expected.shown))",
    ]
    for (name, groups) in [("kinds", silo.byKind), ("places", silo.byPlace)] {
      guard let groups else { continue }
      let chance = groups.chance.map { "; as sealed by chance: \($0)" } ?? ""
      lines.append(
        "between \(name)   E-I \(groups.index.shown) (chance: \(groups.expected.shown))\(chance)"
      )
    }
    var table = Table("ORGANISATION", "E-I", "BETWEENNESS", "CONSTRAINT")
    for one in silo.positions {
      table.add(one.name, one.index.shown, one.betweenness.shown, one.constraint.shown)
    }
    lines += ["", table.text(ifEmpty: "Nobody has said anything of this month.")]
    return try Report(lines.joined(separator: "\n"), silo)
  }
}

/// `maillage insight exchange`.
struct InsightExchangeCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "exchange",
    abstract: "Show who exchanges with whom, who no longer does, and what was given and taken.",
    discussion: "Example: maillage insight exchange --svg"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var picture: PictureOptions

  @Option(help: "The month, as 2026-05; else the last that was counted.")
  var month: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let reading = InsightReading(services: node.services)
    let month = try await reading.month(month)
    let found = try await reading.exchange(month)
    if picture.svg {
      let pictures = InsightPictures(
        services: node.services,
        language: picture.language.rawValue
      )
      return try Report(try await pictures.exchange(month).svg, found)
    }
    var table = Table("BETWEEN", "AND", "STATE", "EXCHANGES")
    for pair in found.pairs {
      table.add(pair.one, pair.other, pair.state.rawValue, pair.amount.shown)
    }
    let head = """
      \(month): given \(found.given.shown), taken \(found.taken.shown), \
      balance \(found.balance.shown)
      """
    return try Report(
      head + "\n\n" + table.text(ifEmpty: "Nothing is known of any two organisations."),
      found
    )
  }
}

/// `maillage insight indicators [NAME …]`.
struct InsightIndicatorsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "indicators",
    abstract: "Show figures over the months: of this node, or of a peer that shares them.",
    discussion: """
      Example: maillage insight indicators exchangesGiven exchangesTaken --months 24 --svg
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var picture: PictureOptions

  @Argument(help: "Which, by name; else all that are not about one peer.")
  var names: [String] = []

  @Option(help: "Whose: the host of a peer; else this node's.")
  var host: String?

  @Option(help: "With whom: a host; else all together.")
  var with: String?

  @Option(help: "How many months back.")
  var months = 12

  @Flag(help: "Draw bars, not lines.")
  var bars = false

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let wanted = try names.map { word in
      guard let name = IndicatorName(rawValue: word) else {
        let known = IndicatorName.allCases.map(\.rawValue).joined(separator: ", ")
        throw Refusal.malformed("‘\(word)’ is no indicator; there are \(known).")
      }
      return name
    }
    if picture.svg {
      let drawn = try await InsightPictures(
        services: node.services,
        language: picture.language.rawValue
      ).indicators(wanted, of: host, with: with, months: months, as: bars ? .bars : .lines)
      return try picture.report(drawn)
    }
    let reading = InsightReading(services: node.services)
    let found = try await reading.indicators(wanted, of: host, with: with, months: months)
    var table = Table("MONTH", "INDICATOR", "VALUE", "PEOPLE")
    for series in found {
      for figure in series.figures {
        let people = figure.people.map { "≥ \($0)" } ?? ""
        table.add(figure.month.description, series.name.rawValue, figure.shown, people)
      }
    }
    let shape = Shape(series: found, coverage: try await reading.coverage(months: months))
    for figure in shape.coverage?.accounts ?? [] {
      table.add(figure.month.description, "coverage", figure.shown, "")
    }
    return try Report(table.text(ifEmpty: "No month was counted yet."), shape)
  }

  private struct Shape: Encodable {
    let series: [InsightReading.Series]
    let coverage: InsightReading.Coverage?
  }
}
