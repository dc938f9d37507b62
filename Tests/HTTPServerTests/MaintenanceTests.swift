import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What a node in maintenance answers, and to whom.
@Suite("Maintenance")
struct MaintenanceTests {
  private struct Scene {
    let node: TestNode
    let server: TestServer
    let marie: ActorProfile

    init() async throws {
      node = try await TestNode.make()
      server = TestServer(node)
      marie = try await node.member("marie")
      let ada = try await node.member("ada")
      try await node.services.database.write { tx in
        var member = try required(try tx.members.find(ada.id))
        member.role = .admin
        try tx.members.update(member)
      }
    }

    func begin(_ message: String? = "Nouveau disque.", lasting seconds: TimeInterval? = nil) {
      let now = node.clock.now
      node.services.maintenance.set(
        Maintenance(message: message, since: now, until: seconds.map { now.addingTimeInterval($0) })
      )
    }
  }

  @Test("What a peer brings waits with the peer, and is taken afterwards")
  func peersWait() async throws {
    let scene = try await Scene()
    let sender = try RemoteActor("paul")
    try scene.node.farSide.host(sender)
    let activity = sender.create(sender.note("Bonjour"))
    scene.begin(lasting: 1_200)

    for inbox in ["/inbox", "/users/marie/inbox"] {
      let reply = try await scene.server.post(activity, from: sender, to: inbox)
      #expect(reply.status == 503)
      #expect(reply["retry-after"] == "1200")
    }
    #expect(try await scene.node.outcome(of: activity) == nil)
    let reading = try await scene.server.get("/users/marie", as: sender)
    #expect(reading.status == 503)
    #expect(try await scene.server.send(.get, "/nodeinfo/2.1").status == 503)

    scene.node.services.maintenance.set(nil)
    #expect(try await scene.server.post(activity, from: sender).status == 202)
    #expect(try await scene.node.outcome(of: activity) == "waiting")
  }

  @Test("An app reads; what it writes is refused in Mastodon's shape, but not to an admin")
  func apps() async throws {
    let scene = try await Scene()
    let phone = try await Phone(scene.server, of: scene.marie)
    let ada = try await scene.node.database.read { try $0.actors.find(localName: "ada") }
    let admin = try await Phone(scene.server, of: try required(ada))
    scene.begin()

    let reply = try await phone.ask(.post, "/api/v1/statuses", ["status": "Bonjour"])

    #expect(reply.status == 503)
    #expect(reply["retry-after"] == "300")
    #expect(try reply.json()["error"]?.string?.contains("Nouveau disque.") == true)
    #expect(try await phone.ask(.get, "/api/v1/timelines/home").status == 200)
    #expect(try await admin.ask(.post, "/api/v1/statuses", ["status": "Bonjour"]).status == 200)
    #expect(try await scene.server.send(.get, "/healthz").status == 200)
    #expect(try await scene.server.send(.get, "/readyz").status == 200)
  }

  @Test("Pages say so in the reader's language; forms of members wait, those of admins do not")
  func pages() async throws {
    let scene = try await Scene()
    let marie = try await Browser("marie", scene.server)
    let ada = try await Browser("ada", scene.server)
    scene.begin("<Nouveau> disque.", lasting: 3_600)

    let page = try await marie.page("/home").text
    let english = try await scene.server.send(
      .get,
      "/",
      [("accept", "text/html"), ("accept-language", "en")]
    )
    let refused = try await marie.send("/compose", [("status", "Bonjour")])

    #expect(page.contains("Maintenance en cours : vous pouvez lire"))
    #expect(page.contains("&lt;Nouveau&gt; disque."))
    #expect(english.text.contains("In maintenance: you can read"))
    #expect(refused.status == 503)
    #expect(refused["retry-after"] == "3600")
    #expect(try await ada.send("/compose", [("status", "Bonjour")]).status != 503)
    #expect(try await marie.send("/sign-out").status == 303)
    #expect(try await Browser("marie", scene.server).page("/home").status == 200)
  }

  @Test("A maintenance with an end ends by itself")
  func ends() async throws {
    let scene = try await Scene()
    let phone = try await Phone(scene.server, of: scene.marie)
    scene.begin(lasting: 600)
    #expect(try await phone.ask(.post, "/api/v1/statuses", ["status": "un"]).status == 503)

    scene.node.clock.advance(by: 601)

    #expect(try await phone.ask(.post, "/api/v1/statuses", ["status": "deux"]).status == 200)
  }

  @Test("When to ask again is neither at once nor never")
  func retrying() {
    let now = Date(timeIntervalSince1970: 1_000_000)
    let lasting = { (seconds: TimeInterval) in
      Maintenance(since: now, until: now.addingTimeInterval(seconds)).retrySeconds(at: now)
    }

    #expect(lasting(1) == 60)
    #expect(lasting(90.5) == 91)
    #expect(lasting(86_400) == 3_600)
    #expect(Maintenance(since: now).retrySeconds(at: now) == 300)
  }
}
