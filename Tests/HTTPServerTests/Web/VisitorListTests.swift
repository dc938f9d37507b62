import Federation
import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import HTTPServer

/// What a visitor finds in lists is this node's own, however much of others is known here.
@Suite("Lists for visitors")
struct VisitorListTests {
  private let scene: ClientScene
  private let remote: ActorProfile

  init() async throws {
    scene = try await ClientScene()
    remote = try await scene.node.know(try RemoteActor("carla"))
  }

  /// Enough posts of another node's to fill every page, all before what this node has.
  private func fill(_ change: @escaping @Sendable (inout PostBody, Int) -> Void) async throws {
    let (author, now, numbers) = (remote.id, scene.node.clock.now, scene.node.services.numbers)
    try await scene.node.database.write { tx in
      for number in 1...45 {
        var body = PostBody(html: "<p>De loin</p>")
        change(&body, number)
        let post = Post(
          id: PostID(rawValue: numbers.next(at: now)),
          uri: "https://far.example/posts/\(number)",
          authorID: author,
          isLocal: false,
          audience: .public,
          kind: body.need == nil ? "Event" : Need.kind,
          body: body,
          publishedAt: now
        )
        let proof = try OriginProof(of: post.uri, vouchedBy: post.uri)
        _ = try tx.posts.insertRemote(post, addressees: [], proof: proof)
      }
    }
  }

  private func visited(_ path: String) async throws -> String {
    try await scene.server.get(path, accept: "text/html").text
  }

  @Test("Events of this node are on the page and in the calendar behind many of others")
  func events() async throws {
    let start = scene.node.clock.now
    try await fill { body, number in
      body.event = Event(title: "Fête au loin", startsAt: start.addingTimeInterval(Double(number)))
    }
    let held = try await scene.send(
      .post,
      "/api/maillage/v1/events",
      [
        ("status", "Venez"), ("title", "Portes ouvertes"), ("visibility", "public"),
        ("starts_at", start.addingTimeInterval(86_400).ISO8601Format()),
      ]
    )
    #expect(held.status == 200, "\(held.text)")

    let page = try await visited("/events")

    #expect(page.contains("Portes ouvertes") && !page.contains("Fête au loin"))
    let calendar = try await scene.server.get("/events.ics", accept: "text/calendar").text
    #expect(calendar.contains("Portes ouvertes") && !calendar.contains("Fête au loin"))
    let alice = try await Browser("alice", scene.server)
    #expect(try await alice.page("/events").text.contains("Fête au loin"))
  }

  @Test("Needs of this node are on the page behind many of others")
  func needs() async throws {
    let title = "Souder au loin"
    let said = try await scene.send(
      .post,
      "/api/maillage/v1/needs",
      [("title", "Réparer la scie"), ("amount", "4"), ("audience", "public")]
    )
    #expect(said.status == 200, "\(said.text)")
    try await fill { body, _ in
      let amount = Quantity(Amount("4"), .hour)
      body.need = Need(.request, title: title, primary: .init(.deliverService, amount))
    }

    let page = try await visited("/needs")

    #expect(page.contains("Réparer la scie") && !page.contains(title))
    let alice = try await Browser("alice", scene.server)
    #expect(try await alice.page("/needs").text.contains(title))
  }
}
