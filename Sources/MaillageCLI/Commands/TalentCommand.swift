import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage talent`: skills, who has them, and teams of several organisations.
struct TalentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "talent",
    abstract: "Skills of people: find them, compose teams; nobody is listed who did not ask to be.",
    discussion: "Example: maillage talent search soudure --near Nantes",
    subcommands: [
      TalentSearchCommand.self, TalentComposeCommand.self, TalentShowCommand.self,
      TalentSkillsCommand.self, TalentAddCommand.self, TalentRemoveCommand.self,
      TalentPlaceCommand.self, TalentTimeCommand.self, TalentHelpCommand.self,
      TalentListCommand.self, TalentWithdrawCommand.self, TalentHoldersCommand.self,
      TalentMineCommand.self, TalentSyncCommand.self, TalentImportTaxonomyCommand.self,
      TalentEndorseCommand.self, TalentEndorsementsCommand.self, TalentExportCommand.self,
    ]
  )
}

extension TalentRing: ExpressibleByArgument {}
extension HelpKind: ExpressibleByArgument {}
extension Availability.Release: ExpressibleByArgument {}

/// In which language skills are named.
struct WordOptions: ParsableArguments {
  /// A language that skills have names in.
  enum Language: String, ExpressibleByArgument, CaseIterable { case fr, en }

  @Option(help: "The language of the names of skills.")
  var language = Language.fr
}

/// Where and when somebody is wanted.
struct TalentFilterOptions: ParsableArguments {
  @Option(help: "Around which commune: its name or INSEE code.")
  var near: String?

  @Option(help: "How far around it, in kilometres.")
  var within = 30.0

  @Option(help: "How many hours a month at least.")
  var hours: Int?

  @Option(help: "From when, as 2026-12-01.")
  var from: Day?

  @Option(help: "Until when.")
  var until: Day?

  @Option(name: .customLong("for"), help: "For which kind of help.")
  var help: HelpKind?

  func apply(to wish: inout TalentWish) throws {
    if let near {
      wish.near = try TalentWish.Nearness(
        commune: try Communes.named(near),
        kilometres: within
      )
    }
    wish.hours = hours
    wish.from = from
    wish.until = until
    wish.help = help
  }
}
