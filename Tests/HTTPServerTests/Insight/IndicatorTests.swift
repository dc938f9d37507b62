import Foundation
import Insight
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Months are counted once, and pass only between peers that both grant it.
@Suite("Indicators between nodes") struct IndicatorTests {
  @Test("What passes between two organisations is counted, with who stands behind it")
  func counting() async throws {
    let scene = try await IndicatorScene()
    try await scene.talk(11)
    try await scene.reply(by: scene.ours[0].id, to: scene.ours[1].id, on: scene.near)
    try await scene.count(on: scene.near)
    #expect(try await scene.own(scene.near).isEmpty, "the month is not over")

    scene.passMonth()
    try await scene.count(on: scene.near)

    let own = try await scene.own(scene.near)
    #expect(own.named(.members)?.value == 12)
    #expect(own.named(.exchangesGiven, "far.example")?.value == 11)
    #expect(own.named(.exchangesGiven, "far.example")?.people == 10)
    #expect(own.named(.repliesTaken, "far.example")?.value == 11)
    #expect(own.named(.ties, "far.example")?.value == 11)
    #expect(own.named(.boostsGiven)?.value == 0, "a zero is that of all twelve")
    #expect(own.named(.tiesInside)?.reason == "people", "one pair is two people")
    // Twelve members, of whom one was idle: the two cannot both be said.
    #expect(own.named(.activeMembers)?.value == nil)
  }

  @Test("What is said in private, or to followers, is not counted")
  func privacy() async throws {
    let scene = try await IndicatorScene()
    for number in 0..<12 {
      let other = try await scene.known(scene.theirs[number], by: scene.near)
      for audience in [Audience.direct, .followers] {
        try await scene.reply(by: scene.ours[number].id, to: other, on: scene.near, audience)
      }
    }
    scene.passMonth()
    try await scene.count(on: scene.near)

    #expect(try await scene.own(scene.near).named(.exchangesGiven, "far.example")?.value == 0)
  }

  @Test("A month is counted once: what is deleted later cannot be found out by a second counting")
  func differencing() async throws {
    let scene = try await IndicatorScene()
    try await scene.talk(11)
    scene.passMonth()
    try await scene.count(on: scene.near)
    let before = try await scene.own(scene.near)

    try await scene.near.execute(
      "DELETE FROM post WHERE id = (SELECT max(id) FROM post WHERE inReplyTo IS NOT NULL)"
    )
    try await scene.count(on: scene.near)
    #expect(try await scene.own(scene.near) == before)

    // The next month: one member more is not said.
    _ = try await scene.near.member("newcomer")
    scene.network.clock.advance(by: 31 * 86_400)
    try await scene.count(on: scene.near)
    let next = try await scene.near.database.read { tx in
      try tx.indicators.reports(in: IndicatorScene.month.advanced(by: 1))
    }
    #expect(next.first?.indicators.named(.members)?.value == 12)
  }

  @Test("Reports pass where both grant it, once, signed, and name who shares them too")
  func sharing() async throws {
    let scene = try await IndicatorScene()
    try await scene.talk(11)
    scene.passMonth()
    try await scene.count(on: scene.far)
    await scene.share(scene.near)

    #expect(try await scene.held(by: scene.near) == ["far.example"])
    #expect(try await scene.held(by: scene.far) == ["near.example"])
    let first = try await scene.near.dump()["indicator"]
    await scene.share(scene.near)
    await scene.share(scene.far)
    #expect(try await scene.near.dump()["indicator"] == first)

    let month = IndicatorScene.month
    let reading = InsightReading(services: scene.near.services)
    let exchange = try await reading.exchange(month)
    let pair = try #require(exchange.pairs.first)
    #expect(pair.state == .exchanging && pair.amount.value == 22)
    #expect(exchange.given.value == 11 && exchange.balance.value == 0)
    let silo = try await reading.silo(month)
    #expect(silo.organisations == 2 && silo.counted < 3)
    #expect(silo.silo.value == nil, "two organisations are too few to be summed up")
  }

  @Test("Nothing passes where one side does not grant it, and asking all the same is refused")
  func refusal() async throws {
    let scene = try await IndicatorScene([.posts])
    scene.passMonth()
    for node in [scene.near, scene.far] { try await scene.count(on: node) }

    await scene.share(scene.near)
    await scene.share(scene.far)

    #expect(scene.network.exchanges(to: "/indicators/sync").isEmpty)
    let signer = try scene.near.services.keys.nodeSigner(.ed25519)
    let key = try required(signer.key.verificationKey.multikey)
    await #expect(throws: Refusal.self) {
      _ = try await scene.far.client.post(
        IndicatorMessage().document,
        to: "/indicators/sync",
        of: PeerClient.Target(host: "near.example", key: key)
      )
    }
    #expect(try await scene.held(by: scene.near).isEmpty)
  }

  @Test("A second word about a month changes nothing, and a report of somebody else is not taken")
  func lies() async throws {
    let scene = try await IndicatorScene()
    try await scene.talk(11)
    scene.passMonth()
    for node in [scene.near, scene.far] { try await scene.count(on: node) }
    await scene.share(scene.near)
    let before = try await scene.near.dump()["indicator"]
    let said = try await scene.own(scene.far)

    try await scene.far.execute(
      "DELETE FROM indicatorReport; DELETE FROM indicator; DELETE FROM post;"
    )
    try await scene.count(on: scene.far)
    #expect(try await scene.own(scene.far) != said)
    await scene.share(scene.far)
    #expect(try await scene.near.dump()["indicator"] == before)

    let stolen = try await scene.near.database.read { tx in
      try required(tx.indicators.document(of: "far.example", IndicatorScene.month))
    }
    let document = try required(JSON.parse(stolen.utf8).object)
    #expect(throws: Refusal.self) {
      try IndicatorReport(
        document,
        from: "near.example",
        signedBy: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        at: scene.network.clock.now
      )
    }
  }

  @Test("What a peer gave is dropped when it shares no more")
  func ending() async throws {
    let scene = try await IndicatorScene()
    scene.passMonth()
    for node in [scene.near, scene.far] { try await scene.count(on: node) }
    await scene.share(scene.near)
    #expect(try await scene.held(by: scene.near) == ["far.example"])

    _ = try await scene.near.peerings.remove("far.example")
    try await scene.count(on: scene.near)

    #expect(try await scene.held(by: scene.near).isEmpty)
  }

  @Test("A territory is measured by its own nodes, whoever else is known")
  func territory() async throws {
    let scene = try await IndicatorScene()
    try await scene.talk(11)
    scene.passMonth()
    try await scene.count(on: scene.far)
    await scene.share(scene.near)
    let reading = InsightReading(services: scene.near.services)
    let all = try await reading.silo(IndicatorScene.month)
    #expect(all.territory == nil && all.organisations == 2)
    #expect(all.positions.map(\.host) == ["far.example", "near.example"])

    let territory = TestTerritory(with: ["village.example", "mairie.example"])
    try await scene.near.join(territory)

    let silo = try await reading.silo(IndicatorScene.month)
    #expect(silo.territory?.id == territory.id.text && silo.territory?.name == "Vallee")
    #expect(silo.organisations == 3 && silo.positions.map(\.host) == ["near.example"])
    #expect(try await reading.silo(IndicatorScene.month, of: "vallee") == silo)
    await #expect(throws: Refusal.self) {
      _ = try await reading.silo(IndicatorScene.month, of: "elsewhere")
    }
  }

  @Test("Questions and how many of them somebody else answered are counted", arguments: [12, 11])
  func questions(_ answered: Int) async throws {
    let scene = try await IndicatorScene()
    for (number, member) in scene.ours.enumerated() {
      let far = try await scene.known(scene.theirs[number], by: scene.near)
      // Who answers itself has no answer.
      let answering = number < answered ? far : member.id
      try await scene.reply(by: answering, to: member.id, on: scene.near)
    }
    try await scene.near.execute(
      """
      INSERT INTO question (postID)
      SELECT post.id FROM post JOIN member ON actorID = authorID WHERE inReplyTo IS NULL
      """
    )
    scene.passMonth()
    try await scene.count(on: scene.near)

    let own = try await scene.own(scene.near)
    let (asked, told) = (own.named(.questions), own.named(.questionsAnswered))
    if answered == 12 {
      #expect(asked?.value == 12 && told?.value == 12)
    } else {
      // One that waits is one person's: it must not be found by subtracting.
      #expect(asked != nil && told != nil && (asked?.value == nil || told?.value == nil))
    }
  }

  @Test("Whoever exchanged and does not any more is silent after two months")
  func silence() async throws {
    let scene = try await IndicatorScene()
    try await scene.talk(11)
    scene.passMonth()
    try await scene.count(on: scene.near)
    let reading = InsightReading(services: scene.near.services)
    var states: [TerritoryExchange.Pair.State] = []
    for later in 1...2 {
      scene.network.clock.advance(by: 31 * 86_400)
      try await scene.count(on: scene.near)
      let month = IndicatorScene.month.advanced(by: later)
      states += try await reading.exchange(month).pairs.map(\.state)
    }

    #expect(states == [.exchanging, .silent])
  }
}

/// What a member learns of itself.
@Suite("A member's own ties") struct PersonalInsightTests {
  @Test("A member sees its own ties, and those who are tied by it")
  func mine() async throws {
    let scene = try await IndicatorScene(members: 4)
    let (lea, node) = (scene.ours[0], scene.near)
    try await scene.reply(by: lea.id, to: scene.ours[1].id, on: node)
    for person in scene.theirs.prefix(2) {
      try await scene.reply(by: try await scene.known(person, by: node), to: lea.id, on: node)
    }
    // What others do with each other is theirs.
    try await scene.reply(by: scene.ours[2].id, to: scene.ours[3].id, on: node)

    let mine = try await PersonalInsight(of: lea.id, node.services)

    #expect(mine.people == 3 && mine.given == 1 && mine.taken == 2)
    #expect(mine.organisations.map(\.host).sorted() == ["", "far.example"])
    #expect(mine.index.map { abs($0 - 1.0 / 3) < 1e-9 } == true)
    #expect(mine.bridges == 3, "three pairs know each other by lea alone")
    #expect(mine.effectiveSize == 3)
    let nobody = try await PersonalInsight(of: scene.theirs[3].id, scene.far.services)
    #expect(nobody.people == 0 && nobody.constraint == nil && nobody.bridges == 0)
  }
}
