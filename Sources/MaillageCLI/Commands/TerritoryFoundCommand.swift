import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory found NAME`.
struct TerritoryFoundCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "found",
    abstract: "Found a territory, alone or with peers, by a charter.",
    discussion: """
      The others named by --with are asked and join by maillage territory join. Three founders \
      make a territory in which one can be outvoted.

      Example: maillage territory found "Grenoble" --text charte.md --with mairie.example \
      jardins.example --endorsements 2
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var terms: TermsOptions

  @Argument(help: "The name of the territory.")
  var name: String

  @Option(parsing: .upToNextOption, help: "Hosts of active peers that found it as well.")
  var with: [String] = []

  @Option(name: .customLong("as"), help: "Its name on this node: a–z, 0–9, - and _.")
  var localName: String?

  func validate() throws {
    guard !terms.text.isEmpty else {
      throw ValidationError("A territory needs a charter: --text FILE.md.")
    }
  }

  func gather() throws -> [UInt8]? { try terms.gather() }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let others = try with.map { try NodeName($0).authority }
    let plan = TerritoryDesk.Plan(
      name: name,
      localName: localName ?? Self.localName(like: name),
      others: others,
      text: try terms.texts(in: call.input),
      clauses: try terms.clauses(changing: []),
      rules: terms.rules(changing: Rules()),
      hasStewards: terms.electors == .stewards
    )
    var change = Change(of: plan.localName, "found \(name)") {
      try await found(plan, on: node)
    }
    change.details.add(
      "founders",
      ([node.configuration.origin.authority] + others).joined(separator: ", ")
    )
    change.details.add("languages", plan.text.keys.sorted().joined(separator: ", "))
    change.details.add("local name", plan.localName)
    let needed = plan.rules.endorsements
    if needed > others.count + 1 {
      change.details.add(
        "warning",
        "\(others.count + 1) founders cannot give \(needed) endorsements"
      )
    }
    return change
  }

  private func found(_ plan: TerritoryDesk.Plan, on node: OpenNode) async throws -> Report {
    let (id, untold) = try await TerritoryDesk(services: node.services).found(plan)
    await node.tellMembers()
    guard let holding = node.services.territories.holding(id) else { throw Refusal.absent }
    var text = "Founded \(plan.name): \(id.text)"
    let told = plan.others.filter { !untold.contains($0) }
    if !told.isEmpty {
      text += "\n\(told.joined(separator: ", ")): asked; there: maillage territory join"
    }
    if !untold.isEmpty {
      text += "\n\(untold.joined(separator: ", ")): not reached. Again: maillage territory invite"
    }
    return try Report(text, Shape(territory: TerritoryShape(holding), untold: untold))
  }

  private static func localName(like name: String) -> String {
    let plain = PlainSpelling(name).words.joined(separator: "-").filter {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
    }
    return plain.isEmpty ? "territory" : String(plain.prefix(40))
  }

  private struct Shape: Encodable {
    let territory: TerritoryShape
    let untold: [String]
  }
}
