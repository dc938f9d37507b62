import ActivityStreams
import Federation
import Foundation
import Model
import Signatures
import Storage
import StrictJSON
import Synchronization
import TestSupport
import Testing

/// How what is enqueued reaches other nodes.
@Suite struct DeliveryTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let bob: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    bob = try RemoteActor("bob")
    try await node.follow(alice, by: bob)
  }

  private func publish(_ texts: String..., as author: ActorProfile? = nil) async throws {
    for text in texts {
      _ = try await node.outbox.publish(PostDraft(source: text), as: (author ?? alice).id)
    }
  }

  /// What arrived at an inbox with an answer of 2xx would be; here: what was tried, in order.
  private func tried(_ host: String = "far.example") -> [String] {
    node.farSide.questions(to: "https://\(host)/", "POST").compactMap {
      $0.json?["object"]?["source"]?["content"]?.string
    }
  }

  private func states() async throws -> [Delivery.State] {
    try await node.deliveries().map(\.delivery.state)
  }

  private func lane(_ name: String = "https://far.example") async throws -> DeliveryLane? {
    try await node.database.read { try $0.deliveries.lane(name) }
  }

  private func answer(_ status: Int, _ fields: [(String, String)] = []) {
    node.farSide.answer("https://far.example/inbox", with: .status(status, fields: fields))
  }

  // MARK: Order

  @Test func whatOneSenderWroteArrivesInOrder() async throws {
    try await publish("1", "2", "3")

    try await node.drainDeliveries()

    #expect(tried() == ["1", "2", "3"])
    #expect(try await node.deliveries().isEmpty)
  }

  @Test func afterAFailureTheSendersNextWaitsAndOthersPass() async throws {
    let dave = try await node.member("dave")
    try await node.follow(dave, by: bob)
    try await publish("1", "2")
    try await publish("other", as: dave)
    node.farSide.answer("https://far.example/inbox") { question in
      let text = question.json?["object"]?["source"]?["content"]?.string
      return .status(text == "1" ? 500 : 202)
    }

    try await node.drainDeliveries()
    #expect(tried() == ["1", "other"])

    answer(202)
    node.clock.advance(by: 16)
    try await node.drainDeliveries()
    #expect(tried() == ["1", "other", "1", "2"])
  }

  @Test func afterFiveFailuresADeliveryStandsAside() async throws {
    try await publish("bad", "good")
    node.farSide.answer("https://far.example/inbox") { question in
      let text = question.json?["object"]?["source"]?["content"]?.string
      return .status(text == "bad" ? 500 : 202)
    }

    for _ in 0..<4 {
      try await node.drainDeliveries()
      node.clock.advance(by: 3600)
    }
    #expect(tried() == ["bad", "bad", "bad", "bad"])
    try await node.drainDeliveries()

    #expect(tried() == ["bad", "bad", "bad", "bad", "bad", "good"])
  }

  @Test func manyFailedDeliveriesOfOneSenderDoNotHideAnothers() async throws {
    let dave = try await node.member("dave")
    try await node.follow(dave, by: bob)
    answer(500)
    for number in 0..<60 { try await publish("\(number)") }
    try await node.drainDeliveries()
    try await publish("other", as: dave)
    answer(202)

    try await node.drainDeliveries()

    #expect(tried().last == "other")
  }

  @Test func aHostThatIsDownHoldsUpNoOther() async throws {
    let hosts = try (1...50).map { try RemoteActor("u", at: "h\($0).example", key: $0) }
    for host in hosts { try await node.follow(alice, by: host) }
    node.farSide.answer("https://far.example/", with: .failure(.timedOut))
    node.farSide.answer("https://h7.example/", with: .failure(.unreachable(reason: "down")))

    try await publish("hello")
    try await node.drainDeliveries()

    let reached = Set(node.farSide.posts.map(\.url))
    #expect(reached.count == 51)
    #expect(try await node.deliveries().count == 2)
  }

  // MARK: The circuit breaker

  @Test func aHostThatDoesNotAnswerIsLeftAloneForAWhile() async throws {
    node.farSide.answer("https://far.example/", with: .failure(.timedOut))
    try await publish("1", "2")

    try await node.drainDeliveries()
    try await node.drainDeliveries()
    #expect(tried() == ["1"])
    #expect(try await lane()?.openUntil != nil)

    answer(202)
    node.clock.advance(by: 6)
    try await node.drainDeliveries()
    #expect(tried() == ["1", "1", "2"])
    #expect(try await lane()?.openUntil == nil)
    #expect(try await lane()?.failures == 0)
  }

  @Test func theBreakerOpensLongerEachTime() async throws {
    node.farSide.answer("https://far.example/", with: .failure(.timedOut))
    try await publish("1")
    var pauses: [TimeInterval] = []

    for _ in 0..<4 {
      try await node.drainDeliveries()
      let until = try required(try await lane()?.openUntil)
      pauses.append(until.timeIntervalSince(node.clock.now).rounded())
      node.clock.advance(by: until.timeIntervalSince(node.clock.now) + 1)
    }

    #expect(pauses == [5, 10, 20, 40])
  }

  @Test func aDeliveryThatBringsAHostDownLetsOthersPassAfterAnHour() async throws {
    let dave = try await node.member("dave")
    try await node.follow(dave, by: bob)
    try await publish("poison")
    try await publish("other", as: dave)
    node.farSide.answer("https://far.example/inbox") { question in
      let text = question.json?["object"]?["source"]?["content"]?.string
      return text == "poison" ? .failure(.timedOut) : .status(202)
    }

    for _ in 0..<11 {
      try await node.drainDeliveries()
      node.clock.advance(by: 3700)
    }

    #expect(tried().contains("other"))
  }

  @Test(arguments: [429, 503])
  func retryAfterInSecondsIsHonoured(status: Int) async throws {
    answer(status, [("Retry-After", "600")])
    try await publish("1")
    try await node.drainDeliveries()
    answer(202)

    node.clock.advance(by: 599)
    try await node.drainDeliveries()
    #expect(tried().count == 1)

    node.clock.advance(by: 2)
    try await node.drainDeliveries()
    #expect(tried().count == 2)
  }

  @Test func retryAfterAsADateIsHonoured() async throws {
    let date = HTTPDate.text(of: node.clock.now.addingTimeInterval(1000))
    answer(503, [("Retry-After", date)])
    try await publish("1")
    try await node.drainDeliveries()

    let until = try required(try await lane()?.openUntil)
    #expect(abs(until.timeIntervalSince(node.clock.now) - 1000) < 2)
  }

  // MARK: Ends

  @Test(arguments: [400, 403, 404, 410, 413, 422])
  func aRefusalIsFinal(status: Int) async throws {
    answer(status)
    try await publish("1")
    try await node.drainDeliveries()
    node.clock.advance(by: 86_400)
    try await node.drainDeliveries()

    #expect(try await states() == [.abandoned])
    #expect(tried().count == (status == 400 ? 2 : 1))
  }

  @Test(arguments: [304, 401, 408, 429, 500, 502, 503, 504])
  func whatMayPassIsTriedAgain(status: Int) async throws {
    answer(status)
    try await publish("1")
    try await node.drainDeliveries()
    #expect(try await states() == [.waiting])

    answer(202)
    node.clock.advance(by: 60)
    try await node.drainDeliveries()
    #expect(try await states().isEmpty)
  }

  @Test func thePausesDoubleUpToSixHours() async throws {
    answer(500)
    try await publish("1")
    var pauses: [TimeInterval] = []

    for _ in 0..<13 {
      try await node.drainDeliveries()
      let next = try required(await node.deliveries().first?.delivery.notBefore)
      pauses.append(next.timeIntervalSince(node.clock.now).rounded())
      node.clock.advance(by: next.timeIntervalSince(node.clock.now) + 0.001)
    }

    #expect(pauses.prefix(4) == [15, 30, 60, 120])
    #expect(pauses.last == 21_600)
  }

  @Test func jitterSpreadsThePauses() async throws {
    answer(500)
    try await publish("1")

    try await DeliveryWorker(services: node.services, jitter: { 0.5 }).drain()

    let next = try required(await node.deliveries().first?.delivery.notBefore)
    #expect(abs(next.timeIntervalSince(node.clock.now) - 15 * 1.125) < 0.01)
  }

  @Test func afterAWeekItIsGivenUp() async throws {
    answer(500)
    try await publish("1")
    try await node.drainDeliveries()
    let count = tried().count

    node.clock.advance(by: 7 * 86_400 + 1)
    try await node.drainDeliveries()

    #expect(try await states() == [.abandoned])
    #expect(tried().count == count)
  }

  // MARK: Signatures

  @Test func theSignatureIsMadeWhenItIsSent() async throws {
    try await publish("1")
    node.clock.advance(by: 5 * 86_400)

    try await node.drainDeliveries()

    let message = try required(node.farSide.posts.last).message()
    let key = try TestKeys.rsa(0).verificationKey
    #expect(throws: Never.self) {
      _ = try UnverifiedSignature.parse(message)
        .verify(with: key, now: node.clock.now, policy: .standard)
    }
  }

  @Test func theSchemeThatWorkedIsRememberedForTheHost() async throws {
    node.farSide.answer("https://far.example/inbox") { question in
      .status(question.fields.contains { $0.0 == "signature-input" } ? 202 : 401)
    }
    try await publish("1")
    try await node.drainDeliveries()
    #expect(tried() == ["1", "1"])
    #expect(try await lane()?.signatureScheme == SignatureScheme.messageSignature.rawValue)

    try await publish("2")
    try await node.drainDeliveries()
    #expect(tried() == ["1", "1", "2"])
  }

  @Test func aHostThatForgetsTheNewSchemeGetsTheOldOne() async throws {
    var record = DeliveryLane(lane: "https://far.example")
    record.signatureScheme = SignatureScheme.messageSignature.rawValue
    let now = node.clock.now
    try await node.database.write { [record] in try $0.deliveries.save(record, at: now) }
    node.farSide.answer("https://far.example/inbox") { question in
      .status(question.fields.contains { $0.0 == "signature-input" } ? 500 : 202)
    }

    try await publish("1")
    try await node.drainDeliveries()

    #expect(try await states().isEmpty)
  }

  // MARK: Steering and restarts

  @Test func aPausedLaneIsNotServed() async throws {
    let now = node.clock.now
    try await node.database.write {
      try $0.deliveries.save(DeliveryLane(lane: "https://far.example", isPaused: true), at: now)
    }
    try await publish("1")

    try await node.drainDeliveries()

    #expect(tried().isEmpty)
    #expect(try await states() == [.waiting])
  }

  @Test func theQueueSurvivesARestart() async throws {
    try await publish("1", "2")

    let restarted = try await node.restarted()
    try await restarted.drainDeliveries()

    #expect(tried() == ["1", "2"])
    #expect(try await restarted.deliveries().isEmpty)
  }

  @Test func aStopInTheMiddleLosesNothing() async throws {
    try await publish("1", "2", "3")
    let gate = Gate()
    node.farSide.answer("https://far.example/inbox") { question in
      let text = question.json?["object"]?["source"]?["content"]?.string
      return text == "1" ? .status(202) : .failure(.cancelled)
    }
    let services = node.services(
      fetching: StallingFetcher(inner: node.farSide, start: "https://far.example/", gate: gate)
    )

    let worker = Task { try? await DeliveryWorker(services: services, jitter: { 0 }).drain() }
    try await eventually { await gate.isWaitedFor }
    worker.cancel()
    await gate.open()
    await worker.value

    // The one that had arrived is done with, and nothing is held against the others.
    let left = try await node.deliveries().map(\.delivery)
    #expect(left.map(\.state) == [.waiting, .waiting])
    #expect(left.map(\.attempts) == [0, 0])
  }

  @Test func whatWasEnqueuedBeforeASuspensionIsNotDelivered() async throws {
    try await publish("1")
    try await node.suspend("far.example")

    try await node.drainDeliveries()

    #expect(tried().isEmpty)
    #expect(try await states() == [.abandoned])
  }

  @Test func theRunningWorkerServesAllLanesSideBySide() async throws {
    let eve = try RemoteActor("eve", at: "slow.example", key: 2)
    try await node.follow(alice, by: eve)
    let gate = Gate()
    let fetcher = StallingFetcher(inner: node.farSide, start: "https://slow.example/", gate: gate)
    let services = node.services(fetching: fetcher)
    let worker = Task { try await DeliveryWorker(services: services).run() }
    defer { worker.cancel() }

    _ = try await services.outbox.publish(PostDraft(source: "1"), as: alice.id)

    try await eventually { tried() == ["1"] }
    await gate.open()
    try await eventually { try await node.deliveries().isEmpty }
  }
}
