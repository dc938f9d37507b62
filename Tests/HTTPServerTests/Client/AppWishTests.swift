import Federation
import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What apps say of accounts, polls, follows and reports beside the main thing is kept and shown.
@Suite("What apps wish")
struct AppWishTests {
  private static func id(_ status: JSON) throws -> String { try required(status["id"]?.string) }

  @Test("A bot goes by the type Service, and its followers are told")
  func bot() async throws {
    let scene = try await ClientScene()
    let carol = try RemoteActor("carol")
    try await scene.node.follow(scene.alice, by: carol)

    let path = "/api/v1/accounts/update_credentials"
    let own = try await scene.send(.patch, path, [("bot", "true")]).json()

    #expect(own["bot"] == true)
    #expect(try await scene.server.get("/users/alice").json()["type"] == "Service")
    #expect(try await scene.node.waitingInboxes().count == 1)
    #expect(try await scene.server.get("/users/alice/outbox").status == 200)
    try await scene.post("De la machine")
    _ = try await scene.send(.patch, path, [("bot", "false")])
    #expect(try await scene.server.get("/users/alice").json()["type"] == "Person")
  }

  @Test("Who hides whom it knows shows how many they are, and sees them itself")
  func hiddenTies() async throws {
    let scene = try await ClientScene()
    let alice = "/api/v1/accounts/\(scene.alice.id.rawValue)"
    _ = try await scene.send(.post, "\(alice)/follow", as: "bob")

    let path = "/api/v1/accounts/update_credentials"
    let own = try await scene.send(.patch, path, [("hide_collections", "true")]).json()

    #expect(own["hide_collections"] == true && own["source"]?["hide_collections"] == true)
    #expect(try await scene.get("\(alice)/followers").json().array?.count == 1)
    for list in ["followers", "following"] {
      for viewer in ["bob", nil] {
        #expect(try await scene.get("\(alice)/\(list)", as: viewer).json() == [])
      }
    }
    for path in ["/users/alice/followers", "/users/alice/followers?page=true"] {
      let list = try await scene.server.get(path).json()
      #expect(list["totalItems"] == 1 && list["first"] == nil && list["orderedItems"] == nil)
    }
    #expect(try await scene.get(alice, as: "bob").json()["followers_count"] == 1)
  }

  @Test("How often each option was chosen is told to nobody before the end, if that is wished")
  func hiddenTotals() async throws {
    let scene = try await ClientScene()
    let form = [
      ("visibility", "public"), ("poll[options][]", "oui"), ("poll[options][]", "non"),
      ("poll[expires_in]", "3600"), ("poll[hide_totals]", "true"),
    ]
    let post = try await scene.post("Choisissez", form)
    let poll = "/api/v1/polls/\(try Self.id(post))"
    _ = try await scene.send(.post, "\(poll)/votes", [("choices[]", "0")], as: "bob")
    func counts() async throws -> [JSON?]? {
      try await scene.get(poll).json()["options"]?.array?.map { $0["votes_count"] }
    }
    func wire() async throws -> [JSON?]? {
      let path = try required(URLComponents(string: post["uri"]?.string ?? "")).path
      let options = try await scene.server.get(path).json()["oneOf"]?.array
      return options?.map { $0["replies"]?["totalItems"] }
    }

    #expect(try await counts() == [.null, .null])
    #expect(try await wire() == [nil, nil])
    let page = try await scene.server.get("/posts/\(try Self.id(post))", accept: "text/html")
    #expect(!page.text.contains("oui: 1"))

    scene.node.clock.advance(by: 3_601)
    try await PollClerk(services: scene.node.services).work()
    #expect(try await counts() == [1, 0])
    #expect(try await wire() == [1, 0])
  }

  @Test("Who follows somebody for some languages gets the posts in these, and those that name none")
  func languages() async throws {
    let scene = try await ClientScene()
    let path = "/api/v1/accounts/\(scene.alice.id.rawValue)/follow"
    func follow(_ languages: [String]) async throws -> TestServer.Reply {
      try await scene.send(.post, path, languages.map { ("languages[]", $0) }, as: "bob")
    }
    let relationship = try await follow(["fr", "PT"]).json()
    #expect(relationship["languages"] == ["fr", "pt"])
    #expect(try await follow(["no language"]).status == 422)

    for language in ["fr", "en", "pt-BR", "de"] {
      try await scene.post(language, [("visibility", "public"), ("language", language)])
    }
    func home() async throws -> [String?]? {
      let list = try await scene.get("/api/v1/timelines/home", as: "bob").json().array
      return list?.map { $0["language"]?.string }
    }
    #expect(try await home() == ["pt-BR", "fr"])

    #expect(try await follow([""]).json()["languages"] == .null)
    try await scene.post("encore", [("visibility", "public"), ("language", "de")])
    #expect(try await home() == ["de", "pt-BR", "fr"])
  }

  @Test("A list holds no post in other languages, neither by a hashtag that one follows")
  func listedLanguages() async throws {
    let scene = try await ClientScene()
    let alice = String(scene.alice.id.rawValue)
    func send(_ path: String, _ form: [(String, String)] = []) async throws -> TestServer.Reply {
      try await scene.send(.post, "/api/v1/\(path)", form, as: "bob")
    }
    #expect(try await send("accounts/\(alice)/follow", [("languages[]", "fr")]).status == 200)
    #expect(try await send("tags/four/follow").status == 200)
    let list = try Self.id(try await send("lists", [("title", "L")]).json())
    #expect(try await send("lists/\(list)/accounts", [("account_ids[]", alice)]).status == 200)

    for language in ["fr", "de"] {
      let words = "\(language) #four"
      try await scene.post(words, [("visibility", "public"), ("language", language)])
    }

    for timeline in ["list/\(list)", "home"] {
      let found = try await scene.get("/api/v1/timelines/\(timeline)", as: "bob").json().array
      #expect(found?.map { $0["language"] } == ["fr"], "\(timeline)")
    }
  }

  @Test("Search keeps to one author’s posts and to people whom one follows, as it is asked")
  func narrowSearch() async throws {
    let scene = try await ClientScene()
    for name in ["alice", "bob"] {
      let status = [("status", "La remorque de \(name)"), ("visibility", "public")]
      #expect(try await scene.send(.post, "/api/v1/statuses", status, as: name).status == 200)
    }
    func posts(_ more: String) async throws -> Int? {
      let path = "/api/v2/search?q=remorque&type=statuses\(more)"
      let found = try await scene.get(path, as: "bob").json()
      return found["statuses"]?.array?.count
    }
    func people(_ more: String) async throws -> [JSON?]? {
      let path = "/api/v2/search?q=alice&type=accounts\(more)"
      let found = try await scene.get(path, as: "bob").json()
      return found["accounts"]?.array?.map { $0["acct"] }
    }
    try await scene.node.database.write { tx in
      for var actor in [scene.alice, scene.bob] {
        actor.traits.isIndexable = true
        try tx.actors.update(actor, of: actor.id)
      }
    }

    #expect(try await posts("") == 2)
    #expect(try await posts("&account_id=\(scene.alice.id.rawValue)") == 1)
    #expect(try await posts("&account_id=nobody") == 0)
    let newest = try required(
      try await scene.get("/api/v2/search?q=remorque", as: "bob").json()["statuses"]?[0]?["id"]
    )
    #expect(try await posts("&min_id=\(try required(newest.string))") == 0)
    for more in ["&resolve=true&following=true", "&following=true"] {
      #expect(try await people(more) == [], "\(more)")
    }
    let follow = "/api/v1/accounts/\(scene.alice.id.rawValue)/follow"
    #expect(try await scene.send(.post, follow, as: "bob").status == 200)
    #expect(try await people("&resolve=true&following=true") == ["alice"])
  }

  @Test("The admin sees what kind of report it is, and that its own node is to be told")
  func reports() async throws {
    let scene = try await ClientScene()
    func report(_ category: String) async throws -> TestServer.Reply {
      try await scene.send(
        .post,
        "/api/v1/reports",
        [
          ("account_id", String(scene.bob.id.rawValue)), ("category", category),
          ("forward", "true"),
        ]
      )
    }

    let reply = try await report("spam").json()

    #expect(reply["category"] == "spam" && reply["forwarded"] == true)
    let kept = try await scene.node.database.read { try $0.reports.latest().first }
    #expect(kept?.category == .spam && kept?.isForwardingWished == true)
    #expect(try await report("dislike").status == 422)
  }

  @Test("Quotes that an author agreed to are counted")
  func quotes() async throws {
    let scene = try await ClientScene()
    let id = try Self.id(try await scene.post("À citer"))
    func count() async throws -> JSON? {
      try await scene.get("/api/v1/timelines/home").json()[0]?["quotes_count"]
    }
    #expect(try await count() == 0)

    let form = [("visibility", "public"), ("quoted_status_id", id)]
    let quote = try Self.id(try await scene.post("Cité", form, as: "bob"))
    #expect(try await count() == 1)
    _ = try await scene.send(.delete, "/api/v1/statuses/\(quote)", as: "bob")
    #expect(try await count() == 0)
  }
}
