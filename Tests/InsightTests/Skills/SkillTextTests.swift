import Insight
import Testing

/// What is left of a text when it is compared.
@Suite("The words of skills")
struct SkillTextTests {
  @Test(
    "Case, accents, ligatures, articles and hyphens do not matter",
    arguments: [
      ("Électricité", "electricite"), ("E\u{301}lectricite\u{301}", "ELECTRICITE"),
      ("l'électricité", "électricité"), ("travail d’équipe", "travail équipe"),
      ("qu'élever", "élever"), ("s’occuper", "occuper"), ("j'anime", "anime"), ("n'ose", "ose"),
      ("Œnologie", "oenologie"), ("la réparation de vélos", "réparation vélo"),
      ("porte-fenêtre", "porte fenêtre"), ("Žižkov", "zizkov"),
    ]
  )
  func folding(written: String, typed: String) {
    #expect(SkillText(written).words == SkillText(typed).words)
  }

  @Test(
    "The plural is the singular",
    arguments: [
      ("boulangers", "boulanger"), ("bateaux", "bateau"), ("journaux", "journal"),
      ("travaux", "travail"), ("vitraux", "vitrail"), ("jeux", "jeu"), ("bijoux", "bijou"),
      ("tuyaux", "tuyau"), ("matériaux", "matériau"), ("policies", "policy"), ("cakes", "cake"),
      ("énergies", "énergie"),
    ]
  )
  func plurals(several: String, one: String) {
    #expect(SkillText(several).words == SkillText(one).words)
  }

  @Test(
    "Words that only look like plurals stay apart from others",
    arguments: [("stress", "stres"), ("taux", "tal"), ("bus", "bu"), ("chaux", "chal")]
  )
  func lookalikes(one: String, other: String) {
    #expect(SkillText(one).words != SkillText(other).words)
  }

  @Test(
    "Names with signs are one word each",
    arguments: [
      ("C++", ["c++"]), ("C#", ["c#"]), ("F#", ["f#"]), (".NET", [".net"]), ("C", ["c"]),
      ("langage C++, avancé", ["langage", "c++", "avance"]), ("(C#)", ["c#"]),
      ("L", ["l"]), ("C1 + 1", ["c1", "1"]),
    ]
  )
  func signs(text: String, words: [String]) {
    #expect(SkillText(text).words == words)
  }

  @Test("Node.js is one word, however it is written", arguments: ["node js", "NodeJS", "node.JS"])
  func dots(typed: String) {
    #expect(SkillText("Node.js").words.count == 1)
    #expect(SkillText(typed).key == SkillText("Node.js").key)
  }

  @Test("A text of empty words keeps them")
  func emptyWords() {
    #expect(SkillText("les aux").words == ["les", "aux"])
    #expect(SkillText("  ?! ").words.isEmpty)
    #expect(SkillText("").key.isEmpty)
  }

  @Test("What comes after four hundred bytes or twenty-four words is not looked at")
  func bounds() {
    let long = String(repeating: "ab ", count: 133) + "fin suite"

    #expect(SkillText(long).words == ["ab", "f"])
    #expect(SkillText((1...99).map(String.init).joined(separator: " ")).words.count == 24)
  }
}
