import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Every entity as it is really answered, against the catalogue: names, types, what may be null.
///
/// Clients in Swift, Kotlin and Rust decode strictly; one missing field and a timeline stays empty.
@Suite("Entities")
struct EntityTests {
  @Test("What routes answer is what the catalogue says, with a token and without")
  func answers() async throws {
    let scene = try await ClientScene()
    let (numbers, others) = try await populate(scene)

    var checked = 0
    for route in ClientAPI(scene.server.server.client).routes where route.method == .get {
      guard let type = route.answer else { continue }
      for path in paths(of: route, numbers, others) {
        for name in ["alice", "bob", nil] {
          let reply = try await scene.get(path, as: name)
          guard reply.status == 200 else { continue }
          checked += 1
          let faults = EntitySchema.faults(in: try reply.json(), type, at: path)
          #expect(faults.isEmpty, "\(faults.prefix(5))")
        }
      }
    }
    #expect(checked > 60)
  }

  /// Something of everything; the numbers by noun, and those of further posts.
  private func populate(_ scene: ClientScene) async throws -> ([String: String], [String]) {
    let first = try await scene.post("Bonjour **@bob** #lannion :four: C++")
    let id = try required(first["id"]?.string)
    let poll = try await scene.post(
      "Qui vient ?",
      [
        ("visibility", "public"), ("poll[options][]", "oui"), ("poll[options][]", "non"),
        ("poll[expires_in]", "600"),
      ]
    )
    let question = try required(poll["id"]?.string)
    let answer = try await scene.post(
      "Moi",
      [("in_reply_to_id", id), ("visibility", "public"), ("spoiler_text", "vrai")],
      as: "bob"
    )
    _ = try await scene.send(.post, "/api/v1/accounts/\(scene.alice.id.rawValue)/follow", as: "bob")
    let boost = try await scene.send(.post, "/api/v1/statuses/\(id)/reblog", as: "bob").json()
    _ = try await scene.send(.post, "/api/v1/statuses/\(id)/favourite", as: "bob")
    _ = try await scene.send(.put, "/api/v1/statuses/\(id)", [("status", "Bonjour à tous")])
    _ = try await scene.send(
      .post,
      "/api/v1/polls/\(question)/votes",
      [("choices[]", "1")],
      as: "bob"
    )
    _ = try await scene.send(
      .patch,
      "/api/v1/accounts/update_credentials",
      [
        ("note", "*Ici*"), ("fields_attributes[0][name]", "Site"),
        ("fields_attributes[0][value]", "https://x.example"),
      ]
    )
    let numbers = [
      "accounts": String(scene.alice.id.rawValue), "statuses": id, "polls": question,
      "tag": "lannion",
    ]
    let boostID = try required(boost["id"]?.string)
    let answerID = try required(answer["id"]?.string)
    #expect(boostID != id)
    return (numbers, [boostID, answerID, question])
  }

  private func paths(
    of route: ClientRoute,
    _ numbers: [String: String],
    _ others: [String]
  ) -> [String] {
    let noun = route.path.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
    let query =
      "?q=bonjour&acct=bob&id[]=\(numbers["accounts"] ?? "")&id[]=\(numbers["statuses"] ?? "")"
    let ids = [numbers[noun] ?? "1"] + (noun == "statuses" ? others : [])
    return ids.map { id in
      route.path.replacing(":id", with: id).replacing(":tag", with: numbers["tag"] ?? "") + query
    }
  }

  @Test("A post of each ring is shown as the ring that clients know, with the real one beside")
  func rings() async throws {
    let scene = try await ClientScene()
    for (wish, word, ring) in [
      ("public", "public", "public"), ("unlisted", "unlisted", "public"),
      ("private", "private", "followers"), ("followers", "private", "followers"),
      ("local", "private", "node"),
      ("node", "private", "node"),
    ] {
      let status = try await scene.post("Essai", [("visibility", wish)])
      #expect(status["visibility"]?.string == word)
      #expect(status["maillage"]?["audience"]?.string == ring)
      #expect(status["local_only"]?.bool == (ring == "node"))
    }
    let local = try await scene.post("Essai", [("local_only", "true"), ("visibility", "public")])
    #expect(local["maillage"]?["audience"]?.string == "node")
    let direct = try await scene.post("Pour @bob", [("visibility", "direct")])
    #expect(direct["visibility"]?.string == "direct" && direct["mentions"]?.array?.count == 1)
    #expect(
      try await scene.send(.post, "/api/v1/statuses", [("status", "x"), ("visibility", "x")]).status
        == 422
    )
  }

  @Test("Another's posts that are not for one answer as if they were not there")
  func foreign() async throws {
    let scene = try await ClientScene()
    let own = try await scene.post("Pour moi", [("visibility", "private")])
    let id = try required(own["id"]?.string)
    let absent = try await scene.get("/api/v1/statuses/1", as: "bob")

    for (method, path) in [
      (HTTPRequest.Method.get, "/api/v1/statuses/\(id)"), (.get, "/api/v1/statuses/\(id)/context"),
      (.get, "/api/v1/statuses/\(id)/source"), (.get, "/api/v1/statuses/\(id)/history"),
      (.get, "/api/v1/statuses/\(id)/favourited_by"), (.post, "/api/v1/statuses/\(id)/favourite"),
      (.post, "/api/v1/statuses/\(id)/reblog"), (.post, "/api/v1/statuses/\(id)/pin"),
      (.delete, "/api/v1/statuses/\(id)"), (.get, "/api/v1/polls/\(id)"),
    ] {
      for name in ["bob", nil] {
        let reply = try await scene.send(method, path, as: name)
        guard reply.status != 401 else { continue }
        #expect(reply.status == 404 && reply.body == absent.body, "\(method) \(path)")
      }
    }
    let edit = try await scene.send(.put, "/api/v1/statuses/\(id)", [("status", "x")], as: "bob")
    #expect(edit.status == 404)
  }

  @Test("Who is in a closed group, only those in it are told")
  func closedGroup() async throws {
    let scene = try await ClientScene()
    let rules = GroupRules(isClosed: true)
    let group = try await scene.node.group("cercle", rules)

    for list in ["followers", "following"] {
      let path = "/api/v1/accounts/\(group.id.rawValue)/\(list)"
      #expect(try await scene.get(path).status == 404)
      #expect(try await scene.get(path, as: nil).status == 404)
    }
  }

  @Test("The description has every route and no other, and leads nowhere that is not")
  func description() async throws {
    let scene = try await ClientScene()
    let document = try await scene.server.send(.get, "/api/openapi.json").json()
    let routes = ClientAPI(scene.server.server.client).routes
    let described = try required(document["paths"]?.object).flatMap { path in
      (path.value.object?.keys ?? []).map { "\($0) \(path.key)" }
    }

    let table = Set(
      routes.map { "\($0.method.rawValue.lowercased()) \(OpenAPIDocument.template($0.path))" }
    )
    let paths = Set(routes.map { OpenAPIDocument.template($0.path) })
    let served = scene.server.server.router().routes.filter { route in
      // Under the paths of the table, all that is not in it is refused.
      !paths.contains(OpenAPIDocument.template("\(route.path)")) && route.method != .options
        && route.method != .head
        // Forms of pages: what they do is the route of the table at the same path.
        && !"\(route.path)".hasPrefix("/do/")
    }
    let others = Set(
      served.map {
        "\($0.method.rawValue.lowercased()) \(OpenAPIDocument.template("\($0.path)"))"
      }
    )
    #expect(Set(described).subtracting(table).subtracting(others).isEmpty)
    #expect(table.union(others).subtracting(described).isEmpty)
    let text = document.text()
    let references = text.matches(of: /#\/components\/schemas\/([A-Za-z0-9]+)/).map { String($0.1) }
    #expect(Set(references).isSubset(of: Set(EntitySchema.all.keys)))
  }

  @Test("Pages follow each other without a gap, by Link")
  func paging() async throws {
    let scene = try await ClientScene()
    for number in 0..<7 { try await scene.post("n° \(number)") }
    var path: String? = "/api/v1/timelines/home?limit=3"
    var texts: [String] = []
    while let next = path {
      let reply = try await scene.get(next)
      let page = try required(try reply.json().array)
      texts += page.compactMap { $0["content"]?.string }
      let link = reply["link"]?.firstMatch(of: /<https:\/\/home\.example([^>]+)>; rel="next"/)
      path = link.map { String($0.1) }
    }
    #expect(texts == (0..<7).reversed().map { "<p>n° \($0)</p>\n" })
  }

  @Test("What was asked before is answered as it is now, whatever was written meanwhile")
  func repeated() async throws {
    let scene = try await ClientScene()
    try await scene.post("eins")
    func texts(as name: String = "alice") async throws -> [String?] {
      let reply = try await scene.get("/api/v1/timelines/home", as: name)
      return try reply.json().array?.map { $0["content"]?.string } ?? []
    }
    #expect(try await texts() == ["<p>eins</p>\n"])
    #expect(try await texts() == ["<p>eins</p>\n"])
    #expect(try await texts(as: "bob").isEmpty)

    let second = try required(try await scene.post("zwei")["id"]?.string)
    #expect(try await texts() == ["<p>zwei</p>\n", "<p>eins</p>\n"])
    _ = try await scene.send(.delete, "/api/v1/statuses/\(second)")
    #expect(try await texts() == ["<p>eins</p>\n"])
    let tokens = try await scene.node.services.database.write { [scene] tx in
      try tx.clients.revokeAll(of: scene.alice.id)
    }
    #expect(tokens.count == 1)
    #expect(try await scene.get("/api/v1/timelines/home").status == 401)
  }

  @Test("How much may be asked is said with each answer, and then it is too much")
  func rates() async throws {
    let limits = ServerSettings.Limits(requestsPerMinute: 1_000_000, clientRequests: 12)
    let scene = try await ClientScene(limits: limits)
    var last: TestServer.Reply?
    for _ in 0..<13 { last = try await scene.get("/api/v1/timelines/home") }

    let reply = try required(last)
    #expect(reply.status == 429 && reply["x-ratelimit-limit"] == "12")
    #expect(reply["x-ratelimit-remaining"] == "0")
    let reset = try required(reply["x-ratelimit-reset"])
    #expect(reset.hasSuffix("Z"))
    #expect(try await scene.get("/api/v1/timelines/home", as: "bob").status == 200)
  }
}
