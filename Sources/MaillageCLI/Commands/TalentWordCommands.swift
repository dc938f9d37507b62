import ArgumentParser
import Federation
import Foundation
import Insight
import Model
import Node
import Storage
import Taxonomy

/// `maillage talent skills TEXT`.
struct TalentSkillsCommand: NodeCommand {
  static let configuration = CommandConfiguration(
    commandName: "skills",
    abstract: "Find the skills that some words may mean.",
    discussion: """
      Without words it says how many skills this node knows, and from where.

      Example: maillage talent skills "c++"
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var words: WordOptions

  @Argument(help: "Words.")
  var text: String?

  @Option(help: "How many, up to 100.")
  var limit = 10

  func execute(on node: OpenNode, _ call: Call) async throws -> Report {
    let catalog = try await SkillWords(services: node.services).catalog()
    guard let text else { return try await counts(on: node) }
    let hits = catalog.index.find(text, in: words.language.rawValue, limit: limit)
    let shapes = hits.map { hit in
      Shape(
        id: hit.skill.description,
        label: catalog.label(of: hit.skill, in: words.language.rawValue),
        found: hit.label,
        how: "\(hit.finding)"
      )
    }
    var table = Table("SKILL", "FOUND AS", "HOW", "URI")
    for shape in shapes { table.add(shape.label, shape.found, shape.how, shape.id) }
    return try Report(table.text(ifEmpty: "No skill is called so."), shapes)
  }

  private func counts(on node: OpenNode) async throws -> Report {
    let counts = try await node.database.read { try $0.skills.counts() }
    var table = Table("FROM", "SKILLS")
    for source in SkillStore.Source.allCases {
      table.add(source.rawValue, "\(counts[source] ?? 0)")
    }
    let named = counts.map { ($0.key.rawValue, $0.value) }
    return try Report(
      table.text(ifEmpty: ""),
      Dictionary(uniqueKeysWithValues: named)
    )
  }

  private struct Shape: Encodable {
    let id: String
    let label: String
    let found: String
    let how: String
  }
}

/// `maillage talent import-taxonomy FILE`.
struct TalentImportTaxonomyCommand: ChangingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-taxonomy",
    abstract: "Read skills from an official file of ESCO or ROME.",
    discussion: """
      ESCO: skills_fr.csv, skillGroups_fr.csv, broaderRelationsSkillPillar.csv and other languages. \
      ROME 4.0: unix_referentiel_competence… and unix_referentiel_savoir…. What the file is, its \
      first line says; one after the other, in any order but relations last. Relations that name skills \
      which are not here yet are refused, with what to read first; --partial leaves those out.

      Example: maillage talent import-taxonomy skills_fr.csv
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var changing: ChangeOptions

  @Argument(help: "The file; - is standard input.")
  var file: String

  @Option(
    name: .customLong("labels"),
    help: "The language of the labels, if the file's name does not say it."
  )
  var language: WordOptions.Language?

  @Flag(help: "Leave out relations between skills that are not here.")
  var partial = false

  func gather() throws -> [UInt8]? { try InputFile.read(file) }

  func plan(on node: OpenNode, _ call: Call) async throws -> Change {
    // The set that ships with the program is there first: its words stay.
    _ = try await SkillWords(services: node.services).catalog()
    let known = try await node.database.read { try $0.skills.all() }
    let (kind, skills) = try read(call.input ?? [], known: known.values.map(\.self))
    let name = URL(fileURLWithPath: file).lastPathComponent
    return Change(of: name, "put in \(skills.count) skills of \(name)") {
      let source: SkillStore.Source =
        kind == .romeCompetences || kind == .romeKnowledge ? .rome : .esco
      try await SkillWords(services: node.services).put(skills, from: source)
      return try Report(
        "\(skills.count) skills of \(name) are in.",
        Shape(file: name, kind: "\(kind)", skills: skills.count)
      )
    }
  }

  /// What a file says, beside what is known already: only what it adds or changes.
  private func read(
    _ bytes: [UInt8],
    known: [Skill]
  ) throws -> (TaxonomyFile, [Skill]) {
    var taxonomy = TaxonomyImport()
    taxonomy.add(known)
    do {
      let kind = try taxonomy.add(
        bytes,
        named: URL(fileURLWithPath: file).lastPathComponent,
        in: language?.rawValue
      )
      let (read, dangling) = taxonomy.relationCounts
      guard dangling == 0 || partial else {
        throw Refusal.conflict(
          """
          \(dangling) of \(read) relations name skills that are not here yet: import skills_….csv and \
          skillGroups_….csv first, then this file; or say --partial to leave those out.
          """
        )
      }
      let before = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      return (kind, taxonomy.all.filter { before[$0.id] != $0 })
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal.malformed("\(error)")
    }
  }

  private struct Shape: Encodable {
    let file: String
    let kind: String
    let skills: Int
  }
}
