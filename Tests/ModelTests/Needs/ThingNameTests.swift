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

  @Test("An address with a mistake stays one, to be refused")
  func mistaken() {
    for address in ["HTTPS://www.wikidata.org/wiki/Q7802", "https://fr.wikipedia.org/wiki/Œuf"] {
      #expect(ThingName.uri(address) == address && !Need.isResource(address))
    }
  }

  @Test(
    "What would break or turn the line that it stands in is not decoded",
    arguments: ["", "%E2%80%AE6", "a%0Ab", "%00", "%E2%80%A8"]
  )
  func hostile(words: String) {
    let uri = "data:text/plain;charset=utf-8," + words
    #expect(ThingName.shown(uri) == uri)
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
