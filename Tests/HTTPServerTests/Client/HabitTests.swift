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
      #expect(reply.status == 422, "\(query)")
      #expect(try reply.json()["error"]?.string?.isEmpty == false, "\(query)")
    }
    for type in ["accounts", "statuses", "hashtags"] {
      #expect(try await scene.get("/api/v2/search?q=essai&type=\(type)").status == 200)
    }
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
