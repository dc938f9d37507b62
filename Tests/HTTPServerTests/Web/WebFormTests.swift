import Federation
import Model
import TestSupport
import Testing

@testable import HTTPServer

/// The node's own pages in a browser without script.
@Suite("Pages of members")
struct WebFormTests {
  @Test("A visitor is asked who it is, and comes back to where it was")
  func door() async throws {
    let scene = try await ClientScene()
    let asked = try await scene.server.send(.get, "/bookmarks?max_id=3", [("accept", "text/html")])
    #expect(asked.status == 303)
    #expect(asked["location"] == "/sign-in?next=%2Fbookmarks%3Fmax_id%3D3")

    let form = [("name", "alice"), ("password", "ecila"), ("next", "/bookmarks?max_id=3")]
    let back = try await scene.server.form(.post, "/sign-in", form)
    #expect(back["location"] == "/bookmarks?max_id=3")

    let wrong = try await scene.server.form(
      .post,
      "/sign-in",
      [("name", "alice"), ("password", "wrong"), ("next", "/home")]
    )
    #expect(wrong.status == 401 && wrong["set-cookie"] == nil)
    #expect(wrong.text.contains("role=\"alert\""))
  }

  @Test(
    "Attack: no form and no sign-in leads away from this node",
    arguments: [
      "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x()", "", "home",
      "/a\r\nset-cookie: x=1", "/\tevil",
    ]
  )
  func away(_ place: String) async throws {
    let scene = try await ClientScene()
    let form = [("name", "alice"), ("password", "ecila"), ("next", place)]
    #expect(try await scene.server.form(.post, "/sign-in", form)["location"] == "/home")
    let alice = try await Browser("alice", scene.server)
    let deed = try await alice.send(
      "/do/v1/accounts/\(scene.bob.id.rawValue)/follow",
      [("back", place)]
    )
    #expect(deed.status == 303 && deed["location"] == "/home")
  }

  @Test("Attack: a form without the token of its session, or from another site, does nothing")
  func forged() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let bob = try await Browser("bob", scene.server)
    let path = "/do/v1/accounts/\(scene.bob.id.rawValue)/block"

    #expect(try await alice.send(path, token: "").status == 403)
    #expect(try await alice.send(path, token: try await bob.token()).status == 403)
    for origin in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
      let form = [("form_token", try await alice.token())]
      let reply = try await scene.server.form(
        .post,
        path,
        form,
        [("cookie", alice.cookie), origin]
      )
      #expect(reply.status == 403)
    }
    let ties = try await scene.get(
      "/api/v1/accounts/relationships?id[]=\(scene.bob.id.rawValue)"
    )
    #expect(try ties.json()[0]?["blocking"] == false)
  }

  @Test("A post is written for a ring, liked, kept, changed and deleted by forms alone")
  func post() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let wish = [
      ("status", "Le **four** est chaud"), ("visibility", "node"), ("back", "/organisation"),
      ("spoiler_text", ""), ("poll[options][]", ""), ("poll[options][]", ""),
    ]
    let written = try await alice.send("/compose", wish)
    #expect(written.status == 303)
    let place = try required(written["location"])
    let id = String(try required(place.firstMatch(of: /^\/organisation#post-([0-9]+)$/), place).1)

    let page = try await alice.page("/organisation")
    #expect(page.text.contains("<strong>four</strong>") && page.text.contains("ring-node"))
    #expect(try await scene.server.get("/posts/\(id)", accept: "text/html").status == 404)

    let bob = try await Browser("bob", scene.server)
    let liked = try await bob.send("/do/v1/statuses/\(id)/favourite", [("back", "/posts/\(id)")])
    #expect(liked["location"] == "/posts/\(id)")
    #expect(try await bob.page("/posts/\(id)").text.contains("unfavourite\" aria-pressed=\"true\""))
    #expect(try await alice.page("/notifications").text.contains("a aimé votre message"))
    #expect(try await bob.page("/posts/\(id)/edit").status == 404)

    let edited = try await alice.send("/posts/\(id)/edit", [("status", "Il est froid")])
    #expect(edited["location"] == "/posts/\(id)")
    #expect(try await bob.page("/posts/\(id)").text.contains("Il est froid"))
    let gone = try await alice.send("/do/v1/statuses/\(id)", [("_method", "delete")])
    #expect(gone.status == 303)
    #expect(try await bob.page("/posts/\(id)").status == 404)
  }

  @Test("A form that is sent twice writes once")
  func twice() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let form = try await alice.page("/compose").text
    let key = String(try required(form.firstMatch(of: /name="key" value="([^"]+)"/), form).1)
    let wish = [("status", "Une seule fois"), ("visibility", "node"), ("key", key)]
    let first = try await alice.send("/compose", wish)
    let second = try await alice.send("/compose", wish)
    #expect(first.status == 303 && first["location"] == second["location"])
    let other = try await alice.send("/compose", [("status", "Encore"), ("visibility", "node")])
    #expect(other["location"] != first["location"])
    let page = try await alice.page("/organisation").text
    #expect(page.matches(of: /Une seule fois/).count == 1)
  }

  @Test("A territory counts only for what is for one, and an answer stays where it belongs")
  func territories() async throws {
    let scene = try await ClientScene()
    let node = scene.node
    let known = [
      TestTerritory(with: ["mairie.example"]), TestTerritory("rade", with: ["ecole.example"]),
    ]
    for territory in known {
      try await node.join(territory)
      try await node.accept(territory, by: scene.alice)
    }
    let own = node.services.known.territories.filter { $0.own != nil }.map(\.id.text)
    try #require(own.count == 2)
    let alice = try await Browser("alice", scene.server)
    let page = try await alice.page("/territory?territory=\(own[1])").text
    #expect(page.contains("<option value=\"\(own[1])\" selected>"))
    let wish = [("status", "Dedans"), ("visibility", "territory"), ("territory", own[1])]
    let written = try await alice.send("/compose", wish)
    let id = try required(written["location"]?.split(separator: "-").last.map(String.init))
    let thread = try await alice.page("/posts/\(id)").text
    #expect(!thread.contains("name=\"territory\""))
    let answer = [
      ("status", "Bien"), ("visibility", "territory"), ("in_reply_to_id", id),
      ("back", "/posts/\(id)"),
    ]
    #expect(try await alice.send("/compose", answer).status == 303)
    let here = [("status", "Ici"), ("visibility", "node"), ("territory", own[0])]
    #expect(try await alice.send("/compose", here).status == 303)
    for path in ["/needs", "/events", "/consultations", "/questions"] {
      #expect(try await alice.page(path).text.contains("<option value=\"\(own[0])\""), "\(path)")
    }
  }

  @Test("Who asks too much is told so on a page that costs no more reading")
  func tooOften() async throws {
    let limits = ServerSettings.Limits(requestsPerMinute: 1_000_000, clientRequests: 30)
    let scene = try await ClientScene(limits: limits)
    let alice = try await Browser("alice", scene.server)
    var last = try await alice.page("/home")
    for _ in 0..<31 { last = try await alice.page("/home") }
    #expect(last.status == 429 && last["retry-after"] != nil)
    #expect(last.text.contains("Trop de demandes") && !last.text.contains("\"/notifications\""))
  }

  @Test("What the API refuses, a page refuses with a sentence and the same status")
  func refused() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let empty = try await alice.send("/compose", [("status", ""), ("visibility", "node")])
    #expect(empty.status == 400)
    #expect(
      empty.text.contains("Quelque chose manque") && empty.text.contains("Il manque le texte.")
    )
    let unknown = try await alice.send("/do/v1/statuses/4242/favourite")
    #expect(unknown.status == 404)
    let odd = try await alice.send("/do/v1/statuses/4242", [("_method", "patch")])
    #expect(odd.status == 400)
  }

  @Test("A page with a member's eyes is kept by nobody, one for visitors for a minute")
  func kept() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    for path in ["/home", "/posts/4242", "/@bob"] {
      #expect(try await alice.page(path)["cache-control"]?.contains("no-store") == true, "\(path)")
    }
    let visitor = try await scene.server.send(.get, "/@bob", [("accept", "text/html")])
    #expect(visitor["cache-control"] == "public, max-age=60")
    #expect(visitor["vary"]?.contains("Cookie") == true)
  }

  @Test("Signing out ends the session, not only its cookie")
  func signOut() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let out = try await alice.send("/sign-out")
    #expect(out["location"] == "/" && out["set-cookie"]?.contains("Max-Age=0") == true)
    #expect(try await alice.page("/home").status == 303)
  }

  @Test("A file goes with a post, with what it shows")
  func files() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let token = try await alice.token()
    let boundary = "grenze"
    func part(_ name: String, _ value: String) -> String {
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    var body = Array(
      (part("form_token", token) + part("status", "Le four") + part("visibility", "public")
        + part("media_description[]", "Un four & du bois") + "--\(boundary)\r\n"
        + "Content-Disposition: form-data; name=\"media[]\"; filename=\"four.png\"\r\n"
        + "Content-Type: image/png\r\n\r\n").utf8
    )
    body += try MediaFixture.bytes("alpha.png") + Array("\r\n--\(boundary)--\r\n".utf8)
    let reply = try await scene.server.send(
      .post,
      "/compose",
      [
        ("cookie", alice.cookie), ("accept", "text/html"),
        ("content-type", "multipart/form-data; boundary=\(boundary)"),
      ],
      body: body
    )
    #expect(reply.status == 303, "\(reply.text)")
    let page = try await scene.server.get("/@alice", accept: "text/html")
    #expect(page.text.contains("alt=\"Un four &amp; du bois\""))
  }

  @Test("Settings are kept, and a box that is not ticked is no")
  func settings() async throws {
    let scene = try await ClientScene()
    let alice = try await Browser("alice", scene.server)
    let form = [
      ("_method", "patch"), ("back", "/settings"), ("display_name", "Alice & Cie"),
      ("note", "Menuisière"), ("locked", "false"), ("locked", "true"), ("bot", "false"),
      ("source[privacy]", "node"), ("source[language]", "en"),
    ]
    let saved = try await alice.send("/do/v1/accounts/update_credentials", form)
    #expect(saved["location"] == "/settings")
    let own = try await scene.get("/api/v1/accounts/verify_credentials").json()
    #expect(own["display_name"] == "Alice & Cie" && own["locked"] == true && own["bot"] == false)
    let page = try await alice.page("/settings").text
    #expect(page.contains("value=\"Alice &amp; Cie\""))
    #expect(page.contains("name=\"locked\" value=\"true\" checked"))
  }

  @Test("Files of pages are named by their content, and no other name is one")
  func assets() async throws {
    let server = TestServer(try await TestNode.make())
    let style = try await server.get(PageAssets.styleAddress, accept: "text/css")
    #expect(style.status == 200 && style["cache-control"]?.contains("immutable") == true)
    let other = PageAssets.styleAddress.replacing("/assets/", with: "/assets/0")
    #expect(try await server.get(other).status == 404)
    #expect(try await server.get("/assets/x/maillage.yaml").status == 404)
  }
}
