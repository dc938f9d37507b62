import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Ways of asking that real apps have, as `Tests/Interop/clients` finds them.
@Suite("Habits of apps")
struct AppHabitTests {
  private let server: TestServer
  private let alice: Phone
  private let dave: Phone

  init() async throws {
    let node = try await TestNode.make()
    server = TestServer(node)
    alice = try await Phone(server, of: try await node.member("alice"))
    dave = try await Phone(server, of: try await node.member("dave"))
  }

  private func number(of phone: Phone) -> String { String(phone.member.id.rawValue) }

  @Test("The body of a GET counts (Mastodon.py)")
  func bodyOfGet() async throws {
    let wanted: JSON = ["id": [.string(number(of: dave))]]

    let ties = try await alice.ask(.get, "/api/v1/accounts/relationships", wanted).json()

    #expect(ties.array?.compactMap { $0["id"]?.string } == [number(of: dave)])
  }

  @Test("An answer to a GET with a body is none to the same GET without")
  func bodyOfRepeatableGet() async throws {
    for text in ["one", "two"] {
      try await alice.post("/api/v1/statuses", ["status": .string(text)])
    }
    let path = "/api/v1/timelines/home"

    let short = try await alice.ask(.get, path, ["limit": 1]).json()
    let long = try await alice.get(path)
    let again = try await alice.ask(.get, path, ["limit": 1]).json()

    #expect([short, long, again].map { $0.array?.count } == [1, 2, 1])
  }

  @Test("A body of a GET is bounded as any other")
  func largeBodyOfGet() async throws {
    let large: JSON = ["id": .string(String(repeating: "1", count: 300 * 1024))]

    #expect(try await alice.ask(.get, "/api/v1/accounts/relationships", large).status == 413)
  }

  @Test("Another method than a path takes is told which it takes")
  func otherMethod() async throws {
    let reply = try await alice.ask(.put, "/api/v1/timelines/home")

    #expect(reply.status == 405)
    #expect(reply["allow"] == "GET, OPTIONS")
    #expect(try reply.json()["error"]?.string != nil)
  }

  @Test("Errors that no route gives have Mastodon’s shape for apps, and are read by pages")
  func unknownPath() async throws {
    let reply = try await alice.ask(.get, "/api/v1/nowhere")

    #expect(reply.status == 404)
    #expect(try reply.json() == ["error": "Record not found"])
    #expect(reply["access-control-allow-origin"] == "*")
  }

  @Test("Whom one blocks is found by name to be unblocked (toot)")
  func blockedByName() async throws {
    try await alice.post("/api/v1/accounts/\(number(of: dave))/block")
    let path = "/api/v2/search?q=dave&type=accounts"

    let named = try await alice.get(path + "&resolve=true")
    let searched = try await alice.get(path)

    #expect(named["accounts"]?.array?.compactMap { $0["acct"]?.string } == ["dave"])
    #expect(searched["accounts"]?.array?.isEmpty == true)
  }

  @Test("Search says which hashtags one follows (toot)")
  func followedTag() async throws {
    try await alice.post("/api/v1/statuses", ["status": "Look: #village"])
    for (verb, isFollowing) in [("follow", true), ("unfollow", false)] {
      try await alice.post("/api/v1/tags/village/\(verb)")
      let tags = try await alice.get("/api/v2/search?q=village&type=hashtags")["hashtags"]
      #expect(tags?.array?.map { $0["following"] } == [.bool(isFollowing)])
    }
  }

  @Test("A keyword of a filter is changed in part (schemathesis)")
  func partOfKeyword() async throws {
    let made = try await alice.post(
      "/api/v2/filters",
      [
        "title": "Rain", "context": ["home"],
        "keywords_attributes": [["keyword": "rain", "whole_word": false]],
      ]
    )
    let id = try required(made["keywords"]?[0]?["id"]?.string)
    let path = "/api/v2/filters/keywords/\(id)"

    let changed = try await alice.ask(.put, path, ["whole_word": true]).json()

    #expect(changed["keyword"] == "rain")
    #expect(changed["whole_word"] == true)
    #expect(try await alice.ask(.put, path, ["keyword": ""]).status == 422)
  }

  @Test("Of several requests, those that are settled already are no error")
  func settledRequests() async throws {
    let reply = try await alice.ask(
      .post,
      "/api/v1/notifications/requests/accept",
      ["id": ["1", "2"]]
    )

    #expect(reply.status == 200)
  }

  @Test("A closed hub ends its streams, and those that come later at once")
  func closedHub() async throws {
    let hub = LiveHub()
    let early = try hub.sit(.listener(token: 1, member: nil), [.user])

    hub.close()

    let late = try hub.sit(.listener(token: 2, member: nil), [.user])
    for stream in [early, late] {
      var count = 0
      for await _ in stream.messages { count += 1 }
      #expect(count == 0)
    }
    #expect(hub.seats.isEmpty)
  }
}
