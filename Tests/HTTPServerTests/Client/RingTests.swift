import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// For whom posts are that apps call private: they give back the word that they were told, and it
/// must not take a post further than its member wants.
@Suite("Rings in the words of apps")
struct RingTests {
  private func ring(
    _ scene: ClientScene,
    _ form: [(String, String)] = [("visibility", "private")]
  ) async throws -> String? {
    try await scene.post("Essai", form)["maillage"]?["audience"]?.string
  }

  private func prefer(_ word: String, _ scene: ClientScene) async throws {
    let reply = try await scene.send(
      .patch,
      "/api/v1/accounts/update_credentials",
      [("source[privacy]", word)]
    )
    #expect(reply.status == 200)
  }

  @Test("Private is for the node where that is the member's default, followers is for followers")
  func byDefault() async throws {
    let scene = try await ClientScene()
    try await prefer("node", scene)
    let preferences = try await scene.get("/api/v1/preferences").json()

    #expect(preferences["posting:default:visibility"] == "private")
    #expect(try await ring(scene) == "node")
    #expect(try await ring(scene, [("visibility", "followers")]) == "followers")
  }

  @Test(
    "Private is for followers where the member's default goes further",
    arguments: [
      "public", "followers",
    ]
  )
  func further(word: String) async throws {
    let scene = try await ClientScene()
    try await prefer(word, scene)

    #expect(try await ring(scene) == "followers")
  }

  @Test("Private is for the territory where that is the member's default")
  func territory() async throws {
    let scene = try await ClientScene()
    let territory = TestTerritory("tregor", with: ["mairie.example"])
    try await scene.node.join(territory)
    try await scene.node.accept(territory, by: scene.alice)
    try await prefer("territory", scene)

    #expect(try await ring(scene) == "territory")
  }

  @Test("A profile that gives the word back leaves the default as it was")
  func profile() async throws {
    let scene = try await ClientScene()
    try await prefer("node", scene)

    try await prefer("private", scene)

    #expect(try await ring(scene, []) == "node")
  }

  @Test("An answer called private stays in the ring of what it answers")
  func answer() async throws {
    let scene = try await ClientScene()
    try await prefer("public", scene)
    let id = try required(try await scene.post("Ici", [("visibility", "node")])["id"]?.string)

    let found = try await ring(scene, [("visibility", "private"), ("in_reply_to_id", id)])

    #expect(found == "node")
  }

  @Test("What is taken back and written anew stays in its ring, for an hour")
  func redraft() async throws {
    let scene = try await ClientScene()
    try await prefer("public", scene)
    let id = try required(try await scene.post("Ici", [("visibility", "node")])["id"]?.string)
    let old = try await scene.send(.delete, "/api/v1/statuses/\(id)").json()

    let again = try await ring(scene, [("visibility", try required(old["visibility"]?.string))])
    scene.node.clock.advance(by: 3_601)
    let later = try await ring(scene)

    #expect(again == "node")
    #expect(later == "followers")
  }

  @Test("Apps learn by which names territories go, and who is in them")
  func territories() async throws {
    let scene = try await ClientScene()
    let territory = TestTerritory("tregor", with: ["mairie.example"])
    try await scene.node.join(territory)
    let path = "/api/maillage/v1/territories"

    let before = try await scene.get(path).json().array?.first
    try await scene.node.accept(territory, by: scene.alice)
    let after = try await scene.get(path).json().array?.first

    #expect(before?["id"]?.string == territory.id.text)
    #expect(before?["local_name"] == "tregor" && before?["name"] == "Tregor")
    #expect(before?["hosts"]?.array?.contains("mairie.example") == true)
    #expect(before?["terms"]?.string == territory.terms.digest.text)
    #expect(before?["accepted"] == false && after?["accepted"] == true)
  }
}
