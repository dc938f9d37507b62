import Model

/// Reads the CSV files of ROME 4.0 (France Travail, Licence Ouverte 2.0): competences with their
/// macro-competences, and knowledge.
enum RomeCSV {
  static func competences(in table: CSVTable) throws(TaxonomyError) -> [Skill] {
    let columns = ["code_ogr", "libelle_competence", "code_ogr_macro_comp"]
    var skills: [Skill] = []
    for row in try table.rows(columns) {
      let source = TaxonomySource(table: table, columns: columns, row: row)
      var skill = try skill(from: source)
      if !row.fields[2].isEmpty { skill.broader = [try source.identifier(2, after: SkillID.rome)] }
      skills.append(skill)
    }
    return skills
  }

  static func knowledge(in table: CSVTable) throws(TaxonomyError) -> [Skill] {
    let columns = ["code_ogr_savoir", "libelle_savoir"]
    var skills: [Skill] = []
    for row in try table.rows(columns) {
      skills.append(try skill(from: TaxonomySource(table: table, columns: columns, row: row)))
    }
    return skills
  }

  private static func skill(from source: TaxonomySource) throws(TaxonomyError) -> Skill {
    Skill(
      id: try source.identifier(0, after: SkillID.rome),
      labels: ["fr": try source.label(1)]
    )
  }
}
