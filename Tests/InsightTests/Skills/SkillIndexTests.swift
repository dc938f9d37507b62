import Insight
import Model
import Testing

/// Finding skills by what people type.
@Suite("The index of skills")
struct SkillIndexTests {
  private let bread = Skill(
    id: .named("bread"),
    labels: ["fr": "Boulangerie", "en": "Bread baking"],
    alternatives: ["fr": ["boulanger", "faire du pain"], "en": ["baker"]]
  )
  private let shop = Skill(id: .named("shop"), labels: ["fr": "Vente en boulangerie"])
  private let plumbing = Skill(id: .named("plumbing"), labels: ["fr": "Plomberie sanitaire"])
  private let cpp = Skill(id: .named("cpp"), labels: ["fr": "C++"])
  private let csharp = Skill(id: .named("csharp"), labels: ["fr": "C#"])
  private let dotnet = Skill(id: .named("dotnet"), labels: ["fr": ".NET"])

  private var index: SkillIndex { SkillIndex([shop, bread, plumbing, cpp, csharp, dotnet]) }

  @Test(
    "Each hit says how it was found, and by which name",
    arguments: [
      ("BOULANGERS", SkillHit.Finding.exact, "boulanger"),
      ("pain", .words, "faire du pain"),
      ("boulang", .prefix, "Boulangerie"),
      ("bouangerie", .similar, "Boulangerie"),
    ]
  )
  func findings(typed: String, finding: SkillHit.Finding, label: String) throws {
    let first = try #require(index.find(typed, in: "fr").first)

    #expect(first.skill == bread.id)
    #expect(first.finding == finding)
    #expect(first.label == label)
    #expect(first.language == "fr")
  }

  @Test("A surer finding stands before a less sure one, and a skill stands once")
  func order() {
    let hits = index.find("boulangerie", in: "fr")

    #expect(hits.map(\.skill) == [bread.id, shop.id])
    #expect(hits.map(\.finding) == [.exact, .words])
  }

  @Test(
    "Names with signs are found by themselves",
    arguments: [
      ("c++", "cpp"), ("C#", "csharp"), (".net", "dotnet"), ("net", "dotnet"),
      ("langage c#", "csharp"),
    ]
  )
  func signs(typed: String, name: String) {
    #expect(index.find(typed, in: "fr").first?.skill == .named(name))
  }

  @Test("Labels in another language are found, after those in the asker's")
  func languages() {
    let french = Skill(id: .named("a"), labels: ["fr": "danse moderne"])
    let english = Skill(id: .named("b"), labels: ["en": "danse classic"])
    let index = SkillIndex([english, french])

    #expect(index.find("danse", in: "fr").map(\.skill) == [french.id, english.id])
    #expect(index.find("danse", in: "en").map(\.skill) == [english.id, french.id])
    #expect(index.find("danse").count == 2)
  }

  @Test("Nothing is found where nothing is like it")
  func nothing() {
    for typed in ["", "   ", "xyzzy", "'", "++", ".", "b"] {
      #expect(index.find(typed, in: "fr").isEmpty, "\(typed)")
    }
    #expect(SkillIndex([]).find("boulangerie").isEmpty)
  }

  @Test("As many hits are given as were asked for, within bounds")
  func limits() {
    let many = (0..<300).map { Skill(id: .named("\($0)"), labels: ["fr": "Atelier \($0)"]) }
    let index = SkillIndex(many)

    #expect(index.find("atelier", limit: 7).count == 7)
    #expect(index.find("atelier", limit: 0).isEmpty)
    #expect(index.find("atelier", limit: -1).isEmpty)
    #expect(index.find("atelier", limit: .max).count == SkillIndex.mostHits)
  }

  @Test(
    "Hostile text is answered as fast as any",
    arguments: [
      "e" + String(repeating: "\u{301}", count: 100_000),
      String(repeating: "boulangerie ", count: 90_000),
      String(repeating: "a", count: 1_000_000),
      String(repeating: "'", count: 1_000_000),
      String(repeating: ".a", count: 500_000),
      String(repeating: "\u{0}\u{1B}\u{7F}\u{202E}", count: 1000),
      String(repeating: "\u{FDFA}", count: 100_000),
      String(repeating: "👩‍👩‍👧‍👦", count: 10_000),
    ]
  )
  func hostile(text: String) {
    let index = index
    let took = ContinuousClock().measure {
      for _ in 0..<10 { #expect(index.find(text, in: "fr").count <= 10) }
    }

    #expect(took < .seconds(2))
  }

  @Test("Hostile labels are indexed as far as a label goes")
  func hostileLabels() {
    let zalgo = Skill(
      id: .named("zalgo"),
      labels: ["fr": "z" + String(repeating: "\u{334}", count: 100_000), "en": ""],
      alternatives: ["fr": [String(repeating: "long ", count: 100_000), "\u{0}"]]
    )
    let index = SkillIndex([zalgo, bread])

    #expect(index.find("z").map(\.skill) == [zalgo.id])
    #expect(index.find("boulangerie").first?.skill == bread.id)
  }
}
