import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage talent compose SKILL…`.
struct TalentComposeCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "compose",
    abstract: "Compose teams that together have a set of skills.",
    discussion: """
      The smallest teams, of several organisations where that can be; each with its reasons. What \
      nobody has is named, with who comes nearest. Nothing is asked of anybody yet.

      Example: maillage talent compose soudure:3 "conduite de projet" C++ --near Nantes --organisations 3
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var filter: TalentFilterOptions

  @Argument(help: "Up to 12 skills, each with a least level behind a colon if it matters.")
  var skills: [String]

  @Option(help: "How many organisations a team joins at least.")
  var organisations = 2

  @Option(help: "How many teams are proposed, 3 to 5.")
  var alternatives = 3

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let names = SkillWords(services: node.services)
    let language = words.language.rawValue
    var wished: [TalentWish.Skill] = []
    for text in skills { wished.append(try await names.wish(text, in: language)) }
    var wish = try TalentWish(skills: wished)
    try filter.apply(to: &wish)
    let composition = try await TeamComposer(services: node.services).compose(
      wish,
      TeamComposer.Shape(minimumOrganisations: organisations, alternatives: alternatives)
    )
    let shape = CompositionShape(composition, try await names.catalog(), language)
    return try Report(shape.shown, shape)
  }
}
