import ActivityStreams
import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Documents that are not what they say (threats 1, 2, 7, 10, 11, 25) and ways that lead astray
/// (threat 18).
@Suite struct ForeignDocumentTests {
  private let node: TestNode
  private let evil: RemoteActor
  private let victim: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    evil = try RemoteActor("evil", at: "evil.example", key: 1)
    victim = try RemoteActor("victim", at: "victim.example", key: 2)
  }

  private func find(_ address: String) async throws -> ActorProfile {
    try await node.services.actors.actor(try required(AS.IRI(address)))
  }

  private func count(_ host: String) async throws -> Int {
    try await node.dump()["actor"]?.count { $0.contains(host) } ?? 0
  }

  @Test func aDocumentUnderAnotherOriginsIDIsAskedForThere() async throws {
    node.farSide.answer("\(evil.origin)/trap", with: .json(victim.document))

    await #expect(throws: Refusal.self) { _ = try await find("\(evil.origin)/trap") }

    #expect(try await count("victim.example") == 0)
    #expect(node.farSide.questions(to: victim.uri).count == 1)
  }

  @Test func anHonestDocumentElsewhereIsTakenFromItsOrigin() async throws {
    node.farSide.answer(
      "\(evil.origin)/copy",
      with: .json(victim.document.setting("name", to: "Forged"))
    )
    try node.farSide.serve(victim.document)

    let found = try await find("\(evil.origin)/copy")

    #expect(found.uri == victim.uri)
    #expect(found.displayName == "Victim")
  }

  @Test func aRedirectToAnotherOriginProvesNothing() async throws {
    node.farSide.answer(
      victim.uri,
      with: .json(victim.document, from: "\(evil.origin)/victim")
    )

    await #expect(throws: Refusal.self) { _ = try await find(victim.uri) }

    #expect(try await count("victim.example") == 0)
  }

  @Test(arguments: ["image/png", "text/plain", "application/json", "application/ld+json"])
  func otherContentTypesAreNoDocuments(type: String) async throws {
    node.farSide.answer(victim.uri, with: .json(victim.document, type: type))

    await #expect(throws: Refusal.self) { _ = try await find(victim.uri) }

    #expect(try await count("victim.example") == 0)
  }

  @Test(arguments: ["@graph", "@included", "@reverse"])
  func documentsWithWordsOfJSONLDAreRefused(keyword: String) async throws {
    var actor = victim
    actor.edits[keyword] = []
    try node.farSide.serve(actor.document)

    await #expect(throws: Refusal.self) { _ = try await find(victim.uri) }
  }

  @Test func aLinkedDataSignatureAuthenticatesNobody() async throws {
    let messenger = try RemoteActor("messenger", at: "relay.example", key: 3)
    try node.farSide.host(messenger, victim)
    let note = victim.create(victim.note("x")).setting(
      "signature",
      to: ["type": "RsaSignature2017", "creator": "\(victim.uri)#main-key", "signatureValue": "AA"]
    )

    await #expect(throws: Refusal.self) { try await node.receive(note, from: messenger) }
  }

  @Test(
    arguments: ["inbox", "url", "outbox", "followers", "id"],
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://user@evil.example/"]
  )
  func badSchemesAreRefused(field: String, value: String) async throws {
    var actor = victim
    actor.edits[field] = .string(value)
    node.farSide.answer(victim.uri, with: .json(actor.document))

    await #expect(throws: Refusal.self) { _ = try await find(victim.uri) }

    #expect(try await count("victim.example") == 0)
  }

  @Test func anInboxOnAnotherHostIsRefusedAndASharedOneIsNotUsed() async throws {
    var actor = victim
    actor.edits["endpoints"] = ["sharedInbox": "https://target.example/inbox"]
    try node.farSide.serve(actor.document)
    #expect(try await find(victim.uri).endpoints.sharedInbox == nil)

    var other = evil
    other.edits["inbox"] = "https://target.example/inbox"
    try node.farSide.serve(other.document)
    await #expect(throws: Refusal.self) { _ = try await find(evil.uri) }
  }

  @Test func aKeyOfAnotherIsNotTaken() async throws {
    var thief = evil
    thief.edits["publicKey"] = victim.document["publicKey"]
    try node.farSide.host(victim, thief)
    _ = try? await find(evil.uri)
    _ = try await find(victim.uri)

    let owner = try await node.database.read { [victim] in
      try $0.actors.find(keyURI: "\(victim.uri)#main-key")?.0.uri
    }
    #expect(owner == victim.uri)
  }

  @Test func webFingerLeadsOnlyToWhatTheActorsOriginConfirms() async throws {
    node.farSide.answer(
      "\(evil.origin)/.well-known/webfinger",
      with: .json(
        [
          "subject": "acct:victim@victim.example",
          "links": [
            ["rel": "self", "type": "application/activity+json", "href": "https://127.0.0.1/me"]
          ],
        ],
        type: "application/jrd+json"
      )
    )

    await #expect(throws: Refusal.self) {
      _ = try await node.services.actors.actor(
        try required(AS.AccountAddress("victim@evil.example"))
      )
    }

    // Every hop goes through the one guarded client, which refuses the address.
    #expect(node.farSide.questions.count == 2)
    #expect(try await count("127.0.0.1") == 0)
  }

  @Test func anEndlessThreadEndsSoon() async throws {
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob", key: 3)
    try await node.follow(bob, by: alice)
    // Each answer is on a host of its own, and answers one on the next.
    node.farSide.answer("https://t") { question in
      guard let number = Int(question.url.dropFirst(9).prefix { $0.isNumber }),
        let actor = try? RemoteActor("u", at: "t\(number).example")
      else { return .status(404) }
      let post = "https://t\(number).example/p"
      guard question.url == post else { return .json(actor.document) }
      let parent = "https://t\(number + 1).example/p"
      return .json(actor.note("deep", id: post, inReplyTo: parent))
    }
    node.farSide.forgetQuestions()

    try await node.process(
      bob.create(bob.note("top", inReplyTo: "https://t1.example/p")),
      from: bob
    )

    #expect(node.farSide.questions.count <= 16)
    #expect(try await node.home(of: alice) == ["top"])
    #expect(try await node.post("https://t1.example/p") != nil)
  }

  @Test func aThreadThatAnswersItselfEndsAtOnce() async throws {
    let alice = try await node.member("alice")
    let bob = try RemoteActor("bob", key: 3)
    try await node.follow(bob, by: alice)
    let loop = bob.note(
      "loop",
      id: "\(bob.origin)/posts/loop",
      inReplyTo: "\(bob.origin)/posts/loop"
    )
    try node.farSide.serve(loop)
    node.farSide.forgetQuestions()

    try await node.process(
      bob.create(bob.note("top", inReplyTo: "\(bob.origin)/posts/loop")),
      from: bob
    )

    #expect(node.farSide.questions.count <= 2)
  }

  @Test func whatWasFetchedEntersNoTimeline() async throws {
    let alice = try await node.member("alice")
    try await node.follow(victim, by: alice)
    let note = victim.note("old")
    try node.farSide.serve(note)

    _ = try await node.services.posts.post(try required(AS.IRI(note["id"]?.string ?? "")))

    #expect(try await node.home(of: alice).isEmpty)
  }

  @Test func aPostThatIsNotForEveryoneIsNotKeptWhenFetched() async throws {
    try node.farSide.host(victim)
    let note = victim.note("private", to: [victim.followers])
    try node.farSide.serve(note)

    await #expect(throws: Refusal.absent) {
      _ = try await node.services.posts.post(try required(AS.IRI(note["id"]?.string ?? "")))
    }
  }
}
