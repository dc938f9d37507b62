import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Calls: who is meant learns of it, and nobody else learns whether anybody is.
@Suite struct CallTests {
  private func call(_ scene: NeedScene, skill: Int = 1) async throws -> Post {
    let post = try await CallDesk(services: scene.near.services)
      .publish(NeedScene.draft(NeedScene.need(skill: skill)), to: [], as: scene.lea.id)
    try await scene.settle()
    return post
  }

  @Test func `Only who is meant is told, also by skills that are in no directory`() async throws {
    let scene = try await NeedScene()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let anne = try await scene.far.talented("anne", [(2, .everyone)])

    let post = try await call(scene)

    #expect(try await scene.far.told(marc) == [.call])
    #expect(try await scene.far.told(anne) == [])
    #expect(try await scene.far.told(scene.bruno) == [])
    let desk = CallDesk(services: scene.far.services)
    #expect(try await desk.calls(for: marc.id, limit: 10).map(\.post.uri) == [post.uri])
    #expect(try await desk.calls(for: anne.id, limit: 10).isEmpty)
    // What all may look at is the same for all.
    for member in [marc, anne, scene.bruno] {
      #expect(try await desk.all(for: member.id, limit: 10).map(\.post.uri) == [post.uri])
    }
  }

  @Test func `Who writes down a skill after the call is told, and nothing goes out`() async throws {
    let scene = try await NeedScene()
    let post = try await call(scene)
    let start = scene.network.exchanges.count

    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let anne = try await scene.far.talented("anne", [(2, .organisation)], isListed: false)
    for _ in 0..<2 { try await NeedWorker(services: scene.far.services).runOnce() }

    #expect(try await scene.far.told(marc) == [.call])
    #expect(try await scene.far.told(anne) == [])
    let calls = try await CallDesk(services: scene.far.services).calls(for: marc.id, limit: 10)
    #expect(calls.map(\.post.uri) == [post.uri])
    #expect(scene.network.exchanges.count == start)
  }

  /// What goes over the wire, as far as whoever sends or listens can tell one from another; what the
  /// caller says itself differs by its own numbers.
  private func traffic(_ scene: NeedScene, after start: Int) -> [String] {
    scene.network.exchanges.dropFirst(start).map { exchange in
      let question = exchange.question
      let size = exchange.from == "b.example" ? question.body.count : 0
      return "\(exchange.from) \(question.method) \(question.url) \(size) "
        + "\(exchange.answer.status) \(exchange.answer.body.count)"
    }
  }

  @Test func `Nothing on the wire tells whether somebody was meant, until they answer`()
    async throws
  {
    let (with, without) = (try await NeedScene(), try await NeedScene())
    var seen: [[String]] = []
    for (scene, skill) in [(with, 1), (without, 2)] {
      let marc = try await scene.far.talented("marc", [(skill, .organisation)], isListed: false)
      let start = scene.network.exchanges.count
      let post = try await call(scene)
      let desk = CallDesk(services: scene.far.services)
      #expect(try await desk.calls(for: marc.id, limit: 10).isEmpty == (skill == 2))
      try await desk.ignore(post.uri, by: marc.id)
      try await desk.mute(authorOf: post.uri, by: marc.id)
      try await scene.settle()
      seen.append(traffic(scene, after: start))
    }

    #expect(!seen[0].isEmpty)
    #expect(seen[0] == seen[1])
    // The called node asks who calls, as it does of every sender, and nothing else.
    let said = seen[0].filter { $0.hasPrefix("b.example") }
    #expect(said.allSatisfy { $0.hasPrefix("b.example GET https://a.example/users/lea ") })
    #expect(said.count == 1)
  }

  @Test func `An answer begins an agreement`() async throws {
    let scene = try await NeedScene()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let post = try await call(scene)

    _ = try await scene.far.outbox.propose(on: post.uri, words: "Moi !", as: marc.id)
    try await scene.settle()

    let received = try #require(try await scene.near.agreements(of: scene.lea).first)
    #expect(received.words == "Moi !")
    _ = try await scene.near.outbox.act(.accept, on: received.id, as: scene.lea.id)
    try await scene.settle()
    #expect(try await scene.far.agreements(of: marc).first?.agreement.stage == .accepted)
  }

  @Test func `Whom a call does not mean may answer as well, so that a refusal tells nothing`()
    async throws
  {
    let scene = try await NeedScene()
    let post = try await call(scene)

    let desk = CallDesk(services: scene.far.services)
    try await desk.ignore(post.uri, by: scene.bruno.id)
    _ = try await scene.far.outbox.propose(on: post.uri, as: scene.bruno.id)
    try await scene.settle()

    #expect(try await scene.near.agreements(of: scene.lea).count == 1)
  }

  @Test func `A call is answered in words as well, and is over when it is closed`() async throws {
    let scene = try await NeedScene()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let post = try await call(scene)

    let reply = try await scene.far.outbox.publish(
      PostDraft(source: "Lundi ?", audience: .direct, inReplyTo: post.uri),
      as: marc.id
    )
    _ = try await scene.near.outbox.settle(post.id, as: .answered, by: scene.lea.id)
    try await scene.settle()

    let received = try #require(try await scene.near.post(reply.uri))
    #expect(received.audience == .direct)
    #expect(try await scene.near.told(scene.lea) == [.mention])
    let desk = CallDesk(services: scene.far.services)
    #expect(try await desk.calls(for: marc.id, limit: 10).isEmpty)
    #expect(try await desk.all(for: marc.id, limit: 10).isEmpty)
    #expect(try await scene.far.post(post.uri)?.body.need?.status == .answered)
  }

  @Test func `Who has blocked the author is told nothing`() async throws {
    let scene = try await NeedScene()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let lea = try await scene.far.services.actors.actor(try #require(AS.IRI(scene.lea.uri)))
    try await scene.far.outbox.block(lea, as: marc.id)

    _ = try await call(scene)

    #expect(try await scene.far.told(marc) == [])
    let calls = try await CallDesk(services: scene.far.services).calls(for: marc.id, limit: 10)
    #expect(calls.isEmpty)
  }

  @Test func `Who ignores a call sees it no more, who mutes its author sees no more of them`()
    async throws
  {
    let scene = try await NeedScene()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    let desk = CallDesk(services: scene.far.services)
    let first = try await call(scene)

    try await desk.ignore(first.uri, by: marc.id)
    #expect(try await desk.calls(for: marc.id, limit: 10).isEmpty)
    let second = try await call(scene)
    #expect(try await desk.calls(for: marc.id, limit: 10).map(\.post.uri) == [second.uri])
    try await desk.mute(authorOf: second.uri, by: marc.id)
    _ = try await call(scene)

    #expect(try await desk.calls(for: marc.id, limit: 10).isEmpty)
    #expect(try await scene.far.told(marc).count { $0 == .call } == 2)
  }

  @Test func `A call is in no timeline, and nobody outside the called nodes reads it`()
    async throws
  {
    let scene = try await NeedScene()
    let third = try await scene.network.node("c.example")
    let eve = try await third.member("eve")
    try await scene.follow()
    let post = try await call(scene)

    #expect(try await scene.far.home(of: scene.bruno).isEmpty)
    let known = try await scene.near.services.actors.actor(try #require(AS.IRI(eve.uri)))
    let facts = try await scene.near.database.read {
      try $0.posts.facts(about: post.id, for: .remote(known.id, territories: []))
    }
    #expect(
      facts.map { Permission.allows(.remote(known.id, territories: []), toRead: $0) } == false
    )
    #expect(try await scene.far.told(scene.bruno) == [])
  }

  @Test func `Only nodes that share needs can be called`() async throws {
    let scene = try await NeedScene([.posts])

    await #expect(throws: Refusal.self) { _ = try await call(scene) }
    let sharing = try await NeedScene()
    await #expect(throws: Refusal.self) {
      _ = try await CallDesk(services: sharing.near.services).publish(
        NeedScene.draft(NeedScene.need()),
        to: ["elsewhere.example"],
        as: sharing.lea.id
      )
    }
  }
}
