/// The files that can be imported, each known by its header.
package enum TaxonomyFile: Sendable, CaseIterable {
  /// ESCO's `skills_fr.csv` and `skillGroups_fr.csv`, in any language.
  case escoConcepts
  /// ESCO's `broaderRelationsSkillPillar.csv`.
  case escoRelations
  /// ROME's `unix_referentiel_competence_v460_utf8.csv`.
  case romeCompetences
  /// ROME's `unix_referentiel_savoir_v460_utf8.csv`.
  case romeKnowledge

  /// The columns that it is known by.
  var signature: [String] {
    switch self {
    case .escoConcepts: ["conceptType", "conceptUri", "preferredLabel", "altLabels"]
    case .escoRelations: ["conceptType", "conceptUri", "broaderUri"]
    case .romeCompetences: ["code_ogr", "libelle_competence"]
    case .romeKnowledge: ["code_ogr_savoir", "libelle_savoir"]
    }
  }

  /// The file with a header; where none has all its columns, the one that most speak for is meant,
  /// so that the error can say which column is missing.
  static func recognised(by header: [String]) -> TaxonomyFile? {
    let names = Set(header)
    if let whole = allCases.first(where: { names.isSuperset(of: $0.signature) }) { return whole }
    let nearest = allCases.max { $0.missing(from: names).count > $1.missing(from: names).count }
    return nearest.flatMap { $0.missing(from: names).count == 1 ? $0 : nil }
  }

  private func missing(from names: Set<String>) -> [String] {
    signature.filter { !names.contains($0) }
  }
}
