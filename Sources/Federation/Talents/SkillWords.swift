import Insight
import Model
import Storage

/// Turns what people type into skills, and skills into what people read.
package struct SkillWords: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// How many skills are offered where a text may mean several.
  private static let mostOffered = 6

  package func catalog() async throws -> SkillCatalog.Loaded {
    try await services.skillCatalog.current(from: services.database)
  }

  /// The skill that a text means: its URI, or a name that means one skill and no other.
  ///
  /// - Throws: `Refusal.malformed` that says what the text may mean.
  package func skill(_ text: String, in language: String) async throws -> SkillID {
    if let id = SkillID(text) { return id }
    let catalog = try await catalog()
    let hits = catalog.index.find(text, in: language, limit: Self.mostOffered)
    guard let first = hits.first else {
      throw Refusal.malformed(
        "No skill is called ‘\(text.prefix(100))’: look with `maillage talent skills`, or make one."
      )
    }
    let isSure = first.finding == .exact && (hits.count == 1 || hits[1].finding != .exact)
    guard isSure || hits.count == 1 else {
      // Several taxonomies name the same thing alike; the first is this program's own.
      if first.finding == .exact { return first.skill }
      let names = hits.map { "‘\(catalog.label(of: $0.skill, in: language))’" }
      throw Refusal.malformed(
        "‘\(text.prefix(100))’ may mean \(names.joined(separator: ", ")): write one of these."
      )
    }
    return first.skill
  }

  /// A skill with the least level behind a colon: `soudure:3`.
  package func wish(_ text: String, in language: String) async throws -> TalentWish.Skill {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 1, let last = parts.last, let number = Int(last), last.utf8.count == 1 {
      guard let level = SkillLevel(rawValue: number) else {
        throw Refusal.malformed("A level is 1, 2, 3 or 4.")
      }
      let name = parts.dropLast().joined(separator: ":")
      return TalentWish.Skill(id: try await skill(name, in: language), minimum: level)
    }
    return TalentWish.Skill(id: try await skill(text, in: language))
  }

  /// A new skill that no taxonomy has, in the name of this node.
  ///
  /// - Throws: `Refusal.malformed` for no name, `Refusal.conflict` for one that is there.
  package func make(_ name: String, in language: String) async throws -> SkillID {
    let label = VisibleText.clean(name).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let slug = PlainSpelling(label).words.joined(separator: "-")
    guard !slug.isEmpty, label.fits(100), ["fr", "en"].contains(language),
      let id = SkillID(services.addresses.origin.address("skills", slug).string)
    else { throw Refusal.malformed("A skill has a name of up to 100 characters.") }
    let catalog = try await catalog()
    if let known = catalog.index.find(label, in: language, limit: 1).first, known.finding == .exact
    {
      throw Refusal.conflict(
        "That skill is there: \(catalog.label(of: known.skill, in: language))."
      )
    }
    try await put([Skill(id: id, labels: [language: label])], from: .local)
    return id
  }

  /// Puts skills in, some hundreds in a transaction, so that nobody waits for long.
  package func put(_ skills: [Skill], from source: SkillStore.Source) async throws {
    for start in stride(from: 0, to: skills.count, by: 500) {
      let part = Array(skills[start..<min(start + 500, skills.count)])
      try await services.database.write { try $0.skills.put(part, from: source) }
    }
    // Relations lead across the parts.
    for start in stride(from: 0, to: skills.count, by: 2_000) where skills.count > 500 {
      let part = Array(skills[start..<min(start + 2_000, skills.count)])
      try await services.database.write { try $0.skills.relate(part) }
    }
    services.skillCatalog.forget()
  }
}
