import Federation
import Model
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Pages")
struct PageTests {
  private let browser = "text/html,application/xhtml+xml,*/*;q=0.8"

  @Test("The front page names the node, and what its admin wrote is text")
  func home() async throws {
    let server = TestServer(try await TestNode.make())

    let reply = try await server.get("/", accept: browser)

    #expect(reply["Content-Type"] == "text/html; charset=utf-8")
    #expect(reply.text.contains("<h1>Maison &lt;b&gt;d’essai&lt;/b&gt;</h1>"))
    #expect(reply.text.contains("@prénom@home.example"))
    #expect(reply.text.contains("Lannion"))
  }

  @Test("The front page shows the charter that binds the node, by its hash")
  func charter() async throws {
    let node = try await TestNode.make()
    try await node.join(TestTerritory(with: ["mairie.example"]))
    let territory = try #require(node.services.known.territories.first)

    let reply = try await TestServer(node).get("/", accept: browser)

    #expect(reply.text.contains("/territories/\(territory.id.text)/charter"))
    #expect(reply.text.contains(territory.state.terms.digest.text))
  }

  @Test("The front page shows members what does not pass freely, and why")
  func valves() async throws {
    let node = try await TestNode.make()
    let now = node.clock.now
    func valve(_ scope: Scope, _ setting: Valve.Setting, _ reason: String) -> Valve {
      Valve(
        scope: scope,
        direction: .in,
        setting: setting,
        author: "ada",
        reason: reason,
        createdAt: now,
        reviewAt: now
      )
    }
    let valves = [valve(.posts, .closed, "<i>spam</i>"), valve(.needs, .open, "fine")]
    let terms = Peering.Terms(valves: valves)
    node.services.known.setPeerings([
      Peering(host: "far.example", state: .active, ours: terms, createdAt: now),
      Peering(host: "old.example", state: .revoked, ours: terms, createdAt: now),
    ])

    let text = try await TestServer(node).get("/", accept: browser).text

    #expect(text.contains("messages de far.example : fermé"))
    #expect(text.contains("&lt;i&gt;spam&lt;/i&gt; (ada, à revoir le "))
    #expect(!text.contains("besoins de") && !text.contains("old.example") && !text.contains("<i>"))
  }

  @Test("An invitation says what to do in the reader's language")
  func invitation() async throws {
    let server = TestServer(try await TestNode.make())
    for (language, words) in [("fr", "Invitation à devenir pair"), ("en", "Invitation to become")] {
      let reply = try await server.send(.get, "/join", [("accept-language", language)])
      #expect(reply.status == 200 && reply.text.contains(words))
      #expect(reply["vary"]?.contains("Accept-Language") == true)
    }
  }

  @Test("No page lets anything run, load or frame it", arguments: ["/", "/@marie", "post"])
  func policy(_ path: String) async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let post = try await node.outbox.publish(PostDraft(source: "Bonjour"), as: marie.id)
    let server = TestServer(node)

    let target = path == "post" ? "/posts/\(post.id.rawValue)" : path
    let reply = try await server.get(target, accept: browser)

    let policy = try required(reply["Content-Security-Policy"])
    #expect(reply.status == 200)
    #expect(policy.hasPrefix("default-src 'none'; style-src 'self';"))
    #expect(policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
    #expect(reply["X-Content-Type-Options"] == "nosniff")
    let scripts = reply.text.matches(of: /<script[^>]*>/).map { String($0.0) }
    #expect(scripts == ["<script src=\"\(PageAssets.scriptAddress)\" defer>"])
  }

  @Test("A post's page is safe even when the database is not (threat 23)")
  func poisoned() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    var draft = PostDraft(source: "Bonjour", summary: "Attention")
    draft.attachments = [Attachment(url: "https://files.example/a.png", name: "Un arbre")]
    let post = try await node.outbox.publish(draft, as: marie.id)
    try await node.execute(
      """
      UPDATE post SET html = '<p onclick="x()">salut<script>x()</script></p>',
        summary = '<img src=x onerror=y()>', language = '"><script>', inReplyTo = 'javascript:x()';
      UPDATE attachment SET url = 'javascript:x()', name = '<script>z()</script>';
      UPDATE actor SET displayName = '<script>w()</script>', summary = '<iframe src="x"></iframe>'
      """
    )
    let server = TestServer(node)

    for path in ["/posts/\(post.id.rawValue)", "/@marie"] {
      let reply = try await server.get(path, accept: browser)
      #expect(reply.status == 200)
      for evil in ["<script>", "onclick", "<img src=x", "<iframe", "javascript:", "x()<"] {
        #expect(!reply.text.contains(evil), "\(evil) in \(path)")
      }
    }
  }

  @Test("A post's page shows pictures with what they show, those of other nodes by way of this one")
  func pictures() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let upload = Uploads.Draft(
      bytes: try MediaFixture.bytes("alpha.png"),
      description: "Un \"four\" <à> bois"
    )
    var draft = PostDraft(source: "Bonjour")
    draft.attachments = [
      Attachment(try await node.services.uploads.add(upload, by: marie.id)),
      Attachment(url: "https://files.example/a.png", mediaType: "image/png", name: "Un arbre"),
      Attachment(url: "https://files.example/b.pdf", mediaType: "application/pdf", name: "Un plan"),
    ]
    let post = try await node.outbox.publish(draft, as: marie.id)
    node.farSide.forgetQuestions()

    let page = try await TestServer(node).get("/posts/\(post.id.rawValue)", accept: browser)

    let own = try required(draft.attachments?.first).url
    let picture = "<img src=\"\(own)/preview\" alt=\"Un &quot;four&quot; &lt;à&gt; bois\""
    #expect(page.text.contains(picture))
    let remote = try required(
      await node.services.mediaProxy.address(of: "https://files.example/a.png")
    )
    #expect(page.text.contains("<img src=\"\(remote.string)/preview\" alt=\"Un arbre\""))
    #expect(!page.text.contains("https://files.example/a.png"))
    #expect(page.text.contains("href=\"https://files.example/b.pdf\""))
    #expect(page["Content-Security-Policy"]?.contains("img-src 'self';") == true)
    // Whoever looks at the page has nothing fetched that it does not look at.
    #expect(node.farSide.questions.isEmpty)
  }

  @Test("Only public posts have a page")
  func audiences() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let territory = TestTerritory(with: [])
    try await node.join(territory)
    try await node.accept(territory, by: marie)
    let server = TestServer(node)
    var statuses: [Int] = []
    for audience in [Audience.public, .node, .territory, .followers] {
      let draft = PostDraft(source: "Bonjour", audience: audience)
      let post = try await node.outbox.publish(draft, as: marie.id)
      let path = "/posts/\(post.id.rawValue)"
      statuses.append(try await server.get(path, accept: browser).status)
    }

    #expect(statuses == [200, 404, 404, 404])
  }
}
