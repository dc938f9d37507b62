import Insight
import Model
import Testing

/// What is near a skill.
@Suite("The hierarchy of skills")
struct SkillHierarchyTests {
  private func skill(_ name: String, in broader: [String] = [], like same: [String] = []) -> Skill {
    Skill(
      id: .named(name),
      labels: ["fr": name],
      broader: broader.map(SkillID.named),
      sameAs: same.map(SkillID.named)
    )
  }

  @Test("A skill expands to itself, its kinds, what it is a kind of, and its siblings")
  func expansion() {
    let hierarchy = SkillHierarchy([
      skill("food"), skill("bread", in: ["food"]), skill("pastry", in: ["food"]),
      skill("rye", in: ["bread"]), skill("sourdough rye", in: ["rye"]), skill("metal"),
    ])

    #expect(
      hierarchy.expansion(of: .named("bread")) == [
        .named("bread"): .exact, .named("rye"): .narrower, .named("sourdough rye"): .narrower,
        .named("food"): .broader, .named("pastry"): .sibling,
      ]
    )
  }

  @Test("The same skill in another taxonomy is exact, in both directions and with its kinds")
  func sameAs() {
    let hierarchy = SkillHierarchy([
      skill("bread", like: ["rome bread"]), skill("rome bread"),
      skill("rome rye", in: ["rome bread"]),
    ])

    let there = hierarchy.expansion(of: .named("bread"))
    let back = hierarchy.expansion(of: .named("rome bread"))

    #expect(there[.named("rome bread")] == .exact)
    #expect(there[.named("rome rye")] == .narrower)
    #expect(back[.named("bread")] == .exact)
  }

  @Test("A skill that nobody described expands to itself")
  func unknown() {
    #expect(SkillHierarchy([]).expansion(of: .named("x")) == [.named("x"): .exact])
  }

  @Test("Circles end, and a skill is never its own kind")
  func circles() {
    let hierarchy = SkillHierarchy([
      skill("a", in: ["b", "a"], like: ["a"]), skill("b", in: ["c"]), skill("c", in: ["a"]),
    ])

    #expect(
      hierarchy.expansion(of: .named("a"))
        == [.named("a"): .exact, .named("b"): .narrower, .named("c"): .narrower]
    )
  }

  @Test("An expansion is bounded in number, in depth, and by the size of a family")
  func bounds() {
    let wide = SkillHierarchy((0..<5000).map { skill("\($0)", in: ["top"]) })
    let deep = SkillHierarchy((1..<5000).map { skill("\($0)", in: ["\($0 - 1)"]) })

    #expect(wide.expansion(of: .named("top")).count == SkillHierarchy.mostMatches)
    #expect(wide.expansion(of: .named("7")) == [.named("7"): .exact, .named("top"): .broader])
    #expect(deep.expansion(of: .named("0")).count == SkillHierarchy.deepest + 1)
  }

  @Test("A better match weighs more")
  func weights() {
    #expect(SkillMatch.allCases.map(\.weight) == [1, 0.9, 0.5, 0.25])
    #expect(SkillMatch.allCases == SkillMatch.allCases.sorted())
  }
}
