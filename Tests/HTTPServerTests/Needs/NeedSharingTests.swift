import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Needs and offers pass between real nodes as posts.
@Suite struct NeedSharingTests {
  @Test func `A need comes to another node with all its parts, and in words`() async throws {
    let scene = try await NeedScene()
    let nantes = try #require(Communes.find(code: "44109"))
    let need = NeedScene.need { need in
      need.place = Need.Place(
        name: nantes.name,
        code: nantes.code,
        position: nantes.position,
        kilometres: 20
      )
      (need.from, need.until) = (Day("2099-12-01"), Day("2099-12-31"))
      need.closesAt = scene.near.clock.now.addingTimeInterval(86_400)
      need.reciprocal = Need.Intent(.transfer, of: "urn:example:sel", Quantity(Amount("30"), .one))
    }

    let post = try await scene.published(need)

    let found = try #require(try await scene.far.post(post.uri))
    #expect(found.kind == Need.kind)
    #expect(found.body.need == need)
    let words = PlainText.text(of: found.body.html)
    for word in ["Besoin : Souder un portail", "Un camion", "4 h", "Nantes, à 20 km", "2099-12-01"]
    {
      #expect(words.contains(word), "\(word)")
    }
    #expect(words.components(separatedBy: "Souder un portail").count == 2)
  }

  @Test func `Others see a note`() async throws {
    let scene = try await NeedScene()

    _ = try await scene.published()

    let created = scene.network.exchanges(to: "/inbox").compactMap { exchange -> JSON? in
      exchange.from == "a.example" ? exchange.question.json : nil
    }
    .first { $0["type"] == "Create" }
    #expect(created?["object"]?["type"] == "Note")
    #expect(created?["object"]?["purpose"] == "request")
    #expect(created?["object"]?["publishes"]?["type"] == "Intent")
  }

  @Test func `A need that is closed or has expired is not listed as open`() async throws {
    let scene = try await NeedScene()
    let short = NeedScene.need { $0.closesAt = scene.near.clock.now.addingTimeInterval(3600) }
    let post = try await scene.published(short)
    let lasting = try await scene.near.outbox.publish(
      NeedScene.draft(NeedScene.need()),
      as: scene.lea.id
    )
    try await scene.settle()
    #expect(try await open(scene.far, scene.bruno) == [lasting.uri, post.uri])

    scene.network.clock.advance(by: 3601)
    #expect(try await open(scene.far, scene.bruno) == [lasting.uri])
    _ = try await scene.near.outbox.settle(lasting.id, as: .answered, by: scene.lea.id)
    try await scene.settle()

    #expect(try await open(scene.far, scene.bruno) == [])
    let closed = try #require(try await scene.far.post(lasting.uri))
    #expect(closed.body.need?.status == .answered)
    #expect(PlainText.text(of: closed.body.html).contains("pourvu"))
  }

  private func open(_ node: TestNode, _ member: ActorProfile) async throws -> [String] {
    let now = node.clock.now
    return try await node.database.read { tx in
      try tx.needs.list(.init(.request), by: .member(member.id), limit: 10, at: now)
        .compactMap { try tx.posts.find($0)?.uri }
    }
  }

  @Test func `An edit of the words leaves the need as it is`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()

    let edited = try await scene.near.outbox.edit(
      post.id,
      to: PostDraft(source: "Deux camions.", language: "fr"),
      as: scene.lea.id
    )

    #expect(edited.body.need == post.body.need)
    #expect(PlainText.text(of: edited.body.html).contains("Besoin : Souder un portail"))
  }

  @Test func `A peer that does not share needs gets none`() async throws {
    let scene = try await NeedScene([.posts])

    let post = try await scene.published()

    #expect(try await scene.far.post(post.uri) == nil)
  }

  @Test func `A need and an offer that answer each other are told to both sides, once`()
    async throws
  {
    let scene = try await NeedScene()
    let known = try await scene.near.services.actors.actor(
      try #require(AS.IRI(scene.bruno.uri))
    )
    try await scene.near.outbox.follow(known, as: scene.lea.id)
    try await scene.follow()
    let offer = try await scene.far.outbox.publish(
      NeedScene.draft(NeedScene.need(.offer)),
      as: scene.bruno.id
    )
    try await scene.settle()

    let need = try await scene.near.outbox.publish(
      NeedScene.draft(NeedScene.need()),
      as: scene.lea.id
    )
    for _ in 0..<2 { try await scene.settle() }

    #expect(try await scene.near.told(scene.lea).count { $0 == .needMatch } == 1)
    #expect(try await scene.far.told(scene.bruno).count { $0 == .needMatch } == 1)
    let matches = try await NeedMatcher(services: scene.near.services)
      .matches(of: try #require(need.body.need), for: scene.lea.id)
    #expect(matches.counterparts.map(\.post.uri) == [offer.uri])
  }

  @Test func `Who needs something is told of those who can be found, before it and after it`()
    async throws
  {
    let scene = try await NeedScene()
    let marc = try await scene.near.talented("marc", [(1, .organisation)])
    _ = try await scene.near.talented("anne", [(1, .organisation)], isListed: false)
    func known() async throws -> Set<ActorID> {
      let told = try await scene.near.database.read { [lea = scene.lea] tx in
        try tx.notifications.list(of: lea.id, Page()).map(\.notification)
      }
      return Set(told.filter { $0.kind == .needMatch }.map(\.actorID))
    }

    _ = try await scene.published()
    #expect(try await known() == [marc.id])

    let nina = try await scene.near.talented("nina", [(1, .organisation)])
    try await scene.settle()
    #expect(try await known() == [marc.id, nina.id])
    #expect(try await scene.near.told(nina) == [.needMatch])
  }

  @Test func `Who writes down a skill after it was needed is told, once, when it is found`()
    async throws
  {
    let scene = try await NeedScene()
    _ = try await scene.published()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let learner = try await scene.far.member("nina")
    try await scene.far.talents.edit(learner.id, by: .own) { profile, _ in
      profile.talents = [try Talent(skill: .sample(1), level: nil, isWanted: true)]
    }
    try await scene.far.talents.list(learner.id)
    try await scene.settle()
    #expect(try await scene.far.told(marc) == [])
    #expect(try await scene.far.told(learner) == [])

    try await scene.far.talents.list(marc.id)
    try await scene.settle()
    #expect(try await scene.far.told(marc) == [.needMatch])

    // What it put aside does not come again with each change.
    try await scene.far.execute("DELETE FROM notification")
    scene.network.clock.advance(by: 60)
    try await scene.far.talents.edit(marc.id, by: .own) { profile, _ in
      profile.help = [.init(.mentoring)]
    }
    try await scene.settle()
    #expect(try await scene.far.told(marc) == [])
  }

  @Test func `Who can do it and lets itself be found is told, and listed`() async throws {
    let scene = try await NeedScene()
    let marc = try await scene.far.talented("marc", [(1, .organisation)])
    let anne = try await scene.far.talented("anne", [(1, .organisation)], isListed: false)

    let post = try await scene.published()

    #expect(try await scene.far.told(marc) == [.needMatch])
    #expect(try await scene.far.told(anne) == [])
    let need = try #require(try await scene.far.post(post.uri)?.body.need)
    let matches = try await NeedMatcher(services: scene.far.services)
      .matches(of: need, for: scene.bruno.id)
    #expect(matches.people.map(\.shown.entry.person.uri) == [marc.uri])
  }
}

/// Needs in the narrower rings.
@Suite struct NeedRingTests {
  @Test func `A need for the territory reaches its members and goes no further`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let (near, far) = (founded.nodes[0], founded.nodes[1])
    let lea = try await near.member("lea")
    let bruno = try await far.member("bruno")
    let (now, terms) = (near.clock.now, try near.state(of: founded.id).terms.digest)
    try await near.database.write {
      try $0.acceptances.accept(terms, of: founded.id, by: lea.id, at: now)
    }

    let post = try await near.outbox.publish(
      NeedScene.draft(NeedScene.need(), for: .territory),
      as: lea.id
    )
    try await near.drainDeliveries()
    try await far.drainInbox()

    #expect(try await far.post(post.uri)?.body.need == post.body.need)
    let listed = try await far.database.read { tx in
      (
        try tx.needs.list(.init(), by: .member(bruno.id), limit: 9, at: now).count,
        try tx.needs.list(.init(), by: .anyone, limit: 9, at: now).count
      )
    }
    #expect(listed == (1, 0))
    _ = try await far.outbox.propose(on: post.uri, as: bruno.id)
    try await far.drainDeliveries()
    try await near.drainInbox()
    #expect(try await near.agreements(of: lea).first?.agreement.stage == .offered)
  }

  @Test func `A need in a group comes to those who follow it`() async throws {
    let scene = try await NeedScene([.posts, .needs, .groups])
    let group = try await scene.near.group("jardin")
    let known = try await scene.far.services.actors.actor(try #require(AS.IRI(group.uri)))
    try await scene.far.outbox.follow(known, as: scene.bruno.id)
    try await scene.settle()
    var draft = NeedScene.draft(NeedScene.need(), for: nil)
    draft.group = group

    let post = try await scene.near.outbox.publish(draft, as: scene.lea.id)
    for _ in 0..<2 { try await scene.settle() }

    #expect(try await scene.far.post(post.uri)?.body.need == post.body.need)
    let now = scene.far.clock.now
    let listed = try await scene.far.database.read {
      try $0.needs.list(.init(.request), by: .member(scene.bruno.id), limit: 9, at: now).count
    }
    #expect(listed == 1)
  }

  @Test func `A need that is deleted leaves the agreement on it`() async throws {
    let scene = try await NeedScene()
    let post = try await scene.published()
    _ = try await scene.far.outbox.propose(on: post.uri, as: scene.bruno.id)
    try await scene.settle()
    let entry = try #require(try await scene.near.agreements(of: scene.lea).first)
    _ = try await scene.near.outbox.act(.accept, on: entry.id, as: scene.lea.id)

    try await scene.near.outbox.delete(post.id, as: scene.lea.id)
    try await scene.settle()

    #expect(try await scene.far.post(post.uri) == nil)
    let kept = try #require(try await scene.far.agreements(of: scene.bruno).first)
    #expect(kept.agreement.stage == .accepted && kept.postID == nil)
    #expect(kept.title == "Souder un portail")
    _ = try await scene.far.outbox.act(
      .state(.primary, nil, on: nil),
      on: kept.id,
      as: scene.bruno.id
    )
    try await scene.settle()
    _ = try await scene.near.outbox.act(.confirm(.primary), on: entry.id, as: scene.lea.id)
    try await scene.settle()
    #expect(try await scene.far.agreements(of: scene.bruno).first?.agreement.stage == .fulfilled)
  }
}
