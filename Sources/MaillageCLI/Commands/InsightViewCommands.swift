import ArgumentParser
import Federation
import Foundation
import Insight
import Model
import Node
import Storage

/// `maillage insight valves`.
struct InsightValvesCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "valves",
    abstract: "Show what is closed by will beside what is silent by habit, peer by peer.",
    discussion: "Example: maillage insight valves --svg"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var picture: PictureOptions

  @Option(help: "The month, as 2026-05; else the last that was counted.")
  var month: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let month = try await InsightReading(services: node.services).month(month)
    let pictures = InsightPictures(services: node.services, language: picture.language.rawValue)
    return try picture.report(try await pictures.valves(month, id: "valves"))
  }
}

/// `maillage insight map`.
struct InsightMapCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Show where organisations, open needs and coming events are.",
    discussion: "Example: maillage insight map --as lea --svg"
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var picture: PictureOptions

  @Option(name: .customLong("as"), help: "Look with the eyes of this member; else: what is public.")
  var reader: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    var asker = Reader.anyone
    if let reader { asker = .member(try await node.member(named: reader).actorID) }
    let pictures = InsightPictures(services: node.services, language: picture.language.rawValue)
    return try picture.report(try await pictures.map(for: asker))
  }
}

/// `maillage insight mine NAME`.
struct InsightMineCommand: OwnTalentCommand {
  static let configuration = CommandConfiguration(
    commandName: "mine",
    abstract: "Show a member how it is tied to others; its password is asked for.",
    discussion: """
      It is computed for the member from the last twelve months and kept nowhere.

      Example: maillage insight mine lea
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var own: OwnOptions

  @Argument(help: "The member.")
  var name: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let member = try await member(on: node, call)
    let mine = try await PersonalInsight(of: member.actorID, node.services)
    func shown(_ value: Double?) -> String {
      value.map { PictureWords.english.number($0, decimals: 3) } ?? "–"
    }
    var table = Table("ORGANISATION", "PEOPLE", "STRENGTH")
    for one in mine.organisations {
      let host = one.host.isEmpty ? node.services.addresses.origin.authority : one.host
      table.add(host, "\(one.people)", shown(one.strength))
    }
    let lines = [
      "people          \(mine.people)", "given, taken    \(mine.given), \(mine.taken)",
      "E-I index       \(shown(mine.index))", "participation   \(shown(mine.participation))",
      "constraint      \(shown(mine.constraint))",
      "effective size  \(shown(mine.effectiveSize))", "bridges         \(shown(mine.bridges))", "",
      table.text(ifEmpty: "Nobody in the last twelve months."),
    ]
    return try Report(lines.joined(separator: "\n"), mine)
  }
}

/// `maillage insight sync`.
struct InsightSyncCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Count what is over, and exchange reports with every peer that shares indicators.",
    discussion: "Example: maillage insight sync"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let outcomes = try await IndicatorWorker.exchange(node.services)
    var table = Table("PEER", "SENT", "RECEIVED", "PROBLEM")
    for one in outcomes {
      table.add(one.host, "\(one.sent)", "\(one.received)", one.problem ?? "")
    }
    return try Report(table.text(ifEmpty: "No peer shares indicators."), outcomes)
  }
}
