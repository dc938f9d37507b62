import Insight
import Model
import Taxonomy
import Testing

/// The skills that every node knows from the start.
@Suite("The starter set")
struct StarterSkillsTests {
  private let all = StarterSkills.all

  @Test("It has at least three hundred skills, most of them ESCO's")
  func size() {
    let esco = all.filter { $0.id.description.hasPrefix(SkillID.esco) }
    let local = all.filter { $0.id.description.hasPrefix(StarterSkills.local) }

    #expect(all.count >= 300)
    #expect(esco.count >= 250)
    #expect(esco.count + local.count == all.count)
    #expect(esco.allSatisfy { $0.id.description.count == SkillID.esco.count + 36 })
  }

  @Test("Every skill has a French and an English label, and every leaf alternatives in French")
  func languages() {
    let groups = Set(all.flatMap(\.broader))

    for skill in all {
      #expect(Set(skill.labels.keys) == ["fr", "en"])
      #expect(skill.labels.values.allSatisfy { (1...60).contains($0.count) }, "\(skill)")
      #expect(groups.contains(skill.id) || skill.alternatives["fr"]?.isEmpty == false, "\(skill)")
    }
  }

  @Test("No identifier and no label stands twice, nor does an alternative within a skill")
  func duplicates() {
    #expect(Set(all.map(\.id)).count == all.count)
    for language in ["fr", "en"] {
      let labels = Dictionary(grouping: all) { SkillText($0.labels[language] ?? "").key }
      #expect(labels.values.filter { $0.count > 1 }.isEmpty)
      for skill in all {
        let names = (skill.alternatives[language] ?? []) + [skill.label(in: language)]
        #expect(Set(names).count == names.count, "\(names)")
      }
    }
  }

  @Test("Broader skills exist, and nobody is above themselves")
  func broader() {
    let known = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.broader) })

    for skill in all {
      #expect(skill.broader.allSatisfy { known[$0] != nil })
      var above = Set(skill.broader)
      for _ in 0..<10 { above.formUnion(above.flatMap { known[$0] ?? [] }) }
      #expect(!above.contains(skill.id), "\(skill)")
    }
  }

  @Test("Every skill is found first by its own French label")
  func found() {
    let index = SkillIndex(all)

    for skill in all {
      let hit = index.find(skill.label(in: "fr"), in: "fr").first
      #expect(hit?.skill == skill.id)
      #expect(hit?.finding == .exact)
    }
  }
}
