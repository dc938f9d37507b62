import TestSupport
import Testing

@testable import HTTPServer

/// Posts of lists are written once for all who see the same of them.
@Suite("Kept posts of lists")
struct StatusSheetTests {
  @Test("Each reader has the token of its own session and its own page in them")
  func readers() async throws {
    let scene = try await ClientScene()
    _ = try await scene.post("Bonjour à tous", [("visibility", "public")])
    let (alice, bob) = (
      try await Browser("alice", scene.server), try await Browser("bob", scene.server)
    )
    for _ in 0..<2 {
      for reader in [alice, bob] {
        let token = try await reader.token()
        let page = try await reader.page("/organisation").text
        #expect(page.contains("Bonjour à tous"))
        let tokens = page.matches(of: /name="form_token" value="([^"]*)"/).map { String($0.1) }
        #expect(tokens.count > 2 && Set(tokens) == [token])
        let places = page.matches(of: /name="back" value="([^"]*)"/).map { String($0.1) }
        #expect(Set(places) == ["/organisation"])
      }
    }
    #expect(try await bob.page("/everyone").text.contains("name=\"back\" value=\"/everyone\""))
    let visitor = try await scene.server.send(.get, "/@alice", [("accept", "text/html")]).text
    #expect(visitor.contains("Bonjour à tous") && !visitor.contains("form_token"))
  }

  @Test("The author sees its own, each language its own words, and what was done at once")
  func differences() async throws {
    let scene = try await ClientScene()
    let id = try required(
      try await scene.post("Bonjour", [("visibility", "public")])["id"]?.string
    )
    let alice = try await Browser("alice", scene.server)
    var bob = try await Browser("bob", scene.server)
    let edit = "/posts/\(id)/edit"
    #expect(try await alice.page("/organisation").text.contains(edit))
    #expect(try await !bob.page("/organisation").text.contains(edit))
    #expect(try await bob.page("/organisation").text.contains("aria-pressed=\"false\">Aimer"))

    #expect(try await bob.send("/do/v1/statuses/\(id)/favourite").status == 303)
    #expect(try await bob.page("/organisation").text.contains("aria-pressed=\"true\">Aimer"))
    #expect(try await !alice.page("/organisation").text.contains("aria-pressed=\"true\">Aimer"))
    bob.language = "en"
    #expect(try await bob.page("/organisation").text.contains("aria-pressed=\"true\">Like"))
  }

  @Test("How long ago it was is told anew")
  func time() async throws {
    let scene = try await ClientScene()
    _ = try await scene.post("Bonjour", [("visibility", "public")])
    let bob = try await Browser("bob", scene.server)
    #expect(try await bob.page("/organisation").text.contains("à l’instant"))
    scene.node.clock.advance(by: 180)
    #expect(try await bob.page("/organisation").text.contains("il y a 3 minutes"))
  }

  @Test("All posts of a page are there, whether they are kept or written anew")
  func many() async throws {
    let scene = try await ClientScene()
    for number in 0..<30 {
      _ = try await scene.post("Billet \(number).", [("visibility", "public")])
    }
    let alice = try await Browser("alice", scene.server)
    for seconds in [0.0, 61, 0] {
      scene.node.clock.advance(by: seconds)
      let page = try await alice.page("/organisation").text
      #expect((10..<30).allSatisfy { page.contains("Billet \($0).") })
    }
  }
}
