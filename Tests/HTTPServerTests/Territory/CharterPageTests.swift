import TestSupport
import Testing

@testable import Federation
@testable import HTTPServer

/// The social contract, by the hand of those whom it binds.
@Suite("Accepting a charter")
struct CharterPageTests {
  @Test("A member accepts the charter that it has read, and then writes to the territory")
  func accepts() async throws {
    let founded = try await Founded(TestServer.host, "b.example")
    _ = try await founded.nodes[0].member("marie")
    let server = try required(founded.network.server(TestServer.host))
    let marie = try await Browser("marie", server)
    let place = "/territories/\(founded.id.text)/charter"
    let deed = "/do/maillage/v1/territories/\(founded.id.text)/accept"
    let letter = [
      ("status", "Bonjour au pays"), ("visibility", "territory"), ("territory", founded.id.text),
    ]

    let early = try await marie.send("/compose", letter)
    #expect(early.status == 409 && early.text.contains("marie n’a pas accepté la charte"))
    #expect(!early.text.contains("lang=\"en\">marie"))
    let link = "<a href=\"\(place)\">Pour écrire ici, acceptez d’abord la charte"
    #expect(try await marie.page("/territory").text.contains(link))
    let page = try await marie.page(place).text
    let form = #/action="([^"]+accept)">.*?name="terms" value="([^"]+)"/#.dotMatchesNewlines()
    let found = try required(page.firstMatch(of: form), page)
    #expect(found.1 == deed)
    let terms = String(found.2)

    // Amended while it was read, left out, of a territory that is not this node's.
    #expect(try await marie.send(deed, [("terms", founded.id.text)]).status == 409)
    #expect(try await marie.send(deed, []).status == 400)
    let elsewhere = deed.replacing(founded.id.text, with: terms)
    #expect(try await marie.send(elsewhere, [("terms", terms)]).status == 404)
    #expect(try await marie.send("/compose", letter).status == 409)

    #expect(try await marie.send(deed, [("terms", terms), ("back", place)]).status == 303)
    let after = try await marie.page(place).text
    #expect(after.contains("Vous avez accepté cette charte") && after.firstMatch(of: form) == nil)
    #expect(try await !marie.page("/territory").text.contains("acceptez d’abord"))
    #expect(try await marie.send("/compose", letter).status == 303)
    #expect(try await marie.page("/territory").text.contains("Bonjour au pays"))

    let visitor = try await server.send(.get, place, [("accept", "text/html")]).text
    #expect(visitor.firstMatch(of: form) == nil && !visitor.contains("Vous avez accepté"))
  }
}
