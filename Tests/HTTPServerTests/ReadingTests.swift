import Federation
import Model
import StrictJSON
import TestSupport
import Testing

@Suite("Reading")
struct ReadingTests {
  private func publish(
    _ node: TestNode,
    _ text: String,
    for audience: Audience,
    by author: ActorProfile
  ) async throws -> String {
    let draft = PostDraft(source: text, audience: audience)
    let post = try await node.outbox.publish(draft, as: author.id)
    return String(post.uri.dropFirst(node.origin.count))
  }

  @Test("An actor is shown with its keys")
  func actor() async throws {
    let node = try await TestNode.make()
    try await node.member("marie")

    let reply = try await TestServer(node).get("/users/marie")

    let json = try reply.json()
    #expect(reply["Content-Type"] == "application/activity+json")
    #expect(json["id"]?.string == "https://home.example/users/marie")
    #expect(json["publicKey"]?["publicKeyPem"]?.string?.hasPrefix("-----BEGIN") == true)
    #expect(json["@context"] != nil)
    #expect(reply["Vary"] == "Accept, Signature")
  }

  @Test("A browser is led to the page of an actor, a program from there to the actor")
  func negotiation() async throws {
    let node = try await TestNode.make()
    try await node.member("marie")
    let server = TestServer(node)

    let browser = try await server.get("/users/marie", accept: "text/html,*/*;q=0.8")
    let program = try await server.get("/@marie")
    let anything = try await server.get("/users/marie", accept: "*/*")

    #expect(browser.status == 303)
    #expect(browser["Location"] == "https://home.example/@marie")
    #expect(program["Location"] == "https://home.example/users/marie")
    #expect(anything["Content-Type"] == "application/activity+json")
  }

  @Test("Where signatures are demanded, the node's own actor is shown without")
  func authorizedFetch() async throws {
    let node = try await TestNode.make(
      FederationSettings(requiresSignedFetch: true, defaultAudience: .public)
    )
    let marie = try await node.member("marie")
    let reader = try RemoteActor("paul")
    try node.farSide.host(reader)
    let server = TestServer(node)
    let post = try await publish(node, "Bonjour", for: .public, by: marie)

    for path in ["/users/marie", post, "/users/marie/outbox", "/users/nobody", "/posts/1"] {
      let unsigned = try await server.get(path)
      #expect(unsigned.status == 401, "\(path)")
    }
    let signed = try await server.get(post, as: reader)
    let own = try await server.get("/actor")
    let root = try await server.get("/")
    #expect(signed.status == 200)
    #expect(signed["Cache-Control"] == "private, no-store")
    #expect(own.status == 200)
    #expect(root.body == own.body)
  }

  @Test("A wrong signature is worse than none")
  func wrongSignature() async throws {
    let node = try await TestNode.make()
    try await node.member("marie")
    let reader = try RemoteActor("paul")
    try node.farSide.host(reader)
    let server = TestServer(node)
    node.clock.advance(by: 0)
    let request = try reader.request(
      [],
      to: "https://home.example/users/marie",
      at: node.clock.now.addingTimeInterval(-3600),
      method: "GET"
    )

    let reply = try await server.send(
      .get,
      "/users/marie",
      request.fields.fields.map { ($0.name, $0.value) }
    )

    #expect(reply.status == 401)
  }

  @Test("Each audience is shown to its readers and to nobody else")
  func audiences() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let follower = try RemoteActor("paul")
    let addressee = try RemoteActor("anne", at: "near.example", key: 2)
    let stranger = try RemoteActor("eve", at: "evil.example", key: 3)
    try await node.follow(marie, by: follower)
    try await node.know(addressee)
    try node.farSide.host(stranger)
    let territory = TestTerritory(with: [])
    try await node.join(territory)
    try await node.accept(territory, by: marie)
    let server = TestServer(node)

    let texts: [(Audience, String)] = [
      (.public, "tous"), (.followers, "suivent"), (.direct, "pour \(addressee.address)"),
      (.node, "ici"), (.territory, "autour"),
    ]
    var seen: [Audience: [Int]] = [:]
    for (audience, text) in texts {
      let path = try await publish(node, text, for: audience, by: marie)
      for reader in [nil, follower, addressee, stranger] {
        seen[audience, default: []].append(try await server.get(path, as: reader).status)
      }
    }

    #expect(seen[.public] == [200, 200, 200, 200])
    #expect(seen[.followers] == [404, 200, 404, 404])
    #expect(seen[.direct] == [404, 404, 200, 404])
    #expect(seen[.node] == [404, 404, 404, 404])
    #expect(seen[.territory] == [404, 404, 404, 404])
  }

  @Test("Only what is for everyone may be cached")
  func caching() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let follower = try RemoteActor("paul")
    try await node.follow(marie, by: follower)
    let server = TestServer(node)

    let open = try await server.get(publish(node, "tous", for: .public, by: marie))
    let closed = try await server.get(
      publish(node, "suivent", for: .followers, by: marie),
      as: follower
    )

    #expect(open["Cache-Control"] == "public, max-age=60")
    #expect(closed["Cache-Control"] == "private, no-store")
  }

  @Test("A deleted public post leaves a tombstone, any other nothing")
  func tombstones() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let server = TestServer(node)
    var replies: [TestServer.Reply] = []
    for audience in [Audience.public, .followers] {
      let post = try await node.outbox.publish(
        PostDraft(source: "Au revoir", audience: audience),
        as: marie.id
      )
      try await node.outbox.delete(post.id, as: marie.id)
      replies.append(try await server.get("/posts/\(post.id.rawValue)"))
    }

    #expect(replies.map(\.status) == [410, 404])
    #expect(try replies[0].json()["type"]?.string == "Tombstone")
  }

  @Test("A post of another node has no address here")
  func remotePost() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let sender = try RemoteActor("paul")
    try await node.follow(sender, by: marie)
    let note = sender.note("Bonjour")
    try await node.process(sender.create(note), from: sender)
    let uri = try required(note["id"]?.string)
    let stored = try required(try await node.post(uri))

    let reply = try await TestServer(node).get("/posts/\(stored.id.rawValue)")

    #expect(reply.status == 404)
  }

  @Test("What an edit took away is told by no activity")
  func editedPost() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let server = TestServer(node)
    let post = try await node.outbox.publish(PostDraft(source: "erreur"), as: marie.id)
    let entry = try await node.database.read {
      try $0.outbox.published(by: marie.id, .init()).first
    }
    let activity = "/activities/\(try required(entry).id.rawValue)"
    let before = try await server.get(activity)
    _ = try await node.outbox.edit(post.id, to: PostDraft(source: "juste"), as: marie.id)

    let after = try await server.get(activity)
    let outbox = try await server.get("/users/marie/outbox?page=true")

    #expect(before.text.contains("erreur") && before.text.contains("proofValue"))
    #expect(after.text.contains("juste") && !after.text.contains("erreur"))
    #expect(!outbox.text.contains("erreur"))
  }

  @Test("A stamp of a quote is shown to whoever may read what is quoted, and to nobody else")
  func stamps() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    let follower = try RemoteActor("paul")
    let stranger = try RemoteActor("eve", at: "third.example", key: 2)
    try await node.follow(marie, by: follower)
    try await node.know(stranger)
    let server = TestServer(node)
    var stamps: [String] = []
    for audience in [Audience.public, .followers] {
      let draft = PostDraft(source: "Citez-moi", audience: audience, quotableBy: .followers)
      let post = try await node.outbox.publish(draft, as: marie.id)
      let request = follower.activity("QuoteRequest", .string(post.uri))
        .setting("instrument", to: .string(follower.newID("posts")))
      try await node.process(request, from: follower)
      let quoting = request["instrument"]?.string ?? ""
      let stamp = try required(
        await node.database.read { try $0.quotes.stamp(of: post.id, for: quoting) }
      )
      stamps.append(String(stamp.uri.dropFirst(node.origin.count)))
    }

    let open = try await server.get(stamps[0])

    #expect(open.status == 200)
    #expect(open["Content-Type"] == "application/activity+json")
    let json = try open.json()
    #expect(json["type"]?.string == "QuoteAuthorization")
    #expect(json["id"]?.string == node.origin + stamps[0])
    #expect(json["attributedTo"]?.string == marie.uri)
    #expect(json["interactingObject"]?.string?.hasPrefix(follower.origin) == true)
    let nothing = try await server.get("/stamps/1")
    let closed = try await [
      server.get(stamps[1]), server.get(stamps[1], as: stranger),
    ]
    for reply in closed { #expect(reply.status == 404 && reply.body == nothing.body) }
    let mine = try await server.get(stamps[1], as: follower)
    #expect(mine.status == 200 && mine["Cache-Control"] == "private, no-store")
  }

  @Test("What is left of a deleted member is a tombstone")
  func farewell() async throws {
    let node = try await TestNode.make()
    let marie = try await node.member("marie")
    try await node.outbox.deleteActor(marie.id)

    let reply = try await TestServer(node).get("/users/marie")

    let json = try reply.json()
    #expect(reply.status == 410)
    #expect(json["type"]?.string == "Tombstone" && json["id"]?.string == marie.uri)
    #expect(json["formerType"]?.string == "Person" && json["deleted"] != nil)
    #expect(try await TestServer(node).get("/@marie", accept: "text/html").status == 410)
  }

  @Test("Whoever is invited is not there yet, the suspended are not shown, the deleted are gone")
  func standing() async throws {
    let node = try await TestNode.make()
    for name in ["invitee", "suspended", "deleted"] { try await node.member(name) }
    try await node.execute(
      """
      UPDATE member SET state = 'pending'
        WHERE actorID = (SELECT id FROM actor WHERE name = 'invitee');
      UPDATE actor SET suspendedAt = 1 WHERE name = 'suspended';
      UPDATE actor SET deletedAt = 1 WHERE name = 'deleted'
      """
    )
    let server = TestServer(node)

    let statuses = try await [
      server.get("/users/invitee"), server.get("/users/suspended"), server.get("/users/deleted"),
      server.get("/@invitee", accept: "text/html"),
      server.get("/users/suspended/outbox"),
    ].map(\.status)

    #expect(statuses == [404, 403, 410, 404, 403])
  }
}
