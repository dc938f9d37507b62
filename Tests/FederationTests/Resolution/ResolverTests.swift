import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Finding actors and posts of other nodes.
@Suite struct ResolverTests {
  private let node: TestNode
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    bob = try RemoteActor("bob")
    try node.farSide.host(bob)
  }

  private func find(_ text: String) async throws -> ActorProfile {
    try await node.services.actors.actor(try required(AS.AccountAddress(text)))
  }

  @Test func anAddressIsFoundByWebFingerAndThenRemembered() async throws {
    let first = try await find("bob@far.example")
    node.farSide.forgetQuestions()
    let second = try await find("bob@far.example")

    #expect(first.uri == bob.uri)
    #expect(second == first)
    #expect(node.farSide.questions.isEmpty)
  }

  @Test func aHostMayHaveItsWebFingerElsewhere() async throws {
    let xrd = """
      <?xml version="1.0" encoding="UTF-8"?>
      <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
        <Link rel="other" template="https://evil.example/{uri}"/>
        <Link rel="lrdd" type="application/xrd+xml" template="https://far.example/wf?x=1&amp;r={uri}"/>
      </XRD>
      """
    node.farSide.answer(
      "https://village.example/.well-known/host-meta",
      with: .response(200, type: "application/xrd+xml", Array(xrd.utf8), fields: [], from: nil)
    )
    node.farSide.answer(
      "https://far.example/wf?x=1&r=acct%3Abob%40village%2Eexample",
      with: .json(bob.webFinger, type: "application/jrd+json")
    )

    #expect(try await find("bob@village.example").uri == bob.uri)
    #expect(node.farSide.questions(to: "https://evil.example").isEmpty)
  }

  @Test(
    arguments: [
      "", "<XRD>", "<Link rel='lrdd' template='https://far.example/wf'/>",
      "<Link rel='lrdd' template='file:///etc/passwd?{uri}'/>",
      "<Link rel='lrdd' template='https://village.example/.well-known/webfinger?resource={uri}'/>",
    ]
  )
  func anUnusableHostMetaLeadsNowhere(text: String) async throws {
    node.farSide.answer(
      "https://village.example/.well-known/host-meta",
      with: .response(200, type: "application/xrd+xml", Array(text.utf8), fields: [], from: nil)
    )

    await #expect(throws: Refusal.absent) { _ = try await find("bob@village.example") }
  }

  @Test func anAddressOfThisNodeAsksNobody() async throws {
    let alice = try await node.member("alice")

    #expect(try await find("Alice@home.example").id == alice.id)
    await #expect(throws: Refusal.absent) { _ = try await find("nobody@home.example") }
    #expect(node.farSide.questions.isEmpty)
  }

  @Test func afterADayAnActorIsFetchedAnewAndAnOldOneIsBetterThanNone() async throws {
    _ = try await find("bob@far.example")
    node.clock.advance(by: 86_401)
    node.farSide.answer("https://far.example/", with: .failure(.timedOut))

    let stale = try await node.services.actors.actor(try required(AS.IRI(bob.uri)))
    #expect(stale.uri == bob.uri)

    var renamed = bob
    renamed.edits["name"] = "Robert"
    try node.farSide.serve(renamed.document)
    let fresh = try await node.services.actors.actor(try required(AS.IRI(bob.uri)))
    #expect(fresh.displayName == "Robert")
  }

  @Test func everyFetchIsSignedByTheNode() async throws {
    _ = try await find("bob@far.example")

    for question in node.farSide.questions {
      let signature = try question.message().fields.combined("signature")
      #expect(signature?.contains("https://home.example/actor#main-key") == true)
    }
  }

  @Test func suspendedHostsAreNotAsked() async throws {
    try await node.suspend("far.example")

    await #expect(throws: Refusal.self) { _ = try await find("bob@far.example") }

    #expect(node.farSide.questions.isEmpty)
  }

  @Test func aPostOfThisNodeThatIsGoneAsksNobody() async throws {
    await #expect(throws: Refusal.absent) {
      _ = try await node.services.posts.post(
        try required(AS.IRI("https://home.example/posts/1"))
      )
    }
    #expect(node.farSide.questions.isEmpty)
  }

  @Test func theDocumentOfAMemberIsReadAsItWasWritten() async throws {
    let alice = try await node.member("alice", approvesFollowers: true)
    let keys = try await node.database.read { try $0.actors.keys(of: alice.id) }

    let document = try alice.document(keys: keys, addresses: node.services.addresses)
    let read = try AS.Actor(json: try JSON.parse(document.document(in: .actor).serialized()))

    #expect(read.endpoints == document.endpoints && read.keys == document.keys)
    #expect(read.keys.publicKeys.map(\.id.string) == ["\(alice.uri)#main-key"])
    #expect(read.keys.assertionMethods.map(\.id.string) == ["\(alice.uri)#ed25519-key"])
    #expect(read.traits.manuallyApprovesFollowers)
  }
}
