import Foundation
import HTTPTypes
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// How applications get in, and how they do not (threat 32) (threat 34).
@Suite("OAuth")
struct OAuthTests {
  @Test("An application registers, a member signs in and allows, the token works until revoked")
  func wholeWay() async throws {
    let scene = try await ClientScene()

    let me = try await scene.get("/api/v1/accounts/verify_credentials").json()
    #expect(me["acct"]?.string == "alice" && me["source"]?["privacy"]?.string != nil)
    let application = try await scene.get("/api/v1/apps/verify_credentials").json()
    #expect(application["name"]?.string == "Essai" && application["client_secret"] == nil)

    let revoked = try await scene.server.form(
      .post,
      "/oauth/revoke",
      [
        ("token", try required(scene.tokens["alice"])), ("client_id", scene.application.id),
        ("client_secret", scene.application.secret),
      ]
    )
    #expect(revoked.status == 200)
    #expect(try await scene.get("/api/v1/accounts/verify_credentials").status == 401)
    #expect(try await scene.get("/api/v1/accounts/verify_credentials", as: "bob").status == 200)
  }

  @Test("A code works once, and used twice takes its token with it")
  func codeOnce() async throws {
    let scene = try await ClientScene()
    let code = try await ClientScene.code(for: scene.alice, "read", scene.application, scene.server)

    let first = try await exchange(code, scene)
    let token = try required(try first.json()["access_token"]?.string)
    let second = try await exchange(code, scene)

    #expect(second.status == 400)
    #expect(try second.json()["error"]?.string == "invalid_grant")
    let after = try await scene.server.send(
      .get,
      "/api/v1/timelines/home",
      [("authorization", "Bearer \(token)")]
    )
    #expect(after.status == 401)
  }

  @Test("A code of one application is worth nothing to another, nor late, nor elsewhere")
  func codeOfOther() async throws {
    let scene = try await ClientScene()
    let other = try await ClientScene.register(scene.server)
    let code = try await ClientScene.code(for: scene.alice, "read", scene.application, scene.server)

    #expect(try await exchange(code, scene, by: other).status == 400)
    #expect(try await exchange(code, scene, redirect: "https://app.example/other").status == 400)
    #expect(try await exchange(code, scene, secret: "wrong").status == 401)
    scene.node.clock.advance(by: 601)
    #expect(try await exchange(code, scene).status == 400)
  }

  @Test("With a verifier no secret is needed, and without the right one nothing is given")
  func verifier() async throws {
    let scene = try await ClientScene()
    let verifier = String(repeating: "v", count: 43)
    let challenge = Base64URL.encode(BodyDigest(of: verifier.utf8).sha256)
    func code() async throws -> String {
      try await ClientScene.code(
        for: scene.alice,
        "read",
        scene.application,
        scene.server,
        [("code_challenge", challenge), ("code_challenge_method", "S256")]
      )
    }

    let (one, two, three) = (try await code(), try await code(), try await code())

    #expect(try await exchange(one, scene, secret: "", verifier: verifier).status == 200)
    let wrong = String(repeating: "w", count: 43)
    #expect(try await exchange(two, scene, secret: "", verifier: wrong).status == 400)
    // Not even with the secret: whoever stole the code may have that of a public client.
    #expect(try await exchange(three, scene).status == 400)
  }

  @Test("A challenge in the clear is refused")
  func plainChallenge() async throws {
    let scene = try await ClientScene()

    let reply = try await authorize(
      scene,
      [("code_challenge", String(repeating: "v", count: 43)), ("code_challenge_method", "plain")]
    )

    #expect(reply.status == 302)
    #expect(reply["location"]?.contains("error=invalid_request") == true)
    #expect(reply["location"]?.contains("iss=") == true)
  }

  @Test("Nobody is sent to an address that the application did not register")
  func foreignRedirect() async throws {
    let scene = try await ClientScene()

    for address in [
      "https://evil.example/", "https://app.example/back/", "https://app.example/back?x=1",
      "https://app.example/BACK",
    ] {
      let signIn = [("step", "sign-in"), ("name", "alice"), ("password", "ecila")]
      let reply = try await authorize(scene, signIn, redirect: address)
      #expect(reply.status == 400 && reply["location"] == nil, "\(address)")
    }
  }

  @Test(
    "An address that a browser would run cannot be registered",
    arguments: [
      "javascript:alert(1)", "data:text/html,x", "https://user@app.example/", "app", "",
      "https://app.example/#part", "https://", "file:///etc/passwd",
    ]
  )
  func badRedirect(_ address: String) async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.form(
      .post,
      "/api/v1/apps",
      [("client_name", "x"), ("redirect_uris", address)]
    )

    #expect(reply.status == 422)
  }

  @Test("More scopes than the application registered for are refused")
  func moreScopes() async throws {
    let node = try await TestNode.make()
    let server = TestServer(node)
    let reply = try await server.form(
      .post,
      "/api/v1/apps",
      [("client_name", "x"), ("redirect_uris", ClientScene.redirect), ("scopes", "read:statuses")]
    )
    let id = try required(try reply.json()["client_id"]?.string)

    let page = try await server.send(
      .get,
      "/oauth/authorize?response_type=code&client_id=\(id)&scope=write&state=s1"
    )

    #expect(page.status == 302)
    let back = try required(page["location"])
    #expect(back.hasPrefix(ClientScene.redirect))
    #expect(back.contains("error=invalid_scope") && back.contains("state=s1"))
    #expect(back.contains("error_description="))
  }

  @Test("No password is taken by the token endpoint")
  func noPasswordGrant() async throws {
    let scene = try await ClientScene()

    let reply = try await scene.server.form(
      .post,
      "/oauth/token",
      [
        ("grant_type", "password"), ("username", "alice"), ("password", "ecila"),
        ("client_id", scene.application.id), ("client_secret", scene.application.secret),
      ]
    )

    #expect(try reply.json()["error"]?.string == "unsupported_grant_type")
  }

  @Test("A form of another site is refused, and one of another session")
  func foreignForm() async throws {
    let scene = try await ClientScene()

    let foreign = try await authorize(scene, [("step", "sign-in")], origin: "https://evil.example")
    let unsigned = try await authorize(
      scene,
      [("step", "answer"), ("choice", "allow")],
      origin: nil
    )

    #expect(foreign.status == 403)
    #expect(foreign["content-type"]?.hasPrefix("text/html") == true)
    #expect(foreign.text.contains("Ce formulaire vient d’un autre site"))
    let incomplete = try await authorize(scene, [("lang", "en")])
    #expect(incomplete.status == 400 && incomplete.text.contains("Something is missing"))
    #expect(incomplete["content-type"]?.hasPrefix("text/html") == true)
    let form = [
      ("response_type", "code"), ("client_id", scene.application.id),
      ("redirect_uri", ClientScene.redirect), ("step", "sign-in"), ("name", "alice"),
      ("password", "ecila"),
    ]
    for (site, status) in [("cross-site", 403), ("same-site", 403), ("same-origin", 303)] {
      // Some browsers send no origin of their own along.
      let fields = [("sec-fetch-site", site), ("origin", "null")]
      let reply = try await scene.server.form(.post, "/oauth/authorize", form, fields)
      #expect(reply.status == status, "\(site)")
    }
    #expect(unsigned["location"] == nil && unsigned.text.contains("password"))
  }

  @Test("Who has no address to go back to is told on the page what is wrong")
  func outOfBandErrors() async throws {
    let scene = try await ClientScene()
    let wish = [
      ("client_id", scene.application.id), ("redirect_uri", ClientApplication.outOfBand),
    ]
    for (more, words) in [
      ([("response_type", "token")], "response_type doit être code"),
      (
        [("response_type", "code"), ("scope", "admin:read")],
        "plus que ce pour quoi elle s’est inscrite"
      ),
      (
        [("response_type", "code"), ("code_challenge", "x"), ("code_challenge_method", "plain")],
        "code_challenge_method doit être S256"
      ),
    ] {
      let query = FormText.encode(wish + more)
      let reply = try await scene.server.send(.get, "/oauth/authorize?\(query)")
      #expect(reply.status == 400 && reply["location"] == nil)
      #expect(reply["content-type"]?.hasPrefix("text/html") == true)
      #expect(reply.text.contains(words), "\(reply.text)")
    }
    let signedIn = try await authorize(
      scene,
      [("step", "sign-in"), ("name", "alice"), ("password", "ecila"), ("lang", "en")],
      redirect: ClientApplication.outOfBand
    )
    let cookie = String(try required(signedIn["set-cookie"]).prefix { $0 != ";" })
    let asked = try await scene.server.send(
      .get,
      try required(signedIn["location"]),
      [("cookie", cookie)]
    )
    let token = try required(asked.text.firstMatch(of: /name="token" value="([^"]+)"/)).1
    let denied = try await scene.server.form(
      .post,
      "/oauth/authorize",
      wish + [
        ("response_type", "code"), ("step", "answer"), ("choice", "deny"), ("lang", "en"),
        ("token", String(token)),
      ],
      [("cookie", cookie)]
    )
    #expect(denied["location"] == nil && denied.text.contains("Refused."))
  }

  @Test("Guessing passwords is held back, for the address and for the account")
  func guessing() async throws {
    let scene = try await ClientScene()
    var statuses: [Int] = []

    for _ in 0..<21 {
      let reply = try await authorize(
        scene,
        [("step", "sign-in"), ("name", "alice"), ("password", "falsch")],
        origin: nil
      )
      statuses.append(reply.status)
    }

    // The scene has signed in once itself for each member from the same address.
    #expect(statuses.prefix(18).allSatisfy { $0 == 401 })
    #expect(statuses.last == 429)
  }

  @Test("An application's own token reads what anyone may, and nothing of a member")
  func clientCredentials() async throws {
    let scene = try await ClientScene()
    let reply = try await scene.server.form(
      .post,
      "/oauth/token",
      [
        ("grant_type", "client_credentials"), ("client_id", scene.application.id),
        ("client_secret", scene.application.secret), ("scope", "read"),
      ]
    )
    let token = try required(try reply.json()["access_token"]?.string)
    let field = [("authorization", "Bearer \(token)")]

    #expect(try await scene.server.send(.get, "/api/v1/timelines/public", field).status == 200)
    #expect(try await scene.server.send(.get, "/api/v1/timelines/home", field).status == 422)
  }

  @Test("The metadata names what there is")
  func metadata() async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.send(.get, "/.well-known/oauth-authorization-server")
    let json = try reply.json()

    #expect(reply["access-control-allow-origin"] == "*")
    #expect(json["code_challenge_methods_supported"]?.array == ["S256"])
    #expect(json["issuer"]?.string == "https://home.example")
  }

  // MARK: Parts

  private func exchange(
    _ code: String,
    _ scene: ClientScene,
    by application: ClientScene.Application? = nil,
    secret: String? = nil,
    redirect: String = ClientScene.redirect,
    verifier: String? = nil
  ) async throws -> TestServer.Reply {
    let application = application ?? scene.application
    return try await scene.server.form(
      .post,
      "/oauth/token",
      [
        ("grant_type", "authorization_code"), ("code", code), ("client_id", application.id),
        ("client_secret", secret ?? application.secret), ("redirect_uri", redirect),
      ] + (verifier.map { [("code_verifier", $0)] } ?? [])
    )
  }

  private func authorize(
    _ scene: ClientScene,
    _ more: [(String, String)],
    redirect: String = ClientScene.redirect,
    origin: String? = "https://home.example"
  ) async throws -> TestServer.Reply {
    try await scene.server.form(
      .post,
      "/oauth/authorize",
      [
        ("response_type", "code"), ("client_id", scene.application.id), ("redirect_uri", redirect),
      ] + more,
      origin.map { [("origin", $0)] } ?? []
    )
  }
}
