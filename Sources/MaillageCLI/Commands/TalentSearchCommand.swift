import ActivityStreams
import ArgumentParser
import Federation
import Foundation
import Model
import Node

/// `maillage talent search SKILL…`.
struct TalentSearchCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find people by skills, place and time.",
    discussion: """
      It looks at what this node holds: its own members' skills, and those that peers share. Nothing \
      is asked of anybody, and nobody learns that it was searched. A skill is its name or its URI, \
      with a level from 1 to 4 behind a colon if it matters.

      Example: maillage talent search soudure:3 "montage de charpente" --near Nantes --within 30
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions
  @OptionGroup var filter: TalentFilterOptions

  @Argument(help: "Skills.")
  var skills: [String]

  @Flag(help: "Find those who want to learn them.")
  var toLearn = false

  @Option(help: "How many people, up to 100.")
  var limit = 20

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let names = SkillWords(services: node.services)
    var wished: [TalentWish.Skill] = []
    for text in skills {
      var skill = try await names.wish(text, in: words.language.rawValue)
      skill.isToLearn = toLearn
      wished.append(skill)
    }
    var wish = try TalentWish(skills: wished)
    try filter.apply(to: &wish)
    let found = try await TalentSearch(services: node.services)
      .find(wish, limit: max(1, min(limit, 100)))
    let catalog = try await names.catalog()
    let people = found.map { FoundTalentShape($0, catalog, words.language.rawValue) }
    let shown = people.map(\.shown).joined(separator: "\n\n")
    return try Report(people.isEmpty ? "Nobody was found." : shown, people)
  }
}

/// `maillage talent show PERSON`.
struct TalentShowCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what somebody who lets themselves be found says of their talents.",
    discussion: """
      What this node's members may see: the widest entry that is held here, and what others say of them \
      as far as it is held here and for everyone (`talent endorsements` asks their node). Of an address \
      that is not known here its node is asked once.

      Example: maillage talent show @lea@fabrique.example
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "A URI, an address, or a member's name.")
  var person: String

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    var actor = try await node.knownActor(at: person)
    // A URI is looked for as it is: the directory has people whom this node never met.
    if actor == nil, AS.IRI(person) == nil { actor = try await node.actor(at: person) }
    let search = TalentSearch(services: node.services)
    guard let found = try await search.entry(of: actor?.uri ?? person) else {
      throw NotFound("\(person) is in no directory that is held here.")
    }
    var said: [TestimonialReading.Shown] = []
    if let actor {
      said = try await TestimonialReading(services: node.services).about(actor, for: .anyone)
    }
    let catalog = try await SkillWords(services: node.services).catalog()
    let shape = ShownTalentShape(
      entry: TalentEntryShape(found, catalog, words.language.rawValue),
      said: try await node.shape(said, in: words.language.rawValue)
    )
    return try Report(shape.shown, shape)
  }
}

/// `maillage talent sync`.
struct TalentSyncCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Compare directories of talents with all peers that share them, now.",
    discussion: "Example: maillage talent sync"
  )

  @OptionGroup var options: GlobalOptions

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let results = try await TalentWorker.compare(node.services)
    var table = Table("PEER", "GIVEN", "TAKEN", "EQUAL")
    for result in results {
      table.add(
        result.host,
        "\(result.sent)",
        "\(result.received)",
        result.problem ?? (result.isEqual ? "yes" : "not yet")
      )
    }
    return try Report(table.text(ifEmpty: "No peer shares talents with this node."), results)
  }
}
