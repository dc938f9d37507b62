import Model
import TestSupport
import Testing

@testable import Federation

/// Skills as they are found when they have been in the database, as all that a node searches have.
@Suite struct SkillCatalogTests {
  private static let welding = Skill(
    id: .sample(1),
    labels: ["fr": "Soudage", "en": "Welding"],
    alternatives: ["fr": ["soudeur", "souder"], "en": ["welder"]]
  )

  @Test("A skill is found by its other names, in each language", arguments: ["soudeur", "welder"])
  func synonyms(word: String) async throws {
    let node = try await TestNode.make()
    let catalog = SkillCatalog(starter: { [Self.welding] })

    let loaded = try await catalog.current(from: node.database)

    #expect(loaded.index.find(word).first?.skill == Self.welding.id)
    #expect(loaded.skills[Self.welding.id]?.alternatives["fr"]?.sorted() == ["souder", "soudeur"])
    #expect(loaded.label(of: Self.welding.id, in: "fr") == "Soudage")
  }
}
