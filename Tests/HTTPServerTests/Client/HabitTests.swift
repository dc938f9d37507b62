import Federation
import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What apps expect of every answer: names of answers, errors, and that what is chosen is kept.
@Suite("Habits of the client API")
struct HabitTests {
  @Test("What is known already is not sent again, until it is another")
  func tags() async throws {
    let scene = try await ClientScene()
    for path in ["/api/v2/instance", "/api/v1/custom_emojis", "/api/v1/timelines/home"] {
      let first = try await scene.get(path)
      let tag = try required(first["etag"], path)
      #expect(first["cache-control"] == "private, no-cache")

      let fields = [("authorization", "Bearer \(try required(scene.tokens["alice"]))")]
      for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
        let again = try await scene.server.send(
          .get,
          path,
          fields + [("if-none-match", known)]
        )
        #expect(again.status == 304, "\(path) \(known)")
        #expect(again.text.isEmpty)
        #expect(again["etag"] == tag)
      }
      let other = try await scene.server.send(.get, path, fields + [("if-none-match", "\"other\"")])
      #expect(other.status == 200)
    }
    let before = try required(try await scene.get("/api/v1/timelines/home")["etag"])
    try await scene.post("Nouveau")
    #expect(try await scene.get("/api/v1/timelines/home")["etag"] != before)
    #expect(try await scene.get("/api/v1/notifications")["etag"] == nil)
  }

  @Test("Errors have Mastodon's shape, also where no route is and where too much was asked")
  func errors() async throws {
    let scene = try await ClientScene(
      limits: ServerSettings.Limits(requestsPerMinute: 20, clientRequests: 1_000_000)
    )
    let nowhere = try await scene.get("/api/v1/nowhere")
    #expect(nowhere.status == 404)
    #expect(try nowhere.json()["error"]?.string == "Record not found")
    #expect(nowhere["access-control-allow-origin"] == "*")

    var last = nowhere
    for _ in 0..<30 where last.status != 429 { last = try await scene.get("/api/v2/instance") }
    #expect(last.status == 429)
    #expect(try last.json()["error"]?.string == "Too many requests")
    #expect(last["retry-after"] != nil)
    #expect(last["access-control-allow-origin"] == "*")
    #expect(last["content-type"]?.hasPrefix("application/json") == true)
  }

  @Test("Each answer says how much more may be asked, also one that says no")
  func rates() async throws {
    let scene = try await ClientScene(
      limits: ServerSettings.Limits(requestsPerMinute: 1_000_000, clientRequests: 12)
    )
    let narrow = try await scene.grant(try OAuthScopes("read:lists"))
    let path = "/api/v1/timelines/home"
    var replies = [
      try await scene.get(path, as: nil), try await scene.get("/api/v1/statuses/999"),
      try await scene.send(.post, "/api/v1/statuses", [("status", "")]),
      try await scene.server.send(.get, path, [("authorization", "Bearer \(narrow)")]),
      try await scene.send(.post, "/oauth/token", [("grant_type", "password")], as: nil),
      try await scene.get("/api/v1/nowhere"), try await scene.get("/api/nowhere", as: nil),
      try await scene.send(.patch, "/api/v1/statuses"),
    ]
    for _ in 0..<20 where replies.last?.status != 429 { replies.append(try await scene.get(path)) }

    #expect(replies.prefix(8).map(\.status) == [401, 404, 422, 403, 400, 404, 404, 405])
    #expect(replies.last?.status == 429)
    for reply in replies {
      for name in ["limit", "remaining", "reset"] {
        #expect(reply["x-ratelimit-\(name)"] != nil, "\(reply.status) \(name)")
      }
      #expect(reply["access-control-expose-headers"]?.contains("Retry-After") == true)
    }
    // What there is not counts, too, and is then as much too much.
    #expect(try await scene.get("/api/v1/nowhere").status == 429)
  }

  @Test(
    "A search without words, or for a kind of thing that there is not, is refused in their shape"
  )
  func badSearch() async throws {
    let scene = try await ClientScene()
    for query in ["", "?q=", "?q=essai&type=people", "?q=essai&type=Account"] {
      let reply = try await scene.get("/api/v2/search\(query)")
      #expect(reply.status == 400, "\(query)")
      #expect(try reply.json()["error"]?.string?.isEmpty == false, "\(query)")
    }
    for type in ["accounts", "statuses", "hashtags"] {
      #expect(try await scene.get("/api/v2/search?q=essai&type=\(type)").status == 200)
    }
  }

  @Test("What cannot be read, or lacks its one parameter, is 400; what is read and no good is 422")
  func statuses() async throws {
    let scene = try await ClientScene()
    let token = ("authorization", "Bearer \(try required(scene.tokens["alice"]))")
    func status(
      _ method: HTTPRequest.Method,
      _ path: String,
      _ body: String,
      _ type: String = "application/json"
    ) async throws -> Int {
      let reply = try await scene.server.send(
        method,
        path,
        [token, ("content-type", type)],
        body: Array(body.utf8)
      )
      #expect(try reply.json()["error"]?.string?.isEmpty == false, "\(path) \(body)")
      return reply.status
    }
    let posts = "/api/v1/statuses"
    for body in ["{", "[]", #"{"status": "a", "status": "b"}"#] {
      #expect(try await status(.post, posts, body) == 400, "\(body)")
    }
    #expect(
      try await status(.post, posts, "status=%FF", "application/x-www-form-urlencoded") == 400
    )
    #expect(try await status(.post, posts, "x", "multipart/form-data; boundary=y") == 400)
    #expect(try await status(.post, posts, "x", "text/plain") == 400)
    #expect(try await status(.get, "/api/v1/timelines/public?a=%FF", "") == 400)
    #expect(try await status(.post, "/api/v1/push/subscription", "{}") == 400)
    #expect(try await status(.get, "/api/v2/notifications?expand_accounts=none", "") == 400)
    #expect(try await status(.get, "/api/v1/streaming/hashtag", "") == 400)

    for body in ["{}", #"{"status": " "}"#, #"{"status": "a", "visibility": "all"}"#] {
      #expect(try await status(.post, posts, body) == 422, "\(body)")
    }
    #expect(try await status(.post, "/api/v2/filters", #"{"context": ["home"]}"#) == 422)
  }

  @Test("Accounts are not made by apps, and posts for few are not passed on: 403, as in Mastodon")
  func notPermitted() async throws {
    let scene = try await ClientScene()
    #expect(try await scene.send(.post, "/api/v1/accounts", [("username", "carol")]).status == 403)
    #expect(try await scene.send(.post, "/api/v1/accounts", as: nil).status == 401)
    let post = try await scene.post("@bob psst", [("visibility", "direct")])
    let path = "/api/v1/statuses/\(try required(post["id"]?.string))/reblog"
    #expect(try await scene.send(.post, path, as: "bob").status == 403)

    let bob = "/api/v1/accounts/\(scene.bob.id.rawValue)"
    #expect(try await scene.send(.post, "\(bob)/block").status == 200)
    #expect(try await scene.send(.post, "\(bob)/follow").status == 403)
    let alice = "/api/v1/accounts/\(scene.alice.id.rawValue)"
    #expect(try await scene.send(.post, "\(alice)/follow", as: "bob").status == 403)
    _ = try await scene.send(.post, "\(bob)/unblock")
    #expect(try await scene.send(.post, "\(bob)/follow").status == 200)
  }

  @Test("What validation refuses in Mastodon is 422 here")
  func validation() async throws {
    let scene = try await ClientScene()
    let form = [
      ("visibility", "public"), ("poll[expires_in]", "600"), ("poll[options][]", "oui"),
      ("poll[options][]", "non"),
    ]
    let poll = try required(try await scene.post("?", form)["id"]?.string)
    let vote = [("choices[]", "0")]
    #expect(try await scene.send(.post, "/api/v1/polls/\(poll)/votes", vote).status == 422)
    #expect(
      try await scene.send(.post, "/api/v1/polls/\(poll)/votes", vote, as: "bob").status == 200
    )
    let pin = "/api/v1/statuses/\(poll)/pin"
    #expect(try await scene.send(.post, pin, as: "bob").status == 422)
    #expect(try await scene.send(.post, pin).status == 200)
  }

  @Test("Visitors find who wants to be found, look nothing up elsewhere and do not page")
  func searchOfVisitors() async throws {
    let scene = try await ClientScene()
    for name in ["alice", "bob"] { try await scene.post("La pluie #meteo", as: name) }
    _ = try await scene.send(
      .patch,
      "/api/v1/accounts/update_credentials",
      [("discoverable", "true"), ("indexable", "true")]
    )
    func found(_ query: String) async throws -> JSON {
      try await scene.get("/api/v2/search?\(query)", as: nil).json()
    }

    #expect(try await found("q=alice")["accounts"]?[0]?["acct"] == "alice")
    #expect(try await found("q=bob")["accounts"] == [])
    let posts = try await found("q=pluie")["statuses"]?.array
    #expect(posts?.compactMap { $0["account"]?["acct"]?.string } == ["alice"])
    #expect(try await found("q=meteo")["hashtags"]?[0]?["name"] == "meteo")
    for more in ["resolve=true", "offset=1"] {
      #expect(try await scene.get("/api/v2/search?q=alice&\(more)", as: nil).status == 401)
    }
    #expect(try await scene.get("/api/v2/search?q=alice&offset=0", as: nil).status == 200)
  }

  @Test("Pages of other origins may listen to streams")
  func preflight() async throws {
    let scene = try await ClientScene()
    for path in ["", "/user", "/public/local"] {
      let reply = try await scene.server.send(.options, "/api/v1/streaming\(path)")

      #expect(reply.status == 204)
      #expect(reply["access-control-allow-origin"] == "*")
      #expect(reply["access-control-allow-headers"]?.contains("Authorization") == true)
    }
  }

  @Test("A boost has an address of its own")
  func boost() async throws {
    let scene = try await ClientScene()
    let post = try await scene.post("À partager")

    let path = "/api/v1/statuses/\(try required(post["id"]?.string))/reblog"
    let boost = try await scene.send(.post, path, as: "bob").json()

    #expect(boost["reblog"]?["uri"] == post["uri"])
    #expect(boost["uri"] != post["uri"] && boost["url"] != post["url"])
  }

  @Test("A boost for followers is seen by them, and by nobody else")
  func privateBoost() async throws {
    let scene = try await ClientScene()
    let carol = try await Phone(scene.server, of: try await scene.node.member("carol"))
    let bob = "/api/v1/accounts/\(scene.bob.id.rawValue)"
    try await carol.post("\(bob)/follow")
    let post = try required(try await scene.post("À partager")["id"]?.string)
    let path = "/api/v1/statuses/\(post)"
    for word in ["direct", "all"] {
      let form = [("visibility", word)]
      #expect(try await scene.send(.post, "\(path)/reblog", form, as: "bob").status == 422)
    }

    let form = [("visibility", "private")]
    let boost = try await scene.send(.post, "\(path)/reblog", form, as: "bob").json()
    let number = try required(boost["id"]?.string)

    #expect(try await carol.each("id", of: "/api/v1/timelines/home") == [number])
    for (viewer, sees) in [("bob", true), ("alice", false), (nil, false)] {
      let own = try await scene.get("\(bob)/statuses", as: viewer).json().array ?? []
      #expect(own.map { $0["id"]?.string } == (sees ? [number] : []))
      let boosters = try await scene.get("\(path)/reblogged_by", as: viewer).json().array ?? []
      #expect(boosters.map { $0["acct"] } == (sees ? ["bob"] : []))
      let status = try await scene.get("/api/v1/statuses/\(number)", as: viewer).status
      #expect(status == (sees ? 200 : 404))
    }
    #expect(try await carol.each("id", of: "\(bob)/statuses") == [number])
    let shares = try await scene.server.get("/posts/\(post)/shares?page=true").json()
    #expect(shares["orderedItems"]?.array ?? [] == [])
    for (name, count) in [("bob", 0), ("alice", 1)] {
      let outbox = try await scene.server.get("/users/\(name)/outbox?page=true").json()
      #expect((outbox["orderedItems"]?.array ?? []).count == count, "\(name)")
    }

    #expect(try await scene.send(.post, "\(path)/unreblog", as: "bob").status == 200)
    #expect(try await carol.get("/api/v1/timelines/home") == [])
    for word in ["unlisted", "public"] {
      let form = [("visibility", word)]
      _ = try await scene.send(.post, "\(path)/reblog", form, as: "bob")
      #expect(try await scene.get("\(bob)/statuses", as: nil).json().array?.count == 1)
      _ = try await scene.send(.post, "\(path)/unreblog", as: "bob")
    }
  }

  @Test("A quote says that what it quotes was deleted")
  func deletedQuote() async throws {
    let scene = try await ClientScene()
    let quoted = try required(try await scene.post("À citer")["id"]?.string)
    let form = [("visibility", "public"), ("quoted_status_id", quoted)]
    let quote = try await scene.post("Cité", form, as: "bob")
    #expect(quote["quote"]?["state"] == "accepted")

    _ = try await scene.send(.delete, "/api/v1/statuses/\(quoted)")

    let path = "/api/v1/statuses/\(try required(quote["id"]?.string))"
    let after = try await scene.get(path, as: "bob").json()
    #expect(after["quote"]?["state"] == "deleted")
  }

  @Test("How one posts by default is kept, shown and used")
  func preferences() async throws {
    let scene = try await ClientScene()
    let reply = try await scene.send(
      .patch,
      "/api/v1/accounts/update_credentials",
      [
        ("source[privacy]", "unlisted"), ("source[sensitive]", "true"),
        ("source[language]", "en"), ("source[quote_policy]", "nobody"),
      ]
    )
    let source = try required(try reply.json()["source"])
    #expect(source["privacy"]?.string == "unlisted")
    #expect(source["sensitive"]?.bool == true)
    #expect(source["language"]?.string == "en")
    #expect(source["quote_policy"]?.string == "nobody")

    let kept = try await scene.get("/api/v1/preferences").json()
    #expect(kept["posting:default:visibility"]?.string == "unlisted")
    #expect(kept["posting:default:sensitive"]?.bool == true)

    let plain = try await scene.post("Simple", [])
    #expect(plain["visibility"]?.string == "unlisted")
    #expect(plain["sensitive"]?.bool == true)
    let said = try await scene.post("Dit", [("sensitive", "false"), ("visibility", "public")])
    #expect(said["visibility"]?.string == "public")
    #expect(said["sensitive"]?.bool == false)

    let id = try required(said["id"]?.string)
    let edited = try await scene.send(.put, "/api/v1/statuses/\(id)", [("status", "Redit")])
    #expect(try edited.json()["sensitive"]?.bool == false, "an edit changes what it names")
  }

  @Test("Who is declined is suggested no more, to that member")
  func suggestions() async throws {
    let scene = try await ClientScene()
    _ = try await scene.send(
      .patch,
      "/api/v1/accounts/update_credentials",
      [("discoverable", "true")],
      as: "bob"
    )
    func suggested() async throws -> [String] {
      try await scene.get("/api/v2/suggestions").json().array?
        .compactMap { $0["account"]?["id"]?.string } ?? []
    }
    let bob = String(scene.bob.id.rawValue)
    #expect(try await suggested() == [bob])
    #expect(try await scene.send(.delete, "/api/v1/suggestions/\(bob)").status == 200)
    #expect(try await suggested().isEmpty)
  }
}
