import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// How a member takes part, and who sees it.
@Suite("How members take part")
struct ParticipationTests {
  private static let path = "/api/maillage/v1/participation"

  @Test("A member says its way and its goals; who sees them is its to say")
  func circles() async throws {
    let scene = try await ClientScene()
    let shown = "/api/maillage/v1/accounts/\(scene.alice.id.rawValue)/participation"
    #expect(try await scene.get(Self.path).json()["circle"] == "organisation")
    let said = [("way", "mentor"), ("goals", "Apprendre\r\nla soudure")]
    let kept = try await scene.send(.patch, Self.path, said).json()
    #expect(kept["way"] == "mentor" && kept["goals"] == "Apprendre\nla soudure")

    #expect(try await scene.get(shown, as: "bob").json()["way"] == "mentor")
    #expect(try await scene.get(shown, as: nil).json()["way"] == .null)
    _ = try await scene.send(.patch, Self.path, [("circle", "everyone")])
    #expect(try await scene.get(shown, as: nil).json()["goals"] == "Apprendre\nla soudure")
    _ = try await scene.send(.patch, Self.path, [("circle", "nobody")])
    #expect(try await scene.get(shown, as: "bob").json()["goals"] == "")
    #expect(try await scene.get(shown).json()["way"] == "mentor")

    _ = try await scene.send(.patch, Self.path, [("way", "")])
    #expect(try await scene.get(Self.path).json()["way"] == .null)
    let long = String(repeating: "a", count: 1_001)
    for wish in [("way", "boss"), ("circle", "friends"), ("goals", long)] {
      #expect(try await scene.send(.patch, Self.path, [wish]).status == 422)
    }
  }

  @Test("The settings have it beside pace and media, and the profile shows it")
  func pages() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let form = [
      ("_method", "patch"), ("way", "facilitator"), ("goals", "Un jardin commun"),
      ("back", "/settings"),
    ]
    #expect(
      try await alice.send("/do/maillage/v1/participation", form)["location"] == "/settings"
    )
    let settings = try await alice.page("/settings").text
    #expect(settings.contains("Un jardin commun") && settings.contains("name=\"quiet_hours\""))
    let bob = try await Browser("bob", scene.server)
    #expect(try await bob.page("/@alice").text.contains("Un jardin commun"))
    let visitor = try await scene.server.send(.get, "/@alice", [("accept", "text/html")])
    #expect(!visitor.text.contains("Un jardin commun"))
  }
}
