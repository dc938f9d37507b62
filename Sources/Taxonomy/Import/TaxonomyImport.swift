import Model

/// Collects the skills of several files, in several languages, into one taxonomy.
///
/// Files may come in any order. What came first keeps its label: the starter set's own words stay,
/// and ESCO's become alternatives that are found too.
package struct TaxonomyImport: Sendable {
  private var skills: [SkillID: Skill] = [:]
  private var order: [SkillID] = []
  private var relations: [SkillID: [SkillID]] = [:]

  package init() {}

  /// Takes one file, and says which it was.
  ///
  /// - Parameters:
  ///   - bytes: The file as it was downloaded, in UTF-8, of at most 64 MB.
  ///   - name: The name of the file; ESCO's end in their language.
  ///   - language: The language of ESCO's labels where the name does not say it.
  /// - Throws: `TaxonomyError`; nothing of the file is taken then.
  /// - Returns: The kind of file that its header shows.
  @discardableResult
  package mutating func add(
    _ bytes: [UInt8],
    named name: String,
    in language: String? = nil
  ) throws(TaxonomyError) -> TaxonomyFile {
    let table = try CSVTable(bytes, named: name)
    guard let file = TaxonomyFile.recognised(by: table.header) else {
      let names = table.header.prefix(12).map { String($0.prefix(40)) }
      throw TaxonomyError(file: name, line: 1, problem: .unknownHeader(names))
    }
    switch file {
    case .escoConcepts:
      guard let language = language ?? Self.language(of: name) else {
        throw TaxonomyError(file: name, line: nil, problem: .unknownLanguage)
      }
      add(try EscoCSV.concepts(in: table, language: language))
    case .escoRelations: relate(try EscoCSV.relations(in: table))
    case .romeCompetences: add(try RomeCSV.competences(in: table))
    case .romeKnowledge: add(try RomeCSV.knowledge(in: table))
    }
    return file
  }

  /// Takes skills that are there already, such as the starter set.
  package mutating func add(_ more: [Skill]) {
    for skill in more {
      if skills[skill.id] == nil { order.append(skill.id) }
      var known = skills[skill.id] ?? Skill(id: skill.id, labels: [:])
      known.take(skill)
      skills[skill.id] = known
    }
  }

  /// All skills, in the order that they came in; broader ones only as far as they are among them.
  package var all: [Skill] {
    order.compactMap { id in
      guard var skill = skills[id] else { return nil }
      var seen: Set<SkillID> = [id]
      skill.broader = (skill.broader + (relations[id] ?? []))
        .filter { skills[$0] != nil && seen.insert($0).inserted }
      return skill
    }
  }

  /// How many relations were read, and how many of them name a skill that is not among all: those are left
  /// out.
  package var relationCounts: (read: Int, dangling: Int) {
    var (read, dangling) = (0, 0)
    for (skill, broader) in relations {
      read += broader.count
      dangling +=
        skills[skill] == nil ? broader.count : broader.filter { skills[$0] == nil }.count
    }
    return (read, dangling)
  }

  private mutating func relate(_ more: [(skill: SkillID, broader: SkillID)]) {
    for relation in more { relations[relation.skill, default: []].append(relation.broader) }
  }

  /// `skills_fr.csv` is in `fr`.
  private static func language(of name: String) -> String? {
    guard let stem = name.split(separator: ".").first, stem.contains("_"),
      let language = stem.split(separator: "_").last, language.utf8.count == 2,
      language.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
    else { return nil }
    return String(language)
  }
}

extension Skill {
  /// Takes what another description of the same skill says.
  fileprivate mutating func take(_ other: Skill) {
    for (language, label) in other.labels {
      if labels[language] == nil { labels[language] = label }
      add([label], in: language)
    }
    for (language, more) in other.alternatives { add(more, in: language) }
    broader += other.broader
    sameAs += other.sameAs.filter { !sameAs.contains($0) }
  }

  private mutating func add(_ more: [String], in language: String) {
    var known = Set(alternatives[language] ?? [])
    known.insert(labels[language] ?? "")
    let fresh = more.filter { known.insert($0).inserted }
    let room = max(0, TaxonomyLabel.mostAlternatives - (alternatives[language]?.count ?? 0))
    if !fresh.isEmpty { alternatives[language, default: []] += fresh.prefix(room) }
  }
}
