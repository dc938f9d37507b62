import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

/// Who is believed to have sent what (threats 4, 5, 8).
@Suite struct SenderVerificationTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor
  private let relay: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob", key: 1)
    relay = try RemoteActor("relay", at: "relay.example", key: 2)
    try await node.follow(bob, by: alice)
    try await node.know(relay)
  }

  private func isUnauthenticated(_ body: () async throws -> Void) async -> Bool {
    do {
      try await body()
      return false
    } catch Refusal.unauthenticated {
      return true
    } catch {
      return false
    }
  }

  @Test(arguments: SignatureScheme.allCases)
  func aSignatureOfEitherSchemeIsEnough(scheme: SignatureScheme) async throws {
    let outcome = try await node.receive(bob.create(bob.note("hi")), from: bob, by: scheme)

    #expect(outcome == .accepted)
  }

  @Test(arguments: ["https://home.example/inbox", "https://home.example/users/alice/inbox"])
  func aSignatureOfOneDoesNotSpeakForAnother(inbox: String) async throws {
    let forged = bob.create(bob.note("forged"))

    let isRefused = await isUnauthenticated {
      try await node.receive(forged, from: relay, at: inbox)
    }

    #expect(isRefused)
    #expect(try await node.outcome(of: forged) == nil)
  }

  @Test func aChangedBodyAuthenticatesNobody() async throws {
    let body = bob.create(bob.note("mine")).serialized()
    let request = try bob.request(body, to: "https://home.example/inbox", at: node.clock.now)
    let other = RequestMessage(
      method: request.method,
      uri: request.uri,
      fields: request.fields,
      body: BodyDigest(of: Array("{}".utf8))
    )

    let isRefused = await isUnauthenticated {
      _ = try await node.services.inbox.receive(body, other)
    }

    #expect(isRefused)
  }

  @Test func aSignatureForAnotherNodeAuthenticatesNobody() async throws {
    let body = bob.create(bob.note("mine")).serialized()
    let there = try bob.request(body, to: "https://elsewhere.example/inbox", at: node.clock.now)
    let here = RequestMessage(
      method: "POST",
      uri: try required(TargetURI("https://home.example/inbox")),
      fields: there.fields,
      body: there.body
    )

    let isRefused = await isUnauthenticated {
      _ = try await node.services.inbox.receive(body, here)
    }

    #expect(isRefused)
  }

  @Test func anOldSignatureAuthenticatesNobody() async throws {
    let body = bob.create(bob.note("mine")).serialized()
    let request = try bob.request(body, to: "https://home.example/inbox", at: node.clock.now)
    node.clock.advance(by: 301)

    let isRefused = await isUnauthenticated {
      _ = try await node.services.inbox.receive(body, request)
    }

    #expect(isRefused)
  }

  @Test func moreThanTheLimitIsRefusedBeforeAnythingIsRead() async throws {
    let body = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
    let request = try bob.request(body, to: "https://home.example/inbox", at: node.clock.now)

    await #expect(throws: Refusal.tooLarge(limit: 1 << 20)) {
      try await node.services.inbox.receive(body, request)
    }
  }

  // MARK: Passed on by others

  @Test func whatIsPassedOnWithAProofIsItsAuthors() async throws {
    let create = try bob.proven(bob.create(bob.note("passed on")), at: node.clock.now)

    try await node.process(create, from: relay)

    #expect(try await node.home(of: alice) == ["passed on"])
  }

  @Test func whatIsPassedOnAndChangedIsRefused() async throws {
    let create = try bob.proven(bob.create(bob.note("passed on")), at: node.clock.now)
      .setting("published", to: "2026-11-23T00:00:00Z")

    #expect(await isUnauthenticated { try await node.receive(create, from: relay) })
  }

  @Test func aProofByTheKeyOfAnotherIsRefused() async throws {
    let create = try relay.proven(bob.create(bob.note("forged")), at: node.clock.now)

    #expect(await isUnauthenticated { try await node.receive(create, from: relay) })
  }

  @Test(arguments: [-8 * 86_400.0, 3_600])
  func aProofOfLongAgoOrOfTheFutureIsNotPassedOn(seconds: Double) async throws {
    let made = node.clock.now.addingTimeInterval(seconds)
    let create = try bob.proven(bob.create(bob.note("played again")), at: made)

    #expect(await isUnauthenticated { try await node.receive(create, from: relay) })
  }

  @Test func theSameActivityFromItsAuthorAndARelayIsOneEffect() async throws {
    let create = try bob.proven(bob.create(bob.note("once")), at: node.clock.now)

    let direct = try await node.receive(create, from: bob)
    let relayed = try await node.receive(create, from: relay)
    try await node.drainInbox()

    #expect(direct == .accepted)
    #expect(relayed == .duplicate)
    #expect(try await node.home(of: alice).count == 1)
  }

  // MARK: New keys

  @Test func aNewKeyIsFetchedOnceAndThenBelieved() async throws {
    var renewed = bob
    renewed.rsa = try TestKeys.rsa(3)
    try node.farSide.host(renewed)
    node.farSide.forgetQuestions()

    let outcome = try await node.receive(renewed.create(renewed.note("new key")), from: renewed)
    try await node.receive(renewed.create(renewed.note("again")), from: renewed)

    #expect(outcome == .accepted)
    #expect(node.farSide.questions(to: bob.uri).count == 1)
  }

  @Test func badSignaturesInSomebodysNameBecomeOneRequestToItsHost() async throws {
    var forger = bob
    forger.rsa = try TestKeys.rsa(3)
    node.farSide.forgetQuestions()

    for _ in 0..<20 {
      let isRefused = await isUnauthenticated {
        try await node.receive(forger.create(forger.note("forged")), from: forger)
      }
      #expect(isRefused)
    }

    #expect(node.farSide.questions(to: bob.origin).count == 1)
  }

  @Test func keysOfMadeUpNamesBecomeOneRequestToTheirHost() async throws {
    node.farSide.forgetQuestions()
    let body = bob.create(bob.note("forged")).serialized()
    for number in 0..<20 {
      let name = try required(KeyID("\(bob.uri)#made-up-\(number)"))
      var request = RequestMessage(
        method: "POST",
        uri: try required(TargetURI("https://home.example/inbox")),
        fields: ["content-type": "application/activity+json"],
        body: BodyDigest(of: body)
      )
      let signer = Signer(keyID: name, key: bob.rsa)
      request.fields = try signer.sign(request, by: .draftCavage, now: node.clock.now)

      let isRefused = await isUnauthenticated { [request] in
        _ = try await node.services.inbox.receive(body, request)
      }
      #expect(isRefused)
    }

    #expect(node.farSide.questions(to: bob.origin).count == 1)
  }

  @Test func anActorMayHaveAnOldAndANewKeyAtTheSameTime() async throws {
    let newKey = try TestKeys.rsa(3)
    var overlapping = bob
    overlapping.edits["publicKey"] = [
      [
        "id": "\(bob.uri)#main-key-2", "owner": .string(bob.uri),
        "publicKeyPem": .string(newKey.verificationKey.pem),
      ],
      [
        "id": "\(bob.uri)#main-key", "owner": .string(bob.uri),
        "publicKeyPem": .string(bob.rsa.verificationKey.pem),
      ],
    ]
    try node.farSide.host(overlapping)
    let body = bob.create(bob.note("new key")).serialized()
    var request = RequestMessage(
      method: "POST",
      uri: try required(TargetURI("https://home.example/inbox")),
      fields: ["content-type": "application/activity+json"],
      body: BodyDigest(of: body)
    )
    let signer = Signer(keyID: try bob.keyID("main-key-2"), key: newKey)
    request.fields = try signer.sign(request, by: .draftCavage, now: node.clock.now)

    let new = try await node.services.inbox.receive(body, request)
    let old = try await node.receive(bob.create(bob.note("old key")), from: bob)

    #expect(new == .accepted)
    #expect(old == .accepted)
  }

  @Test func aNewProofKeyIsFetchedToo() async throws {
    var renewed = bob
    renewed.ed25519 = .generateEd25519()
    try node.farSide.host(renewed)
    let create = try renewed.proven(renewed.create(renewed.note("new key")), at: node.clock.now)

    let outcome = try await node.receive(create, from: relay)

    #expect(outcome == .accepted)
  }

  @Test func aStrangersKeyIsFetchedFromItsOwnOriginOnly() async throws {
    let evil = try RemoteActor("evil", at: "evil.example", key: 4)
    node.farSide.answer(
      evil.uri,
      with: .json(evil.document.setting("id", to: .string(bob.uri)))
    )
    let before = try await node.dump()

    let isRefused = await isUnauthenticated {
      try await node.receive(evil.create(evil.note("x")), from: evil)
    }

    #expect(isRefused)
    #expect(try await node.dump() == before)
  }

  @Test("an actor whose host says 410 is gone, at 404 it stays", arguments: [410, 404])
  func theFarewellOfAKnownActorIsBelievedOfItsHostAlone(status: Int) async throws {
    let gone = try RemoteActor("gone", at: "gone.example", key: 4)
    let here = try await node.know(gone)
    node.clock.advance(by: 2 * 86_400)
    node.farSide.answer(gone.uri, with: .status(status))

    _ = try? await node.receive(gone.activity("Delete", .string(gone.uri)), from: gone)
    try await node.drainInbox()

    let actor = try await node.database.read { try $0.actors.find(here.id) }
    #expect((actor?.deletedAt != nil) == (status == 410))
  }

  @Test func aStrangersFarewellInAnothersNameEndsNobody() async throws {
    let bob = try RemoteActor("bob", at: "bob.example", key: 4)
    let here = try await node.know(bob)
    let gone = try RemoteActor("gone", at: "gone.example", key: 3)
    node.farSide.answer(gone.uri, with: .status(410))
    let forged = bob.activity("Delete", .string(bob.uri))

    _ = try? await node.receive(forged, from: gone)
    try await node.drainInbox()

    let actor = try await node.database.read { try $0.actors.find(here.id) }
    #expect(actor?.deletedAt == nil)
  }

  @Test func theFarewellOfAnActorThatWasNeverKnownIsNoError() async throws {
    let gone = try RemoteActor("gone", at: "gone.example", key: 4)
    node.farSide.answer(gone.uri, with: .status(410))

    let outcome = try await node.receive(
      gone.activity("Delete", .string(gone.uri)),
      from: gone
    )

    guard case .ignored = outcome else {
      Issue.record("it was \(outcome)")
      return
    }
  }
}
