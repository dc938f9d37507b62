import Federation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What the script of pages is told while a page is open.
@Suite("Pages that stay open", .timeLimit(.minutes(1)))
struct LivePageTests {
  private static let home = "/live?timeline=home&since=0"

  /// Listens as a browser, lets something happen, and gives all that came until the stream ended.
  private func heard(
    by browser: Browser,
    at path: String = home,
    in scene: ClientScene,
    while body: @escaping @Sendable () async throws -> Void
  ) async throws -> TestServer.Reply {
    let hub = scene.node.services.live
    let feed = StreamFeed(scene.server.server)
    return try await withThrowingTaskGroup(of: TestServer.Reply?.self) { group in
      group.addTask {
        try await feed.run()
        return nil
      }
      group.addTask { try await browser.page(path) }
      while hub.seats.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      try await body()
      let reply = try await group.next()
      group.cancelAll()
      return try required(reply ?? nil)
    }
  }

  @Test("A page hears how many posts are new, until its session ends")
  func posts() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let other = try await Browser("alice", scene.server)

    let reply = try await heard(by: alice, in: scene) {
      _ = try await scene.post("Une nouvelle")
      try await Task.sleep(for: .milliseconds(400))
      // Neither another member's session nor another of her own ends this one.
      _ = try await bob.send("/sign-out")
      _ = try await other.send("/sign-out")
      try await Task.sleep(for: .milliseconds(50))
      #expect(scene.node.services.live.seats.count == 1)
      _ = try await alice.send("/sign-out")
    }

    #expect(reply.status == 200 && reply["content-type"] == "text/event-stream")
    #expect(reply["access-control-allow-origin"] == nil)
    #expect(
      reply.text.contains("event: posts\ndata: {\"count\":1,\"words\":\"1 nouveau message\"}")
    )
    #expect(scene.node.services.live.seats.isEmpty)
    #expect(try await alice.page(Self.home).status == 303)
  }

  @Test("What comes is counted, and not read again; what is gone is taken off")
  func counted() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let before = try required(try await scene.post("Avant")["id"]?.string)

    let reply = try await heard(by: alice, at: "/live?timeline=home&since=\(before)", in: scene) {
      var ids: [String] = []
      for text in ["un", "deux"] {
        ids.append(try required(try await scene.post(text)["id"]?.string))
        try await Task.sleep(for: .milliseconds(300))
      }
      // What the page shows already is none of the new ones.
      _ = try await scene.send(.delete, "/api/v1/statuses/\(before)")
      try await Task.sleep(for: .milliseconds(300))
      _ = try await scene.send(.delete, "/api/v1/statuses/\(ids[0])")
      try await Task.sleep(for: .milliseconds(300))
      _ = try await alice.send("/sign-out")
    }

    let counts = reply.text.matches(of: /event: posts\ndata: \{"count":([0-9]+)/).map { $0.1 }
    #expect(counts == ["0", "1", "2", "1"])
  }

  @Test("A page hears of notifications, and of nobody else's")
  func notices() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let id = try required(try await scene.post("Bonjour")["id"]?.string)

    let reply = try await heard(by: alice, at: "/live", in: scene) {
      _ = try await scene.send(.post, "/api/v1/statuses/\(id)/favourite", as: "bob")
      try await Task.sleep(for: .milliseconds(400))
      _ = try await alice.send("/sign-out")
    }

    #expect(reply.text.contains("event: notices\ndata: {\"count\":1,\"words\":\"1 non lue\"}"))
    #expect(!reply.text.contains("event: posts"))
  }

  @Test("Attack: no stream without a session, of a timeline that is none, or with another's data")
  func strangers() async throws {
    let scene = try await ClientScene()
    #expect(try await scene.server.send(.get, Self.home, [("accept", "text/html")]).status == 303)
    let alice = try await Browser("alice", scene.server)
    for query in ["timeline=none", "timeline=territory", "timeline=territory&territory=x"] {
      #expect(try await alice.page("/live?\(query)").status == 400, "\(query)")
    }
    #expect(scene.node.services.live.seats.isEmpty)
  }

  @Test("A timeline names its newest post, older stretches and lists of one's own watch nothing")
  func watched() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let id = try required(try await scene.post("Bonjour")["id"]?.string)

    let home = try await alice.page("/home").text
    #expect(home.contains("data-watch=\"timeline=home&amp;since=\(id)\""))
    #expect(home.contains("class=\"fresh\" role=\"status\""))
    for path in ["/bookmarks", "/home?max_id=\(id)", "/hashtags/x"] {
      #expect(!(try await alice.page(path).text.contains("data-watch")), "\(path)")
    }
  }

  @Test("Names and hashtags are completed for members alone")
  func completes() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    _ = try await scene.post("Avec #jardinage")

    // Who neither is followed nor wants to be found is found by nobody who types.
    #expect(try await alice.page("/complete?q=%40bob").text == "[]")
    _ = try await scene.send(.post, "/api/v1/accounts/\(scene.bob.id.rawValue)/follow")
    let people = try JSON.parse(Array(try await alice.page("/complete?q=%40bob").text.utf8))
    #expect(people.array?.first?["text"]?.string == "@bob")
    let tags = try JSON.parse(Array(try await alice.page("/complete?q=%23jard").text.utf8))
    #expect(tags.array?.first?["text"]?.string == "#jardinage")
    #expect(try await alice.page("/complete?q=%40").text == "[]")
    let stranger = try await scene.server.send(.get, "/complete?q=%40bo", [("accept", "text/html")])
    #expect(stranger.status == 303)
  }
}
