import ArgumentParser
import Federation
import Foundation
import Model
import Node
import StrictJSON

/// `maillage territory propose amend`.
struct TerritoryAmendCommand: ProposingCommand {
  static let configuration = CommandConfiguration(
    commandName: "amend",
    abstract: "Propose other terms: text, clauses or rules.",
    discussion: """
      What is not named stays as it is. The members of the nodes accept the new terms when they \
      hold.

      Example: maillage territory propose amend --text fr=charte.md --clause retention-days=30 \
      --reason "shorter retention"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions
  @OptionGroup var stating: StatingOptions
  @OptionGroup var terms: TermsOptions

  @Option(parsing: .upToNextOption, help: "With --electors stewards: their hosts.")
  var steward: [String] = []

  func validate() throws {
    try requireReason()
    guard (terms.electors == .stewards) == !steward.isEmpty else {
      throw ValidationError("--electors stewards and --steward HOST… go together.")
    }
  }

  func gather() throws -> [UInt8]? { try terms.gather() }

  func wish(in holding: TerritoryRegistry.Holding, _ node: OpenNode, _ call: Call) throws -> Wish {
    let current = holding.state.terms
    let texts = try terms.texts(in: call.input)
    var rules = terms.rules(changing: current.rules)
    if terms.electors == .stewards {
      let stewards = try steward.map { try holding.member(named: $0, on: node) }
      rules.electors = .stewards(Set(stewards).sorted())
    }
    let amended = Terms.document(
      text: current.text.merging(texts) { $1 },
      clauses: try terms.clauses(changing: current.clauses),
      rules: rules
    )
    var document = holding.termsDocument() ?? amended
    for key in ["text", "clauses", "rules"] { document[key] = amended[key] }
    let proposed = try Terms(json: .object(document))
    guard proposed.digest != current.digest else {
      throw Refusal.conflict("These are the terms that hold already.")
    }
    var wish = Wish(.amend(proposed, base: current.digest), terms: document)
    wish.details.add("texts", texts.keys.sorted().joined(separator: ", "))
    wish.details.add("terms then", proposed.facts { holding.host(of: $0) }.shown)
    return wish
  }
}
