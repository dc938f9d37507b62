import Testing

@testable import Model

@Suite("Search for a commune")
struct CommuneSearchTests {
  @Test(
    "finds the name first, whatever its case, accents, hyphens and article",
    arguments: [
      ("paris", "75056"), ("SAINT ETIENNE", "42218"), ("St-Étienne", "42218"), ("havre", "76351"),
      ("le havre", "76351"), ("l'abergement clemenciat", "01001"),
      ("  Évry–Courcouronnes ", "91228"),
      ("ste foy les lyon", "69202"), ("la rochelle", "17300"), ("Rochelle", "17300"),
      ("plœmeur", "56162"), ("ploemeur", "56162"), ("e\u{301}vian les bains", "74119"),
      ("aux marais", "60703"),
    ]
  )
  func first(typed: String, code: String) {
    #expect(Communes.search(name: typed).first?.code == code)
  }

  @Test("puts a whole name before a beginning, that before words inside, then the larger commune")
  func order() {
    let names = Communes.search(name: "Grenoble", limit: 100).map(\.name)
    let saints = Communes.search(name: "Saint-Denis", limit: 5)
    let beginnings = Communes.search(name: "villeur")

    #expect(names.first == "Grenoble")
    #expect(saints.prefix(2).map(\.code) == ["97411", "93066"])
    #expect(beginnings.first?.name == "Villeurbanne")
    #expect(Communes.search(name: "Clémenciat").map(\.code) == ["01001"])
  }

  @Test("matches words from their beginning only")
  func wordsBegin() {
    #expect(Communes.search(name: "renoble").isEmpty)
    #expect(Communes.search(name: "grenoble lyon").isEmpty)
  }

  @Test(
    "finds nothing for what is no name",
    arguments: ["", "  ", "-'", ";", "\n", "200040715", String(repeating: "a", count: 1000)]
  )
  func nothing(typed: String) {
    #expect(Communes.search(name: typed).isEmpty)
  }

  @Test("returns no more than it is asked for")
  func limit() {
    #expect(Communes.search(name: "saint", limit: 3).count == 3)
    #expect(Communes.search(name: "saint").count == 20)
    #expect(Communes.search(name: "saint", limit: -1).isEmpty)
  }
}
