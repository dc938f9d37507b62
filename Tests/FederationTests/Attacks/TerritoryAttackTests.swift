import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

/// Attacks on the ring of a territory: getting in, getting out, and speaking in another's place.
@Suite struct TerritoryAttackTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let nina: RemoteActor
  private let mallory: RemoteActor
  private let territory = TestTerritory(with: ["near.example"])

  /// alice follows mallory, so that only the territory keeps out what mallory says.
  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    nina = try RemoteActor("nina", at: "near.example")
    mallory = try RemoteActor("mallory", at: "out.example", key: 2)
    try await node.join(territory)
    try await node.accept(territory, by: alice)
    try node.farSide.host(nina, mallory)
    try await node.follow(mallory, by: alice)
  }

  private var log: Digest { TestTerritory.member("near.example") }

  private func create(_ number: Int = 1, by actor: RemoteActor, log: Digest? = nil) throws -> JSON {
    let note = actor.note("for the territory", in: territory)
    return try actor.publish(
      actor.create(note),
      in: territory,
      number,
      log: log,
      at: node.clock.now
    )
  }

  private func take(_ publication: JSON) async throws -> InboxOutcome {
    try await node.services.inbox.receivePublication(publication.serialized(), of: territory.id)
  }

  /// Both ways in are tried; nothing may be kept by either.
  private func expectRefused(
    _ publication: JSON,
    from messenger: RemoteActor,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try await node.dump(except: ["actor", "actorKey"])
    await #expect(throws: Refusal.self, sourceLocation: sourceLocation) {
      _ = try await node.receive(publication, from: messenger)
    }
    await #expect(throws: Refusal.self, sourceLocation: sourceLocation) {
      _ = try await take(publication)
    }
    try await node.drainInbox()
    let after = try await node.dump(except: ["actor", "actorKey"])
    #expect(after == before, sourceLocation: sourceLocation)
  }

  private func tampered(_ document: JSON, _ member: String, _ value: JSON) -> JSON {
    document.setting(member, to: value)
  }

  // MARK: Getting in

  @Test func anExcludedNodePublishesNothing() async throws {
    var changed = territory
    changed.hosts = []
    try await node.join(changed)

    try await expectRefused(try create(by: nina), from: nina)
  }

  @Test func aSuspendedNodePublishesNothing() async throws {
    var changed = territory
    changed.suspended = ["near.example"]
    try await node.join(changed)

    try await expectRefused(try create(by: nina), from: nina)
  }

  @Test func aStrangerPublishesNeitherInItsOwnLogNorInAMembers() async throws {
    try await expectRefused(try create(by: mallory), from: mallory)
    try await expectRefused(try create(by: mallory, log: log), from: mallory)
    try await expectRefused(try create(by: mallory, log: node.log), from: mallory)
  }

  @Test func aMemberDoesNotPublishInAnothersLog() async throws {
    var changed = territory
    changed.hosts.append("next.example")
    try await node.join(changed)

    let forged = try create(by: nina, log: TestTerritory.member("next.example"))

    try await expectRefused(forged, from: nina)
  }

  @Test func withoutANumberAStrangersWordIsKeptFromTheTerritoryToo() async throws {
    let note = mallory.note("spam", in: territory)
    let create = mallory.create(note)

    try await node.process(create, from: mallory)

    #expect(try await node.outcome(of: create) == "failed")
    #expect(try await node.post(note["id"]?.string ?? "") == nil)
  }

  @Test func whatWaitedIsRefusedWhenItsNodeIsExcludedMeanwhile() async throws {
    let create = try create(by: nina)
    try await node.receive(create, from: nina)
    var changed = territory
    changed.hosts = []
    try await node.join(changed)

    try await node.drainInbox()

    #expect(try await node.outcome(of: create) == "failed")
    #expect(try await node.dump()["post"]?.isEmpty == true)
  }

  @Test func anExcludedNodeChangesNothingButMayTakeBack() async throws {
    let note = nina.note("before", in: territory)
    try await node.process(nina.create(note), from: nina)
    let uri = note["id"]?.string ?? ""
    var changed = territory
    changed.hosts = []
    try await node.join(changed)

    let update = nina.activity("Update", note.setting("content", to: "spam"))
    try await node.process(update, from: nina)
    #expect(try await node.outcome(of: update) == "failed")
    #expect(try await node.post(uri)?.body.html == "before")

    try await node.process(nina.activity("Delete", .string(uri)), from: nina)
    #expect(try await node.post(uri) == nil)
  }

  @Test func aTerritoryThatIsMissingOrAnotherKeepsNothing() async throws {
    let other = TestTerritory("port", with: ["sea.example"])
    try await node.join(other)
    for note in [
      nina.note("a", in: territory).setting("maillage:territory", to: nil),
      nina.note("b", in: other),
      nina.note("c", in: TestTerritory("nowhere", with: [])),
    ] {
      let create = nina.create(note)
      try await node.process(create, from: nina)
      #expect(try await node.outcome(of: create) == "failed")
    }
    #expect(try await node.dump()["post"]?.isEmpty == true)
  }

  // MARK: Getting out

  @Test func anAddressMorePutsAPostNoFurtherThanItsTerritory() async throws {
    let everyone = "https://www.w3.org/ns/activitystreams#Public"
    let note = nina.note("inside", in: territory)
      .setting("to", to: [.string(everyone)]).setting("cc", to: [.string(nina.followers)])

    try await node.process(nina.create(note), from: nina)

    let post = try required(await node.post(note["id"]?.string ?? ""))
    #expect(post.audience == .territory && post.territory == territory.id.text)
  }

  @Test func anEditWidensNothing() async throws {
    let note = nina.note("inside", in: territory)
    let edited = nina.note("out", id: note["id"]?.string)

    try await node.process(
      nina.create(note),
      nina.activity("Update", edited),
      from: nina
    )

    let post = try required(await node.post(note["id"]?.string ?? ""))
    #expect(post.audience == .territory && post.territory == territory.id.text)
  }

  @Test(arguments: [
    ["https://www.w3.org/ns/activitystreams#Public"], ["https://near.example/users/nina/followers"],
  ])
  func aMembersAnswerCannotBeWiderThanWhatItAnswers(recipients: [String]) async throws {
    let parent = try await node.outbox.publish(
      PostDraft(source: "inside", audience: .territory),
      as: alice.id
    )
    let answer = nina.note("quoting you", to: recipients, inReplyTo: parent.uri)
    let create = nina.create(answer)

    try await node.process(create, from: nina)

    #expect(try await node.outcome(of: create) == "failed")
    #expect(try await node.post(answer["id"]?.string ?? "") == nil)
  }

  @Test func aMembersAnswerCannotGoToAnotherTerritory() async throws {
    let other = TestTerritory("port", with: ["near.example"])
    try await node.join(other)
    let parent = try await node.outbox.publish(
      PostDraft(source: "inside", audience: .territory, territory: territory.id),
      as: alice.id
    )
    let create = nina.create(nina.note("over there", in: other, inReplyTo: parent.uri))

    try await node.process(create, from: nina)

    #expect(try await node.outcome(of: create) == "failed")
  }

  @Test func aMembersAnswerInTheTerritoryOrInPrivateIsKept() async throws {
    let parent = try await node.outbox.publish(
      PostDraft(source: "inside", audience: .territory),
      as: alice.id
    )
    for answer in [
      nina.note("yes", in: territory, inReplyTo: parent.uri),
      nina.note("between us", to: [alice.uri], inReplyTo: parent.uri),
    ] {
      try await node.process(nina.create(answer), from: nina)
      #expect(try await node.post(answer["id"]?.string ?? "") != nil)
    }
  }

  @Test func aStrangersAnswerLikeAndBoostOfWhatItCannotReadAreNothing() async throws {
    let note = nina.note("inside", in: territory)
    try await node.process(nina.create(note), from: nina)
    let uri = note["id"]?.string ?? ""
    let mine = try await node.outbox.publish(
      PostDraft(source: "inside", audience: .territory),
      as: alice.id
    )
    for target in [uri, mine.uri] {
      let acts = [
        mallory.create(mallory.note("hm", to: [alice.uri], inReplyTo: target)),
        mallory.activity("Like", .string(target)), mallory.activity("Announce", .string(target)),
      ]
      for act in acts {
        try await node.process(act, from: mallory)
        let outcome = try await node.outcome(of: act)
        #expect(outcome == "failed" || outcome == "ignored", "\(act["type"] ?? "")")
      }
    }
    let dump = try await node.dump()
    #expect(dump["liking"]?.isEmpty == true && dump["boost"]?.isEmpty == true)
    #expect(dump["post"]?.count == 2)
  }

  @Test func aBoostBringsInNoPostOfItsOwnAccord() async throws {
    let victim = nina.note("inside", in: territory)
    let boost = try nina.publish(
      nina.activity("Announce", victim),
      in: territory,
      1,
      at: node.clock.now
    )
    node.farSide.forgetQuestions()

    try await node.process(boost, from: nina)

    #expect(try await node.post(victim["id"]?.string ?? "") == nil)
    let uri = try required(victim["id"]?.string)
    #expect(node.farSide.questions(to: uri).isEmpty)
  }

  // MARK: In another's place

  @Test func aPublicationWithoutItsAuthorsProofIsRefused() async throws {
    let create = try create(by: nina)
    let proof = try required(create["proof"])

    try await expectRefused(create.setting("proof", to: nil), from: nina)
    try await expectRefused(
      tampered(create, "proof", proof.setting("proofValue", to: "z1")),
      from: nina
    )
    try await expectRefused(tampered(create, "published", "2020-01-01T00:00:00Z"), from: nina)
  }

  @Test func aProofOfAnotherActorIsRefused() async throws {
    let create = try create(by: nina)
    let other = try RemoteActor("zoe", at: "near.example", key: 3)
    try node.farSide.host(other)

    let forged = try other.proven(create.setting("proof", to: nil), at: node.clock.now)

    try await expectRefused(forged, from: nina)
  }

  @Test func whoeverPassesOnCannotMakeOnePublicationLookLikeTwo() async throws {
    let create = try create(by: nina)
    try await node.receive(create, from: nina)

    await #expect(throws: Refusal.self) {
      _ = try await take(tampered(create, "signature", ["type": "x"]))
    }

    #expect(try await node.dump()["publication"]?.count == 1)
  }

  @Test(
    arguments: [
      ("seq", 0), ("seq", 2), ("seq", "1"), ("territory", "zQm"), ("log", "x"), ("forgets", [1]),
      ("forgets", [0]),
    ] as [(String, JSON)]
  )
  func aPlaceThatIsNoneIsRefused(member: String, value: JSON) async throws {
    let create = try create(by: nina)
    let place = try required(create["maillage:publication"]).setting(member, to: value)
    let forged = try nina.proven(
      create.setting("maillage:publication", to: place),
      at: node.clock.now
    )

    try await expectRefused(forged, from: nina)
  }

  @Test func aPublicationCarriesNothingForOthers() async throws {
    for note in [
      nina.note("for all"), nina.note("in another", in: TestTerritory("port", with: [])),
    ] {
      let create = try nina.publish(
        nina.create(note),
        in: territory,
        1,
        at: node.clock.now
      )
      try await expectRefused(create, from: nina)
    }
  }

  @Test func onlyItsOwnLogIsForgottenByADeletion() async throws {
    var changed = territory
    changed.hosts.append("out.example")
    try await node.join(changed)
    try await node.process(try create(by: nina), from: nina)

    let delete = try mallory.publish(
      mallory.activity("Delete", .string(mallory.newID("posts"))),
      in: territory,
      2,
      forgets: [1],
      at: node.clock.now
    )
    try await node.process(delete, from: mallory)

    let offer = try await node.services.publications.offer(
      wanted: [log: 0],
      of: territory.id,
      limit: 1 << 20
    )
    #expect(offer.count == 1)
  }

  @Test func anOfferHasNothingOfLogsThatAreNoMembers() async throws {
    try await node.process(try create(by: nina), from: nina)
    var changed = territory
    changed.hosts = []
    try await node.join(changed)

    let offer = try await node.services.publications.offer(
      wanted: [log: 0],
      of: territory.id,
      limit: 1 << 20
    )

    #expect(offer.isEmpty)
    #expect(try await node.services.publications.wanted(of: territory.id) == [node.log: 0])
  }
}
