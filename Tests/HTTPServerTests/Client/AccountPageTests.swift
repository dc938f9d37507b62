import Federation
import Foundation
import HTTPTypes
import Model
import Storage
import TestSupport
import Testing

@testable import HTTPServer

/// What a member sees and ends of what it is signed in with (threat 31) (threat 34).
@Suite("The member's own page")
struct AccountPageTests {
  /// A browser in which somebody is signed in.
  private struct Browser {
    let server: TestServer
    let cookie: String

    init(_ name: String, _ server: TestServer, _ agent: String = "Essai/1.0") async throws {
      self.server = server
      let reply = try await server.form(
        .post,
        "/account",
        [("step", "sign-in"), ("name", name), ("password", String(name.reversed()))],
        [("user-agent", agent)]
      )
      #expect(reply.status == 303 && reply["location"] == "/account")
      cookie = String(try required(reply["set-cookie"], reply.text).prefix { $0 != ";" })
    }

    func page(_ path: String = "/account") async throws -> TestServer.Reply {
      try await server.send(.get, path, [("cookie", cookie)])
    }

    func token() async throws -> String {
      let text = try await page().text
      return String(try required(text.firstMatch(of: /name="token" value="([^"]+)"/), text).1)
    }

    func send(
      _ step: String,
      _ form: [(String, String)] = [],
      _ fields: [(String, String)] = []
    ) async throws -> TestServer.Reply {
      let form = [("step", step), ("token", try await token())] + form
      return try await server.form(.post, "/account", form, [("cookie", cookie)] + fields)
    }

    var isSignedIn: Bool {
      get async throws { try await page().text.contains("end-others") }
    }
  }

  @Test("Who is not signed in is asked to; a wrong password opens nothing")
  func signIn() async throws {
    let scene = try await ClientScene()

    let page = try await scene.server.send(.get, "/account")
    let wrong = try await scene.server.form(
      .post,
      "/account",
      [("step", "sign-in"), ("name", "alice"), ("password", "bob")]
    )
    let byToken = try await scene.get("/account")

    #expect(page.status == 200 && page.text.contains("name=\"password\""))
    #expect(page["cache-control"] == "no-store" && page["x-frame-options"] == "DENY")
    #expect(page["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
    #expect(wrong.status == 401 && wrong["set-cookie"] == nil)
    // A token of an application is no browser.
    #expect(!byToken.text.contains("end-others"))
  }

  @Test("The page lists browsers and applications, and what they say of themselves is text")
  func list() async throws {
    let scene = try await ClientScene()
    let browser = try await Browser("alice", scene.server, "<b>Navigateur</b>")
    _ = try await Browser("bob", scene.server, "Autre")

    let text = try await browser.page().text
    let english = try await browser.page("/account?lang=en").text

    #expect(text.contains("&lt;b&gt;Navigateur&lt;/b&gt; <strong>(celui-ci)</strong>"))
    #expect(text.contains("Essai<br><code>profile read write follow push</code>"))
    #expect(!text.contains("Autre") && text.contains("Connecté·e : alice"))
    #expect(english.contains("Sign out here") && english.contains("name=\"lang\" value=\"en\""))
  }

  @Test("A browser that is ended is signed in no more; others stay")
  func endSession() async throws {
    let scene = try await ClientScene()
    let (one, two) = (
      try await Browser("alice", scene.server), try await Browser("alice", scene.server)
    )
    let ids = try await sessions(of: scene.alice, scene)

    // The newest comes first.
    let reply = try await one.send("end-session", [("id", "\(ids[0])")])

    #expect(reply.status == 303 && reply["location"] == "/account?done=ended")
    #expect(try await one.page("/account?done=ended").text.contains("C’est déconnecté."))
    #expect(try await !two.isSignedIn)
    let out = try await one.send("sign-out")
    #expect(out["set-cookie"]?.contains("Max-Age=0") == true)
    #expect(try await !one.isSignedIn)
  }

  @Test("An application that is ended loses its token and its stream at once, and no other")
  func endToken() async throws {
    let scene = try await ClientScene()
    let browser = try await Browser("alice", scene.server)
    let hub = scene.node.services.live
    let token = try await token(of: scene.alice, scene)
    let mine = try hub.sit(.listener(token: token, member: scene.alice.id), [.user])
    let other = try hub.sit(.listener(token: token + 1_000, member: scene.alice.id), [.user])

    let reply = try await browser.send("end-token", [("id", "\(token)")])

    #expect(reply.status == 303)
    for await _ in mine.messages { Issue.record("The stream goes on.") }
    #expect(hub.seats.map(\.number) == [other.seat])
    #expect(try await scene.get("/api/v1/timelines/home").status == 401)
    #expect(try await scene.get("/api/v1/timelines/home", as: "bob").status == 200)
    #expect(try await browser.page().text.contains("Aucune application"))
  }

  @Test("All others end, tokens and streams too, and this browser stays")
  func endOthers() async throws {
    let scene = try await ClientScene()
    let (one, two) = (
      try await Browser("alice", scene.server), try await Browser("alice", scene.server)
    )
    let bob = try await Browser("bob", scene.server)
    let hub = scene.node.services.live
    let token = try await token(of: scene.alice, scene)
    let mine = try hub.sit(.listener(token: token, member: scene.alice.id), [.user])
    let theirs = try hub.sit(.listener(token: token + 1, member: scene.bob.id), [.user])
    // One that was not exchanged yet.
    let code = try await ClientScene.code(for: scene.alice, "read", scene.application, scene.server)

    #expect(try await one.send("end-others").status == 303)

    for await _ in mine.messages { Issue.record("The stream goes on.") }
    #expect(hub.seats.map(\.number) == [theirs.seat])
    let (first, second, third) = (
      try await one.isSignedIn, try await two.isSignedIn, try await bob.isSignedIn
    )
    #expect(first && !second && third)
    #expect(try await scene.get("/api/v1/timelines/home").status == 401)
    #expect(try await scene.get("/api/v1/timelines/home", as: "bob").status == 200)
    let late = try await scene.server.form(
      .post,
      "/oauth/token",
      [
        ("grant_type", "authorization_code"), ("code", code), ("client_id", scene.application.id),
        ("client_secret", scene.application.secret), ("redirect_uri", ClientScene.redirect),
      ]
    )
    #expect(late.status == 400)
  }

  @Test("The numbers of another member's sessions and tokens do nothing")
  func foreignNumbers() async throws {
    let scene = try await ClientScene()
    let (alice, bob) = (
      try await Browser("alice", scene.server), try await Browser("bob", scene.server)
    )
    let session = try required(try await sessions(of: scene.bob, scene).first)
    let token = try await token(of: scene.bob, scene)

    for (step, id) in [
      ("end-session", "\(session)"), ("end-token", "\(token)"), ("end-session", "4242"),
      ("end-token", "x"), ("end-token", ""),
    ] {
      let reply = try await alice.send(step, [("id", id)])
      #expect(reply.status == 404 && reply.text.contains("href=\"/account\""), "\(step) \(id)")
    }

    #expect(try await bob.isSignedIn)
    #expect(try await scene.get("/api/v1/timelines/home", as: "bob").status == 200)
  }

  @Test("What is ended by the page is in the audit log, and what was not is not")
  func audit() async throws {
    let scene = try await ClientScene()
    let browser = try await Browser("alice", scene.server)
    let token = try await token(of: scene.alice, scene)

    _ = try await browser.send("end-token", [("id", "4242")])
    _ = try await browser.send("end-token", [("id", "\(token)")])
    _ = try await browser.send("end-others")
    _ = try await browser.send("password", [("password", "ecila")])
    _ = try await browser.send("sign-out")

    let entries = try await scene.node.database.read { try $0.audit.tail(10) }
    #expect(entries.map(\.what) == ["account end-token", "account end-others", "account sign-out"])
    #expect(entries.allSatisfy { $0.who == "alice" && $0.target == "alice" })
  }

  @Test("A form of another site, of another session or of none changes nothing")
  func foreignForms() async throws {
    let scene = try await ClientScene()
    let (alice, bob) = (
      try await Browser("alice", scene.server), try await Browser("bob", scene.server)
    )
    let foreign = try await bob.token()

    for fields in [
      [("origin", "https://evil.example")], [("origin", "null")],
      [("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")],
    ] {
      let reply = try await alice.send("end-others", [], fields)
      #expect(reply.status == 403 && reply.text.contains("rien n’est changé"), "\(fields)")
    }
    let cookie = [("cookie", alice.cookie)]
    for token in ["", "AAAA", foreign] {
      let form = [("step", "end-others"), ("token", token)]
      #expect(try await scene.server.form(.post, "/account", form, cookie).status == 403)
    }
    let own = try await alice.token()
    let unsigned = try await scene.server.form(
      .post,
      "/account",
      [("step", "end-others"), ("token", own)]
    )
    #expect(unsigned.status == 401 && unsigned.text.contains("value=\"sign-in\""))
    #expect(try await alice.send("unknown").status == 400)

    #expect(try await scene.get("/api/v1/timelines/home").status == 200)
  }

  @Test("Whoever guesses the current password at an open browser is held back as at the door")
  func guessing() async throws {
    let scene = try await ClientScene()
    let browser = try await Browser("alice", scene.server)
    let form = [("password", "falsch"), ("new", "new-password"), ("again", "new-password")]
    var statuses: [Int] = []

    for _ in 0..<21 { statuses.append(try await browser.send("password", form).status) }
    let door = try await scene.server.form(
      .post,
      "/account",
      [("step", "sign-in"), ("name", "alice"), ("password", "ecila")]
    )

    #expect(statuses.prefix(17).allSatisfy { $0 == 401 })
    #expect(statuses.last == 429 && door.status == 429)
  }

  @Test("New passwords that differ, or are too short or too long, are not tried")
  func unsuitablePasswords() async throws {
    let scene = try await ClientScene()
    let browser = try await Browser("alice", scene.server)
    let long = String(repeating: "x", count: 1_025)

    for (new, again) in [
      ("", ""), ("short-7", "short-7"), (long, long), ("password1", "password2"),
    ] {
      let reply = try await browser.send(
        "password",
        [("password", "ecila"), ("new", new), ("again", again)]
      )
      #expect(reply.status == 400 && reply.text.contains("role=\"alert\""), "\(new.prefix(10))")
    }
  }

  // MARK: Parts

  private func sessions(of actor: ActorProfile, _ scene: ClientScene) async throws -> [Int64] {
    try await scene.node.database.read { try $0.webSessions.all(of: actor.id).map(\.id) }
  }

  private func token(of actor: ActorProfile, _ scene: ClientScene) async throws -> Int64 {
    let tokens = try await scene.node.database.read { try $0.clients.tokens(of: actor.id) }
    return try required(tokens.first).0.id
  }
}
