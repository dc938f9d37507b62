import Model

/// Reads the CSV files that ESCO offers for download: skills, groups of skills, broader relations.
enum EscoCSV {
  /// The skills or groups of a file, in its language.
  static func concepts(in table: CSVTable, language: String) throws(TaxonomyError) -> [Skill] {
    let columns = ["conceptType", "conceptUri", "preferredLabel", "altLabels"]
    var skills: [Skill] = []
    for row in try table.rows(columns) {
      let source = TaxonomySource(table: table, columns: columns, row: row)
      try checkType(source)
      let id = try source.identifier(1)
      let label = try source.label(2)
      let alternatives = TaxonomyLabel.alternatives(row.fields[3]).filter { $0 != label }
      skills.append(
        Skill(
          id: id,
          labels: [language: label],
          alternatives: alternatives.isEmpty ? [:] : [language: alternatives]
        )
      )
    }
    return skills
  }

  /// Which skill is a kind or a part of which.
  static func relations(
    in table: CSVTable
  ) throws(TaxonomyError) -> [(skill: SkillID, broader: SkillID)] {
    let columns = ["conceptType", "conceptUri", "broaderUri"]
    var relations: [(skill: SkillID, broader: SkillID)] = []
    for row in try table.rows(columns) {
      let source = TaxonomySource(table: table, columns: columns, row: row)
      try checkType(source)
      relations.append((try source.identifier(1), try source.identifier(2)))
    }
    return relations
  }

  /// The files of the occupations have the same columns.
  private static func checkType(_ source: TaxonomySource) throws(TaxonomyError) {
    let type = source.row.fields[0]
    guard ["KnowledgeSkillCompetence", "SkillGroup"].contains(type) else {
      throw source.error(.badConceptType(String(type.prefix(100))))
    }
  }
}
