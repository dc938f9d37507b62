import ActivityStreams
import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Federation

/// Matches tell nobody of somebody from whom a block parts them, or of what they may not read.
@Suite struct NeedBlockTests {
  /// Nina's skill is written down already, but she is found only later.
  private func find(_ nina: ActorProfile, _ scene: NeedScene) async throws {
    try await scene.near.talents.list(nina.id)
    try await scene.settle()
  }

  @Test(arguments: [true, false])
  func `A block keeps both from hearing of each other, before a need and after it`(
    isOfAuthor: Bool
  ) async throws {
    let scene = try await NeedScene()
    let marc = try await scene.near.talented("marc", [(1, .organisation)])
    let nina = try await scene.near.talented("nina", [(1, .organisation)], isListed: false)
    for person in [marc, nina] {
      let (who, whom) = isOfAuthor ? (scene.lea, person) : (person, scene.lea)
      try await scene.near.outbox.block(whom, as: who.id)
    }

    _ = try await scene.published()
    try await find(nina, scene)

    for person in [marc, nina, scene.lea] {
      #expect(try await scene.near.told(person).filter { $0 == .needMatch } == [], "\(person.name)")
    }
  }

  @Test func `Who blocked the author of a call before writing a skill down is not called`()
    async throws
  {
    let scene = try await NeedScene()
    let lea = try await scene.far.services.actors.actor(try #require(AS.IRI(scene.lea.uri)))
    _ = try await CallDesk(services: scene.near.services)
      .publish(NeedScene.draft(NeedScene.need()), to: [], as: scene.lea.id)
    try await scene.settle()
    let marc = try await scene.far.talented("marc", [(1, .organisation)], isListed: false)
    try await scene.far.outbox.block(lea, as: marc.id)

    try await scene.settle()

    #expect(try await scene.far.told(marc) == [])
    let calls = try await CallDesk(services: scene.far.services).calls(for: marc.id, limit: 9)
    #expect(calls.isEmpty)
  }

  @Test func `A need for followers is told nobody else, before it and after it`() async throws {
    let scene = try await NeedScene()
    let marc = try await scene.near.talented("marc", [(1, .organisation)])
    let nina = try await scene.near.talented("nina", [(1, .organisation)], isListed: false)
    let paul = try await scene.near.talented("paul", [(1, .organisation)], isListed: false)
    try await scene.near.outbox.follow(scene.lea, as: paul.id)

    _ = try await scene.near.outbox.publish(
      NeedScene.draft(NeedScene.need(), for: .followers),
      as: scene.lea.id
    )
    try await scene.settle()
    try await find(nina, scene)
    try await find(paul, scene)

    #expect(try await scene.near.told(marc).filter { $0 == .needMatch } == [])
    #expect(try await scene.near.told(nina).filter { $0 == .needMatch } == [])
    #expect(try await scene.near.told(paul).filter { $0 == .needMatch } == [.needMatch])
  }

  @Test(arguments: [true, false])
  func `A block keeps who searches from finding the other by talents`(
    isOfReader: Bool
  ) async throws {
    let scene = try await NeedScene()
    let marc = try await scene.near.talented("marc", [(1, .organisation)])
    func found() async throws -> [String] {
      let wish = try TalentWish(skills: [TalentWish.Skill(id: .sample(1), minimum: .notions)])
      return try await TalentSearch(services: scene.near.services)
        .find(wish, for: scene.lea.id, limit: 9).map(\.shown.entry.person.uri)
    }
    #expect(try await found() == [marc.uri])

    let (who, whom) = isOfReader ? (scene.lea, marc) : (marc, scene.lea)
    try await scene.near.outbox.block(whom, as: who.id)

    #expect(try await found() == [])
  }
}
