import Testing

@testable import Model

@Suite("Plain spelling")
struct PlainSpellingTests {
  @Test(
    "has no case, no accents and no punctuation",
    arguments: [
      ("L'Haÿ-les-Roses", "l hay les roses"), ("  Œuf  &  BŒUF ", "oeuf boeuf"),
      ("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "aaaceeeeiioouuuy"), ("e\u{301}te\u{301}", "ete"), ("Straße", "strasse"),
      ("a\u{2019}b\u{2013}c", "a b c"), ("3×4", "3 4"), ("", ""), ("—", ""),
      ("Ææ Øø Ññ Þþ", "aeae oo nn thth"),
      ("ΑΒΓ", "αβγ"),
    ]
  )
  func plain(text: String, spelling: String) {
    #expect(String(decoding: PlainSpelling(text).bytes, as: UTF8.self) == spelling)
    #expect(PlainSpelling(spelling) == PlainSpelling(text))
  }
}
