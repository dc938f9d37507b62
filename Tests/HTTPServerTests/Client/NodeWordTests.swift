import Federation
import Foundation
import HTTPTypes
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// What the admin says to apps, visitors and members: rules, announcements, and since when.
@Suite("Words of the node")
struct NodeWordTests {
  private func rules(_ scene: ClientScene) async throws -> [Int64] {
    let now = scene.node.clock.now
    return try await scene.node.database.write { tx in
      let first = try tx.rules.add(.init(text: "Pas d’insultes", hint: "Ni <ici>"), at: now)
      try tx.rules.set(.init(text: "No insults", hint: "Nor there"), of: first, in: "en")
      return [first, try tx.rules.add(.init(text: "Pas de publicité"), at: now)]
    }
  }

  @Test("Rules are told to apps in all their languages, and to visitors in theirs")
  func rules() async throws {
    let scene = try await ClientScene()
    #expect(try await scene.get("/api/v1/instance/rules", as: nil).json() == [])
    let ids = try await rules(scene)

    let told = try await scene.get("/api/v1/instance/rules", as: nil).json()
    #expect(told.array?.compactMap { $0["id"]?.string } == ids.map { String($0) })
    #expect(told[0]?["text"] == "Pas d’insultes" && told[0]?["hint"] == "Ni <ici>")
    #expect(told[0]?["translations"]?["en"]?["text"] == "No insults")
    for path in ["/api/v1/instance", "/api/v2/instance"] {
      #expect(try await scene.get(path, as: nil).json()["rules"] == told, "\(path)")
    }
    for (language, text) in [("fr", "Pas d’insultes"), ("en", "No insults")] {
      let page = try await scene.server.send(
        .get,
        "/",
        [("accept", "text/html"), ("accept-language", language)]
      )
      #expect(page.text.contains("<li>\(text)<br>"), "\(language)")
      #expect(page.text.contains("<li>Pas de publicité</li>"), "\(language)")
      #expect(!page.text.contains("<ici>"))
    }

    let now = scene.node.clock.now
    try await scene.node.database.write { try $0.rules.remove(ids[0], at: now) }
    #expect(try await scene.get("/api/v1/instance/rules", as: nil).json().array?.count == 1)
  }

  @Test("A report keeps which rules were broken, also when they are rules no more")
  func reports() async throws {
    let scene = try await ClientScene()
    let ids = try await rules(scene)
    let bob = String(scene.bob.id.rawValue)
    func report(_ form: [(String, String)]) async throws -> TestServer.Reply {
      try await scene.send(.post, "/api/v1/reports", [("account_id", bob)] + form)
    }

    let broken = try await report([("rule_ids[]", String(ids[0])), ("category", "violation")])
    let implied = try await report([("rule_ids[]", String(ids[1]))])
    let other = try await report([("rule_ids[]", String(ids[1])), ("category", "spam")])

    #expect(try broken.json()["rule_ids"] == [.string(String(ids[0]))])
    #expect(try implied.json()["category"] == "violation")
    #expect(try other.json()["rule_ids"] == [])
    for id in ["0", "99", "x"] {
      #expect(try await report([("rule_ids[]", id)]).status == 422, "\(id)")
    }
    let number = try required(try broken.json()["id"]?.string.flatMap { Int64($0) })
    let now = scene.node.clock.now
    let kept = try await scene.node.database.write { tx in
      try tx.rules.remove(ids[0], at: now)
      return try tx.rules.broken(in: number).map(\.wording.text)
    }
    #expect(kept == ["Pas d’insultes"])
    #expect(try await report([("rule_ids[]", String(ids[0]))]).status == 422)
  }

  @Test("An announcement is shown to all members until it ends, and as read by who has read it")
  func announcements() async throws {
    let scene = try await ClientScene()
    let now = scene.node.clock.now
    let end = now.addingTimeInterval(3_600)
    let id = try await scene.node.database.write { tx in
      try tx.announcements.insert(
        Announcement(
          html: "<p>Arrêt <strong>ce soir</strong></p>",
          source: "Arrêt **ce soir**",
          endsAt: end,
          publishedAt: now
        )
      )
    }
    func read(_ name: String) async throws -> JSON? {
      try await scene.get("/api/v1/announcements", as: name).json()[0]?["read"]
    }
    let page = try await Browser("alice", scene.server)

    #expect(try await read("alice") == false)
    #expect(try await page.page("/home").text.contains("Arrêt <strong>ce soir</strong>"))
    let dismissed = try await page.send("/do/v1/announcements/\(id)/dismiss", [("back", "/home")])
    #expect(dismissed.status == 303)
    #expect(try await read("alice") == true)
    #expect(try await read("bob") == false)
    #expect(try await !page.page("/home").text.contains("Arrêt"))
    for number in ["999", "x"] {
      let path = "/api/v1/announcements/\(number)/dismiss"
      #expect(try await scene.send(.post, path).status == 404)
    }

    scene.node.clock.advance(by: 3_600)
    #expect(try await scene.get("/api/v1/announcements").json() == [])
    #expect(try await scene.send(.post, "/api/v1/announcements/\(id)/dismiss").status == 404)
  }

  @Test("Members react to an announcement with emoji, each once, with up to eight different ones")
  func reactions() async throws {
    let scene = try await ClientScene()
    let now = scene.node.clock.now
    let (id, gone) = try await scene.node.database.write { tx in
      let text = Announcement(html: "<p>Fête</p>", source: "Fête", publishedAt: now)
      let gone = try tx.announcements.insert(text)
      try tx.announcements.end(gone, at: now)
      return (try tx.announcements.insert(text), gone)
    }
    func send(
      _ method: HTTPRequest.Method,
      _ name: String,
      as member: String = "alice",
      to id: Int64
    ) async throws -> Int {
      let name = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
      let path = "/api/v1/announcements/\(id)/reactions/\(name)"
      return try await scene.send(method, path, as: member).status
    }
    func seen(by member: String) async throws -> [JSON]? {
      try await scene.get("/api/v1/announcements", as: member).json()[0]?["reactions"]?.array
    }

    for _ in 0..<2 { #expect(try await send(.put, "🎉", to: id) == 200) }
    #expect(try await send(.put, "🎉", as: "bob", to: id) == 200)
    #expect(try await send(.put, "👩🏽‍🌾", as: "bob", to: id) == 200)
    for name in ["x", "1", "#", "bongoCat", "🎉🎉", "🎉a", " "] {
      #expect(try await send(.put, name, to: id) == 422, "\(name)")
    }
    #expect(
      try await seen(by: "alice") == [
        ["name": "🎉", "count": 2, "me": true], ["name": "👩🏽‍🌾", "count": 1, "me": false],
      ]
    )
    // Those that come later stand below, whatever their signs.
    scene.node.clock.advance(by: 1)
    for name in ["1️⃣", "❤️", "❤", "🇫🇷", "👍", "⚡"] {
      #expect(try await send(.put, name, to: id) == 200, "\(name)")
    }
    #expect(try await send(.put, "👎", to: id) == 422)
    #expect(try await send(.put, "🎉", to: id) == 200)

    #expect(try await send(.delete, "🎉", as: "bob", to: id) == 200)
    #expect(try await send(.delete, "🎉", as: "bob", to: id) == 404)
    #expect(try await seen(by: "bob")?.first == ["name": "🎉", "count": 1, "me": false])
    for number in [gone, 999] {
      #expect(try await send(.put, "🎉", to: number) == 404)
      #expect(try await send(.delete, "🎉", to: number) == 404)
    }
  }

  @Test("What the node says of itself is dated by its last change")
  func dates() async throws {
    let scene = try await ClientScene()
    let made = scene.node.clock.now
    func updated(_ path: String) async throws -> String? {
      try await scene.get("/api/v1/instance/\(path)", as: nil).json()["updated_at"]?.string
    }
    let first = try await updated("extended_description")
    #expect(first == EntityMaker.time(made).string)

    let changed = made.addingTimeInterval(86_400)
    try await scene.node.database.write { tx in
      try tx.state.note(.privacy, is: "a", at: changed)
      try tx.state.note(.privacy, is: "a", at: changed.addingTimeInterval(60))
    }
    #expect(try await updated("privacy_policy") == EntityMaker.time(changed).string)
    #expect(try await updated("extended_description") == first)
  }

  @Test("Of groups of notifications an app may ask for no more than faces")
  func partialAccounts() async throws {
    let scene = try await ClientScene()
    let carol = try await scene.node.member("carol")
    let id = try required(try await scene.post("Bonjour")["id"]?.string)
    let post = try required(
      try await scene.node.database.read { try $0.posts.find(PostID(rawValue: Int64(id) ?? 0)) }
    )
    for member in [scene.bob, carol] { try await scene.node.outbox.like(post.uri, as: member.id) }
    func asked(_ query: String) async throws -> TestServer.Reply {
      try await scene.get("/api/v2/notifications\(query)")
    }

    let full = try await asked("").json()
    let partial = try await asked("?expand_accounts=partial_avatars").json()

    #expect(full["accounts"]?.array?.count == 2 && full["partial_accounts"] == nil)
    #expect(partial["accounts"]?.array?.compactMap { $0["username"]?.string } == ["carol"])
    let bob = try required(partial["partial_accounts"]?[0])
    #expect(partial["partial_accounts"]?.array?.count == 1 && bob["acct"] == "bob")
    #expect(bob["avatar"]?.string != nil && bob["note"] == nil)
    #expect(try await asked("?expand_accounts=full").json() == full)
    #expect(try await asked("?expand_accounts=none").status == 400)
  }

  @Test("The pages of signing in speak one language, also of what is wrong")
  func signInLanguage() async throws {
    let scene = try await ClientScene()
    func page(_ query: String, _ language: String = "fr") async throws -> TestServer.Reply {
      try await scene.server.send(
        .get,
        "/oauth/authorize?\(query)",
        [("accept-language", language)]
      )
    }
    let id = scene.application.id
    for (query, french, english) in [
      ("client_id=none", "ne connaît pas cette application", "does not know that application"),
      (
        "client_id=\(id)&redirect_uri=https://evil.example/",
        "une adresse qu’elle n’a pas inscrite",
        "an address that it did not register"
      ),
      (
        "client_id=\(id)&redirect_uri=urn:ietf:wg:oauth:2.0:oob&response_type=token",
        "une réponse que ce nœud ne donne pas", "an answer that this node does not give"
      ),
    ] {
      let (one, two) = (try await page(query), try await page(query, "en"))
      #expect(one.status == 400 && one.text.contains(french), "\(query)")
      #expect(two.text.contains(english) && !one.text.contains(english), "\(query)")
      #expect(one.text.contains("<a href=\"/home\">Retour à l’accueil</a>"))
      #expect(try await page(query + "&lang=en").text.contains("<html lang=\"en\">"))
    }
    let forged = try await scene.server.form(
      .post,
      "/oauth/authorize",
      [("client_id", id)],
      [("sec-fetch-site", "cross-site")]
    )
    #expect(forged.status == 403 && forged.text.contains("rien n’est autorisé"))
    let account = try await scene.server.send(.get, "/account")
    #expect(account.text.contains("href=\"/home\""))
  }

  @Test("Every scope is told in the reader's own words", arguments: OAuthScope.names)
  func scopes(name: String) throws {
    let scope = try required(OAuthScope(name))
    let noun = name.split(separator: ":").dropFirst().first.map(String.init)
    let meanings = try ["fr", "en"].map { language in
      SignInWords(try required(Languages.shipped.words(language))).meaning(of: scope)
    }
    #expect(meanings[0] != meanings[1])
    for meaning in meanings {
      // What no file has is shown under its key.
      #expect(!meaning.contains("scope-") && !meaning.contains("{"), "\(meaning)")
    }
    guard let noun, !["conversations", "notifications", "talents"].contains(noun) else { return }
    #expect(!meanings[0].contains(noun), "\(meanings[0])")
  }
}
