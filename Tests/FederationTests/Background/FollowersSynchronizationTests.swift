import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import TestSupport
import Testing

/// Two nodes agree on who follows whom (FEP-8fcf; threat 28).
@Suite struct FollowersSynchronizationTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    try await node.know(bob)
  }

  private var list: String { "\(bob.uri)/followers_synchronization" }

  // MARK: What is sent

  @Test(arguments: SignatureScheme.allCases)
  func aPostForFollowersSaysWhoTheyAreThereUnderTheSignature(scheme: SignatureScheme) async throws {
    let carol = try RemoteActor("carol")
    let dora = try RemoteActor("dora", at: "third.example", key: 2)
    for follower in [bob, carol, dora] { try await node.follow(alice, by: follower) }
    if scheme == .messageSignature {
      node.farSide.answer("https://") { question in
        let isNew = question.fields.contains { $0.0.lowercased() == "signature-input" }
        return question.method == "POST" ? .status(isNew ? 202 : 401) : nil
      }
    }

    _ = try await node.outbox.publish(
      PostDraft(source: "entre nous", audience: .followers),
      as: alice.id
    )
    try await node.drainDeliveries()

    let posts = node.farSide.posts.filter { $0.url.hasPrefix("https://far.example/") }
    let message = try required(posts.last, "a delivery").message()
    let text = try required(message.fields.values(of: "collection-synchronization").first, "field")
    let field = try CollectionSynchronization(text)
    #expect(field.collection == alice.endpoints.followers)
    #expect(field.url == "\(alice.uri)/followers_synchronization")
    #expect(field.agrees(with: CollectionDigest([carol.uri, bob.uri])))
    let signature = try UnverifiedSignature.parse(message)
    #expect(signature.scheme == scheme)
    #expect(signature.covers("collection-synchronization"))
    let keys = try await node.database.read { try $0.actors.keys(of: alice.id) }
    let key = try required(keys.first { $0.uri == signature.keyID.value }, "the key")
    _ = try signature.verify(with: try key.verificationKey(), now: node.clock.now)
  }

  @Test(arguments: [Audience.public, .direct])
  func otherPostsSayNothingOfFollowers(audience: Audience) async throws {
    try await node.follow(alice, by: bob)

    _ = try await node.outbox.publish(
      PostDraft(source: "bonjour \(bob.address)", audience: audience),
      as: alice.id
    )
    try await node.drainDeliveries()

    #expect(!node.farSide.posts.isEmpty)
    for post in node.farSide.posts {
      #expect(!post.fields.contains { $0.0.lowercased() == "collection-synchronization" })
    }
  }

  // MARK: What is received

  /// What somebody sends with a field: covered by the signature or added afterwards.
  private func receive(_ field: CollectionSynchronization, isCovered: Bool = true) async throws {
    let note = bob.note("entre nous", to: [bob.followers])
    let body = bob.create(note).serialized()
    var request = RequestMessage(
      method: "POST",
      uri: try required(TargetURI("https://home.example/inbox")),
      fields: ["content-type": "application/activity+json"],
      body: BodyDigest(of: body)
    )
    if isCovered { request.fields.append("collection-synchronization", field.fieldValue) }
    let signer = Signer(keyID: try bob.keyID("main-key"), key: bob.rsa)
    request.fields = try signer.sign(request, by: .draftCavage, now: node.clock.now)
    if !isCovered { request.fields.append("collection-synchronization", field.fieldValue) }
    _ = try await node.services.inbox.receive(body, request)
    try await node.drainInbox()
  }

  private func field(
    _ followers: [String],
    collection: String? = nil,
    url: String? = nil
  ) -> CollectionSynchronization {
    CollectionSynchronization(
      collection: collection ?? bob.followers,
      url: url ?? list,
      digest: CollectionDigest(followers)
    )
  }

  private func serve(_ followers: [String]) {
    node.farSide.answer(
      list,
      with: .json([
        "id": .string(list), "type": "OrderedCollection", "orderedItems": .list(followers),
      ])
    )
  }

  private func isFollowing(_ member: ActorProfile) async throws -> Follow.State? {
    let uri = bob.uri
    return try await node.database.read { tx in
      guard let followee = try tx.actors.find(uri: uri) else { return nil }
      return try tx.follows.find(follower: member.id, followee: followee.id)?.state
    }
  }

  @Test func whoDoesNotFollowAnyMoreByTheWordOfTheFolloweeSeesNothingAnyMore() async throws {
    let lea = try await node.member("lea")
    try await node.follow(bob, by: alice)
    try await node.follow(bob, by: lea)
    node.clock.advance(by: 7200)
    serve([alice.uri])

    try await receive(field([alice.uri]))

    #expect(try await isFollowing(alice) == .accepted)
    #expect(try await isFollowing(lea) == nil)
    #expect(try await node.home(of: lea).isEmpty)
    #expect(try await node.home(of: alice) == ["entre nous"])
  }

  @Test func aYoungFollowIsLeftAlone() async throws {
    try await node.follow(bob, by: alice)
    serve([])

    try await receive(field([]))

    #expect(try await isFollowing(alice) == .accepted)
  }

  @Test func aFollowThatNobodyHereMadeIsTakenBack() async throws {
    try await node.follow(bob, by: alice)
    let lea = try await node.member("lea")
    serve([alice.uri, lea.uri, "https://home.example/users/nobody", "https://other.example/x"])

    try await receive(field([alice.uri, lea.uri]))
    try await node.drainDeliveries()

    let undone = try node.farSide.posts.map { try AS.Activity(json: required($0.json)) }
    #expect(undone.map(\.type) == [.undo])
    let inner = try AS.Activity(json: required(undone.first?.object?.embedded?.json))
    #expect(inner.type == .follow)
    #expect(inner.actor.string == lea.uri)
    #expect(inner.object?.id?.string == bob.uri)
  }

  @Test func aFollowWhoseAcceptWasLostIsAccepted() async throws {
    let profile = try await node.know(bob)
    let now = node.clock.now
    let (alice, followee) = (alice.id, profile.id)
    try await node.database.write { tx in
      try tx.follows.save(
        Follow(
          uri: "https://home.example/follows/1",
          followerID: alice,
          followeeID: followee,
          state: .pending,
          createdAt: now
        )
      )
    }
    serve([self.alice.uri])

    try await receive(field([self.alice.uri]))

    #expect(try await isFollowing(self.alice) == .accepted)
  }

  @Test func whoAgreesAsksForNothing() async throws {
    try await node.follow(bob, by: alice)
    node.farSide.forgetQuestions()

    try await receive(field([alice.uri]))

    #expect(node.farSide.questions(to: list).isEmpty)
  }

  @Test func aFieldThatIsNotSignedCountsForNothing() async throws {
    try await node.follow(bob, by: alice)
    node.clock.advance(by: 7200)
    serve([])

    try await receive(field([]), isCovered: false)

    #expect(node.farSide.questions(to: list).isEmpty)
    #expect(try await isFollowing(alice) == .accepted)
  }

  @Test(
    arguments: [
      ("https://victim.example/users/v/followers", nil),
      (nil, "https://victim.example/users/v/followers_synchronization"),
      (nil, "http://far.example/users/bob/followers_synchronization"),
    ] as [(String?, String?)]
  )
  func aFieldAboutSomebodyElseCountsForNothing(collection: String?, url: String?) async throws {
    try await node.follow(bob, by: alice)
    node.farSide.forgetQuestions()

    try await receive(field([], collection: collection, url: url))

    #expect(node.farSide.questions.isEmpty)
  }

  @Test func aListWithoutAnEndEndsNothing() async throws {
    try await node.follow(bob, by: alice)
    node.clock.advance(by: 7200)
    let list = list
    node.farSide.answer(list) { question in
      .json([
        "id": .string(question.url), "type": "OrderedCollectionPage", "partOf": .string(list),
        "orderedItems": [], "next": .string(question.url + "x"),
      ])
    }

    try await receive(field([]))

    #expect(node.farSide.questions(to: list).count <= 32)
    #expect(try await isFollowing(alice) == .accepted)
  }

  @Test func aSenderWhoNeverAgreesIsAskedOnceInAWhile() async throws {
    try await node.follow(bob, by: alice)
    serve([alice.uri])

    for _ in 0..<5 { try await receive(field([])) }
    #expect(node.farSide.questions(to: list).count == 1)

    node.clock.advance(by: 1000)
    try await receive(field([]))
    #expect(node.farSide.questions(to: list).count == 2)
  }

  @Test func aListThatCannotBeHadIsAskedForLater() async throws {
    try await node.follow(bob, by: alice)
    node.clock.advance(by: 7200)
    node.farSide.answer(list, with: .status(503))
    try await receive(field([]))
    #expect(try await isFollowing(alice) == .accepted)

    serve([])
    node.clock.advance(by: 600)
    try await node.restarted().drainInbox()

    #expect(try await isFollowing(alice) == nil)
  }

  @Test func whatIsSwitchedOffIsNeitherSentNorHeeded() async throws {
    var settings = FederationSettings(defaultAudience: .public)
    settings.synchronizesFollowers = false
    let node = try await TestNode.make(settings)
    let alice = try await node.member("alice")
    try await node.follow(alice, by: bob)
    _ = try await node.outbox.publish(
      PostDraft(source: "entre nous", audience: .followers),
      as: alice.id
    )
    try await node.drainDeliveries()

    let fields = try required(node.farSide.posts.first).fields
    #expect(!fields.contains { $0.0.lowercased() == "collection-synchronization" })
  }
}
