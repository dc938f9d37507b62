import GRDB
import Model

/// The skills that this node has words for, from its own set, ESCO, ROME, its members, or others.
package struct SkillStore {
  let db: Database

  /// Where a skill came from.
  package enum Source: String, Sendable, CaseIterable {
    /// The set that ships with the program.
    case starter
    case esco, rome
    /// A member of this node needed it.
    case local
    /// Another node's directory has it.
    case seen
  }

  // MARK: Reading

  /// The number of a skill that is known here.
  package func number(of id: SkillID) throws -> Int64? {
    try db.first("SELECT id FROM skill WHERE uri = ?", [id.description]) { $0[0] }
  }

  /// A skill with all that is known of it.
  package func find(_ id: SkillID) throws -> Skill? {
    guard let number = try number(of: id) else { return nil }
    var skill = Skill(id: id, labels: [:])
    try db.each(
      "SELECT language, label, isPreferred FROM skillLabel WHERE skillID = ? ORDER BY label",
      [number]
    ) { skill.add($0[1], in: $0[0], isPreferred: $0[2]) }
    for relation in try relations(of: number) { skill.add(relation.other, as: relation.kind) }
    return skill
  }

  private func relations(of number: Int64) throws -> [(kind: String, other: SkillID)] {
    try db.all(
      """
      SELECT kind, uri FROM skillRelation JOIN skill ON skill.id = otherID WHERE skillID = ?
      ORDER BY uri
      """,
      [number]
    ) { row in SkillID(row[1] as String).map { (row[0], $0) } }
    .compactMap(\.self)
  }

  /// All skills by number, for the catalogue in memory.
  package func all() throws -> [Int64: Skill] {
    var skills: [Int64: Skill] = [:]
    try db.each("SELECT id, uri FROM skill") { row in
      guard let id = SkillID(row[1] as String) else { return }
      skills[row[0]] = Skill(id: id, labels: [:])
    }
    try db.each("SELECT skillID, language, label, isPreferred FROM skillLabel") { row in
      skills[row[0]]?.add(row[2], in: row[1], isPreferred: row[3])
    }
    try db.each("SELECT skillID, kind, otherID FROM skillRelation") { row in
      guard let other = skills[row[2]]?.id else { return }
      skills[row[0]]?.add(other, as: row[1])
    }
    return skills
  }

  /// How many there are of each source.
  package func counts() throws -> [Source: Int] {
    let counts = try db.all("SELECT source, count(*) FROM skill GROUP BY source") { row in
      Source(rawValue: row[0]).map { ($0, row[1] as Int) }
    }
    return Dictionary(uniqueKeysWithValues: counts.compactMap(\.self))
  }

  // MARK: Writing

  /// The number of a skill, which is noted if it was not known.
  @discardableResult
  package func insert(_ id: SkillID, from source: Source) throws -> Int64 {
    if let number = try number(of: id) { return number }
    try db.run("INSERT INTO skill (uri, source) VALUES (?, ?)", [id.description, source])
    return db.lastInsertedRowID
  }

  /// Puts skills in with their words, in place of what the same source said of them; the words of
  /// other languages stay.
  ///
  /// Relations to skills that are not known, and not among these, are left out.
  package func put(_ skills: [Skill], from source: Source) throws {
    for skill in skills {
      let number = try insert(skill.id, from: source)
      if source != .seen {
        try db.run(
          "UPDATE skill SET source = ? WHERE id = ? AND source = 'seen'",
          [source, number]
        )
      }
      try putLabels(of: skill, number)
    }
    try relate(skills)
  }

  /// Notes which skills are a kind of which, and which are the same, as far as both are known.
  package func relate(_ skills: [Skill]) throws {
    for skill in skills { try putRelations(of: skill) }
  }

  private func putLabels(of skill: Skill, _ number: Int64) throws {
    for language in Set(skill.labels.keys).union(skill.alternatives.keys) {
      try db.run(
        "DELETE FROM skillLabel WHERE skillID = ? AND language = ?",
        [number, language]
      )
      let labels =
        (skill.labels[language].map { [($0, true)] } ?? [])
        + (skill.alternatives[language] ?? []).map { ($0, false) }
      for (label, isPreferred) in labels {
        try db.run(
          """
          INSERT OR IGNORE INTO skillLabel (skillID, language, label, isPreferred)
          VALUES (?, ?, ?, ?)
          """,
          [number, language, label, isPreferred]
        )
      }
    }
  }

  private func putRelations(of skill: Skill) throws {
    for (kind, others) in [("broader", skill.broader), ("same", skill.sameAs)] {
      for other in others where other != skill.id {
        try db.run(
          """
          INSERT OR IGNORE INTO skillRelation (skillID, kind, otherID)
          SELECT this.id, ?, other.id FROM skill AS this, skill AS other
          WHERE this.uri = ? AND other.uri = ?
          """,
          [kind, skill.id.description, other.description]
        )
      }
    }
  }

  /// Forgets what only other nodes' directories had, once none has it any more.
  package func purgeSeen(limit: Int) throws -> Int {
    try db.run(
      """
      DELETE FROM skill WHERE id IN (
        SELECT id FROM skill WHERE source = 'seen'
          AND NOT EXISTS (SELECT 1 FROM talentPosting WHERE talentPosting.skillID = skill.id)
          AND NOT EXISTS (SELECT 1 FROM talent WHERE talent.skillID = skill.id)
        LIMIT ?)
      """,
      [limit]
    )
    return db.changesCount
  }
}

extension SkillStore.Source: DatabaseValueConvertible {}

extension Skill {
  fileprivate mutating func add(_ label: String, in language: String, isPreferred: Bool) {
    if isPreferred {
      labels[language] = label
    } else {
      alternatives[language, default: []].append(label)
    }
  }

  fileprivate mutating func add(_ other: SkillID, as kind: String) {
    if kind == "same" { sameAs.append(other) } else { broader.append(other) }
  }
}
