import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage territory charter`.
struct TerritoryCharterCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "charter",
    abstract: "Show the terms that hold now, or note that a member of this node accepts them.",
    discussion: """
      Text, clauses and rules as the last vote left them. --accept notes that a member of this \
      node agrees to them; after an amendment it is asked again.

      Example: maillage territory charter --lang fr
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var option: TerritoryOption

  @Option(help: "The language of the text, else French, else English.")
  var lang = "fr"

  @Option(help: "A member of this node that accepts these terms.")
  var accept: String?

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    guard accept == nil else { return try await carryOut(on: node, call) }
    let holding = try node.territory(named: option.territory)
    let terms = holding.state.terms
    let (accepted, members) = try await node.database.read { tx in
      (try tx.acceptances.count(terms.digest, of: holding.id), try tx.members.count(in: .active))
    }
    let shape = Shape(holding, acceptedBy: accepted)
    let head = """
      \(Styled.strong(holding.charter.name)), version \(holding.state.version), \
      terms \(terms.digest.short)
      """
    let text = [
      head, terms.text(in: lang).trimmed, terms.facts { holding.host(of: $0) }.shown,
      "Accepted by \(accepted) of \(members) members of this node.",
    ]
    return try Report(text.joined(separator: "\n\n"), shape)
  }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    let holding = try node.territory(named: option.territory)
    let member = try await node.member(named: accept ?? "")
    let terms = holding.state.terms.digest
    return Change(of: member.name, "note that \(member.name) accepts the terms \(terms.short)") {
      try await TerritoryDesk(services: node.services).accept(holding.id, by: member.actorID)
      return try Report(
        "\(member.name) has accepted the terms of \(holding.charter.name).",
        ["member": member.name, "territory": holding.entry.localName, "terms": terms.text]
      )
    }
  }

  /// The terms as the command line prints them.
  private struct Shape: Encodable {
    let name: String
    let id: String
    let version: Int
    let terms: String
    let text: [String: String]
    let clauses: [String: String]
    let rules: RulesShape
    let acceptedBy: Int

    init(_ holding: TerritoryRegistry.Holding, acceptedBy: Int) {
      let terms = holding.state.terms
      name = holding.charter.name
      id = holding.id.text
      version = holding.state.version
      self.terms = terms.digest.text
      text = terms.text
      let pairs = terms.clauses.map { ($0.name, $0.value.shown) }
      clauses = Dictionary(pairs) { first, _ in first }
      rules = RulesShape(terms.rules) { holding.host(of: $0) }
      self.acceptedBy = acceptedBy
    }
  }
}

/// The rules of a territory as the command line prints them.
struct RulesShape: Encodable, Sendable {
  let endorsements: Int
  let exclude: String
  let amend: String
  let recover: String
  let suspend: Int
  let growthMinimum: Int
  let growthPercent: Int
  let window: Int
  let electors: String
  let stewards: [String]
  let admission: String
  let isMembershipPublic: Bool

  init(_ rules: Rules, names: (Digest) -> String) {
    endorsements = rules.endorsements
    exclude = "\(rules.exclude.numerator)/\(rules.exclude.denominator)"
    amend = "\(rules.amend.numerator)/\(rules.amend.denominator)"
    recover = "\(rules.recover.numerator)/\(rules.recover.denominator)"
    suspend = rules.suspend
    growthMinimum = rules.growthMinimum
    growthPercent = rules.growthPercent
    window = rules.window
    switch rules.electors {
    case .all: (electors, stewards) = ("all", [])
    case .stewards(let digests): (electors, stewards) = ("stewards", digests.map(names).sorted())
    }
    admission = rules.admission.rawValue
    isMembershipPublic = rules.isMembershipPublic
  }
}
