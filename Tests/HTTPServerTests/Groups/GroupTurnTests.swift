import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import HTTPServer

/// A name that was given is never given again, so nobody gives many away in a day.
@Suite("Groups that a member makes in a day")
struct GroupTurnTests {
  private static let start = "/api/maillage/v1/groups"

  @Test("are twenty, those that are closed counted too, a restart between them or not")
  func turns() async throws {
    let scene = try await ClientScene()
    let first = try await scene.send(.post, Self.start, [("name", "jardin")])
    let id = try required(try first.json()["account"]?["id"]?.string)
    let (alice, now) = (scene.alice.id, scene.node.clock.now)
    try await scene.node.database.write { tx in
      for _ in 1..<GroupTurnStore.most { try tx.groupTurns.take(by: alice, at: now) }
    }

    // What a server had in memory goes with it.
    let again = TestServer(scene.node)
    let token = try required(scene.tokens["alice"])
    let fields = [("authorization", "Bearer \(token)")]
    let made = try await again.form(.post, Self.start, [("name", "verger")], fields)
    let team = try await again.form(
      .post,
      "/api/maillage/v1/teams",
      [("name", "verger")],
      fields
    )
    let closed = try await again.send(.delete, "\(Self.start)/\(id)", fields)

    #expect(made.status == 429 && team.status == 429 && closed.status == 429)
    #expect(made["retry-after"] == "86400")
    #expect(try await scene.send(.post, Self.start, [("name", "ru")], as: "bob").status == 200)
    scene.node.clock.advance(by: 86_400)
    #expect(try await again.form(.post, Self.start, [("name", "verger")], fields).status == 200)
    #expect(try await again.send(.delete, "\(Self.start)/\(id)", fields).status == 200)
  }
}
