import Model
import Taxonomy
import Testing

/// Official files, made small: their columns, quotes and line breaks.
@Suite("Importing taxonomies")
struct TaxonomyImportTests {
  private func taxonomy(of names: String...) throws -> [SkillID: Skill] {
    var taxonomy = TaxonomyImport()
    for name in names {
      let file = try Fixture(name)
      try taxonomy.add(file.bytes, named: file.name)
    }
    return Dictionary(uniqueKeysWithValues: taxonomy.all.map { ($0.id, $0) })
  }

  @Test(
    "A file is known by its header",
    arguments: [
      ("skills_fr.csv", TaxonomyFile.escoConcepts), ("skillGroups_fr.csv", .escoConcepts),
      ("broaderRelationsSkillPillar.csv", .escoRelations),
      ("unix_referentiel_competence_v460_utf8.csv", .romeCompetences),
      ("unix_referentiel_savoir_v460_utf8.csv", .romeKnowledge),
    ]
  )
  func recognised(name: String, file: TaxonomyFile) throws {
    var taxonomy = TaxonomyImport()

    #expect(try taxonomy.add(Fixture(name).bytes, named: "upload_fr.csv") == file)
    #expect(!taxonomy.all.isEmpty || file == .escoRelations)
  }

  @Test("ESCO's labels, quoted line breaks, commas and quotation marks are read")
  func esco() throws {
    let skills = try taxonomy(of: "skills_fr.csv")

    #expect(skills.count == 3)
    #expect(skills[.esco("1")]?.labels == ["fr": "rempotage des plantes"])
    #expect(
      skills[.esco("1")]?.alternatives
        == ["fr": ["changement de pot", "mise en pot", "rempoter, avec de la terre"]]
    )
    #expect(skills[.esco("2")]?.labels == ["fr": "tailler, greffer et \"palisser\""])
    #expect(skills[.esco("3")]?.alternatives.isEmpty == true)
  }

  @Test("Languages meet in one skill, and relations find their skills in any order of files")
  func merging() throws {
    let skills = try taxonomy(
      of: "broaderRelationsSkillPillar.csv",
      "skills_en.csv",
      "skillGroups_fr.csv",
      "skills_fr.csv"
    )

    #expect(skills.count == 4)
    #expect(
      skills[.esco("1")]?.labels == ["fr": "rempotage des plantes", "en": "repotting plants"]
    )
    #expect(
      skills[.esco("1")]?.alternatives["en"] == ["moving plants to larger pots", "potting up"]
    )
    #expect(skills[.esco("1")]?.broader == [.esco("f0")])
    #expect(skills[.esco("3")]?.broader == [.esco("1")], "the group ff is in no file")
  }

  @Test("ROME's competences know their macro-competence, and knowledge stands beside them")
  func rome() throws {
    let skills = try taxonomy(
      of: "unix_referentiel_competence_v460_utf8.csv",
      "unix_referentiel_savoir_v460_utf8.csv"
    )

    #expect(skills.count == 5)
    #expect(skills[.rome(900_001)]?.labels == ["fr": "Rempoter une plante d'intérieur"])
    #expect(skills[.rome(900_001)]?.broader == [.rome(990_001)])
    #expect(skills[.rome(900_002)]?.broader == [])
    #expect(skills[.rome(980_001)]?.label(in: "fr") == "Botanique des plantes d'intérieur")
  }

  @Test("What was there first keeps its label, and the official one becomes an alternative")
  func starterFirst() throws {
    var taxonomy = TaxonomyImport()
    taxonomy.add([Skill(id: .esco("1"), labels: ["fr": "Rempotage"])])

    try taxonomy.add(Fixture("skills_fr.csv").bytes, named: "skills_fr.csv")

    let skill = try #require(taxonomy.all.first)
    #expect(skill.labels == ["fr": "Rempotage"])
    #expect(skill.alternatives["fr"]?.first == "rempotage des plantes")
  }

  @Test("The same file twice changes nothing")
  func twice() throws {
    #expect(
      try taxonomy(of: "skills_fr.csv", "skills_fr.csv") == taxonomy(of: "skills_fr.csv")
    )
  }

  @Test("A byte order mark, Windows line ends, blank lines and a missing last line end are read")
  func shapes() throws {
    let plain = try Fixture("unix_referentiel_savoir_v460_utf8.csv").text
    var taxonomy = TaxonomyImport()

    let odd = "\u{FEFF}" + plain.replacing("\n", with: "\r\n\r\n").trimmingSuffix { $0.isNewline }
    try taxonomy.add(Array(odd.utf8), named: "savoir.csv")

    #expect(taxonomy.all.map(\.id) == [.rome(980_001), .rome(980_002)])
  }
}

extension String {
  fileprivate func trimmingSuffix(while holds: (Character) -> Bool) -> String {
    String(self[..<(lastIndex { !holds($0) }.map(index(after:)) ?? startIndex)])
  }
}
