import Model
import Testing

@Suite("What things are called")
struct ThingNameTests {
  @Test(
    "A URI is kept, words become one that holds them",
    arguments: [
      ("https://www.wikidata.org/wiki/Q7802", "https://www.wikidata.org/wiki/Q7802"),
      ("urn:isbn:9782070360024", "urn:isbn:9782070360024"),
      ("pain", "data:text/plain;charset=utf-8,pain"),
      (" dix  pains\ncuits ", "data:text/plain;charset=utf-8,dix%20pains%20cuits"),
      ("Œufs: 6", "data:text/plain;charset=utf-8,%C5%92ufs%3A%206"),
    ]
  )
  func names(named: String, uri: String) {
    #expect(ThingName.uri(named) == uri)
    #expect(ThingName.uri(uri) == uri)
    #expect(Need.isResource(uri))
  }

  @Test("People read the words")
  func shown() {
    #expect(ThingName.shown(ThingName.uri("Œufs: 6")) == "Œufs: 6")
    #expect(ThingName.shown("urn:isbn:9782070360024") == "urn:isbn:9782070360024")
    #expect(
      ThingName.shown("data:text/plain;charset=utf-8,%FF") == "data:text/plain;charset=utf-8,%FF"
    )
  }
}
