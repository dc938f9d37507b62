import Federation
import Foundation
import Logging
import Model
import Storage
import TestSupport
import Testing

@testable import Node

/// A clock that is a day off, for a while: nothing stops, nothing is done twice, nothing is lost.
@Suite(.serialized) struct ClockJumpTests {
  private static let day: TimeInterval = 86_400
  private typealias Home = ClockHome

  // MARK: Queues

  @Test func whatWaitsAfterAStepBackGoesOnAsItWasMeantTo() async throws {
    let home = try await Home()
    let (node, clock) = (home.node, home.clock)
    // The clock is a day ahead: what fails now waits for a time of tomorrow.
    clock.advance(by: Self.day)
    let (lane, wrong) = ("https://far.example", clock.now)
    try await node.database.write { tx in
      try tx.deliveries.save(
        DeliveryLane(lane: lane, failures: 3, openUntil: wrong + 300),
        at: wrong
      )
    }
    try await home.enqueueLetter(notBefore: wrong + 120)
    let before = clock.now

    clock.advance(by: -Self.day)
    try await ClockWatch(node: node).compare(before, with: clock.now, passed: 0)

    let now = clock.now
    let (openUntil, letters) = try await node.database.read { tx in
      (try tx.deliveries.lane(lane)?.openUntil, try tx.mail.waiting())
    }
    #expect(openUntil.map { $0.timeIntervalSince(now) } == 300)
    #expect(letters.map { $0.notBefore.timeIntervalSince(now) } == [120])
    #expect(node.clock.recentJump(at: now)?.seconds == -Self.day)
    #expect(!node.clock.isDoubtful(at: now))
    // Once is enough: a second look finds nothing.
    try await ClockWatch(node: node).compare(now, with: now + 5, passed: 5)
    let again = try await node.database.read { try $0.deliveries.lane(lane)?.openUntil }
    #expect(again == openUntil)
    try await home.close()
  }

  @Test func aStepBackWhileTheNodeWasStoppedIsNoticedAtItsStart() async throws {
    let home = try await Home()
    let clock = home.clock
    clock.advance(by: Self.day)
    try await ClockWatch(node: home.node).compare(clock.now, with: clock.now, passed: 0)
    try await home.enqueueLetter(notBefore: clock.now + 60)
    let seen = String(clock.now.timeIntervalSince1970)
    try await home.node.database.write { try $0.state.set("clockSeen", to: seen) }

    clock.advance(by: -Self.day)
    try await ClockWatch(node: home.node).begin()
    let wait = try await home.node.database.read { try $0.mail.waiting().first?.notBefore }
    #expect(wait?.timeIntervalSince(clock.now) == 60)

    // Days in which a node was stopped are no step forward.
    clock.advance(by: 30 * Self.day)
    try await ClockWatch(node: home.node).begin()
    #expect(node(home).recentJump(at: clock.now) == nil)
    try await home.close()
  }

  private func node(_ home: Home) -> ClockSense { home.node.clock }

  @Test func deliveriesGoOnThroughAStepEachWayAndArriveOnce() async throws {
    for step in [Self.day, -Self.day] {
      let node = try await TestNode.make()
      let alice = try await node.member("alice")
      let bob = try RemoteActor("bob")
      try await node.follow(alice, by: bob)

      _ = try await node.outbox.publish(.init(source: "one", audience: .public), as: alice.id)
      node.clock.advance(by: step)
      _ = try await node.outbox.publish(.init(source: "two", audience: .public), as: alice.id)
      let now = node.clock.now
      if step < 0 {
        _ = try await node.database.write {
          try $0.clock.turnBack(by: -step, at: now, deliveryLifetime: 7 * Self.day)
        }
      }
      try await node.drainDeliveries()
      node.clock.advance(by: -step)
      _ = try await node.outbox.publish(.init(source: "three", audience: .public), as: alice.id)
      let later = node.clock.now
      if step > 0 {
        _ = try await node.database.write {
          try $0.clock.turnBack(by: step, at: later, deliveryLifetime: 7 * Self.day)
        }
      }
      try await node.drainDeliveries()
      try await node.drainDeliveries()

      let bodies = node.farSide.posts.map { String(decoding: $0.body, as: UTF8.self) }
      for text in ["one", "two", "three"] {
        #expect(bodies.count { $0.contains("<p>\(text)</p>") } == 1, "\(text), \(step)")
      }
      #expect(try await node.deliveries().isEmpty)
    }
  }

  // MARK: What has an age

  @Test func aStepForwardThrowsNothingAwayUntilItIsBelieved() async throws {
    let home = try await Home()
    let (node, clock) = (home.node, home.clock)
    let housekeeping = home.housekeeping()
    try await home.requestPeering()
    let before = clock.now
    clock.advance(by: 31 * Self.day)
    try await ClockWatch(node: node).compare(before, with: clock.now, passed: 5)

    try await housekeeping.work()
    #expect(try await node.database.read { try $0.peerings.waitingRequests() }.count == 1)
    // The clock is put right: as if nothing had been.
    let wrong = clock.now
    clock.advance(by: -31 * Self.day)
    try await ClockWatch(node: node).compare(wrong, with: clock.now, passed: 0)
    try await housekeeping.work()
    #expect(try await node.database.read { try $0.peerings.waitingRequests() }.count == 1)

    // A clock that stays is believed in the end, after three days in which somebody could look.
    let last = clock.now
    clock.advance(by: 31 * Self.day)
    try await ClockWatch(node: node).compare(last, with: clock.now, passed: 0)
    let set = clock.now
    clock.advance(by: ClockSense.patience - 1)
    try await ClockWatch(node: node).compare(set, with: clock.now, passed: ClockSense.patience - 1)
    try await housekeeping.work()
    #expect(try await node.database.read { try $0.peerings.waitingRequests() }.count == 1)
    clock.advance(by: 1)
    try await ClockWatch(node: node).compare(clock.now - 1, with: clock.now, passed: 1)
    try await housekeeping.work()
    #expect(try await node.database.read { try $0.peerings.waitingRequests() }.isEmpty)
    try await home.close()
  }

  @Test func aSmallStepBackDoesNotMakeAClockBelieved() async throws {
    let home = try await Home()
    let (sense, watch, now) = (home.node.clock, ClockWatch(node: home.node), home.clock.now)
    let year = 365 * Self.day

    try await watch.compare(now, with: now + year, passed: 0)
    try await watch.compare(now + year, with: now + year - 120, passed: 0)
    #expect(sense.isDoubtful(at: now + year - 120))
    #expect(sense.doubt?.ahead == year - 120)

    try await watch.compare(now + year - 120, with: now, passed: 0)
    #expect(!sense.isDoubtful(at: now))
    try await home.close()
  }

  @Test func aDoubtOutlivesARestartAndTheFirstPassAfterItThrowsNothingAway() async throws {
    let (clock, scratch) = try await doubted()

    let home = try await Home(clock, scratch)
    // Who is first after the start does not matter: what was doubted is known when the node is open.
    try await home.housekeeping().work()
    try await ClockWatch(node: home.node).begin()
    try await home.housekeeping().work()
    #expect(home.node.services.isClockDoubtful)
    #expect(try await home.node.database.read { try $0.peerings.waitingRequests() }.count == 1)

    home.node.clock.believe()
    try await home.housekeeping().work()
    #expect(try await home.node.database.read { try $0.peerings.waitingRequests() }.isEmpty)
    try await home.close()
  }

  /// The home of a node whose clock was set forward by a year, and which is gone with its lock.
  private func doubted() async throws -> (ManualClock, ScratchDirectory) {
    let home = try await Home()
    try await home.requestPeering()
    let before = home.clock.now
    home.clock.advance(by: 365 * Self.day)
    try await ClockWatch(node: home.node).compare(before, with: home.clock.now, passed: 5)
    try await home.close()
    return (home.clock, home.scratch)
  }

  @Test func aStepThatNobodyHasNoticedYetIsDoubted() async throws {
    let (sense, now, steady) = (ClockSense(), Date(), ContinuousClock.now)
    sense.see(now, steady: steady)

    #expect(!sense.isDoubtful(at: now + 30, steady: steady + .seconds(30)))
    #expect(sense.isDoubtful(at: now + Self.day, steady: steady + .seconds(30)))
    #expect(!sense.isDoubtful(at: now + Self.day, steady: steady + .seconds(86_400)))
  }

  @Test(arguments: [(600, true), (86_400, true), (172_800, false)])
  func aTimeServiceThatHasSetTheClockIsBelievedUpToADay(
    ahead: TimeInterval,
    isBelieved: Bool
  ) async throws {
    let (clock, scratch) = try await steered(ahead, isBelieved: isBelieved)

    // Nor is it doubted after a restart.
    let again = try await Home(clock, scratch)
    #expect((again.node.clock.doubt == nil) == isBelieved)
    try await again.close()
  }

  /// The home of a node whose clock a time service set forward, and which is gone with its lock.
  private func steered(
    _ ahead: TimeInterval,
    isBelieved: Bool
  ) async throws -> (ManualClock, ScratchDirectory) {
    let home = try await Home()
    let (node, now) = (home.node, home.clock.now)
    let synchronised = Mutable<Date?>(now - 60)
    let watch = ClockWatch(node: node, synchronisedAt: { synchronised.value })

    try await watch.compare(now, with: now + ahead, passed: 0)
    // What a time service said before it says nothing of the step.
    #expect(node.clock.doubt != nil)
    synchronised.value = now + ahead
    try await watch.compare(now + ahead, with: now + ahead + 5, passed: 5)

    #expect((node.clock.doubt == nil) == isBelieved)
    try await home.close()
    return (home.clock, home.scratch)
  }

  @Test func backupsAreMadeAndNonePrunedByADoubtfulClock() async throws {
    let home = try await Home([
      "MAILLAGE_BACKUP_EVERY": "1", "MAILLAGE_BACKUP_KEEP_DAILY": "0",
      "MAILLAGE_BACKUP_KEEP_WEEKLY": "0", "MAILLAGE_BACKUP_KEEP_MONTHLY": "0",
      "MAILLAGE_BACKUP_KEEP_LAST": "1",
    ])
    let (node, clock) = (home.node, home.clock)
    let worker = BackupWorker(node: node)
    let count = { Backups(node.configuration, home: node.home).all().count }
    try await worker.work()
    let before = clock.now
    clock.advance(by: Self.day)
    try await ClockWatch(node: node).compare(before, with: clock.now, passed: 5)

    try await worker.work()
    #expect(count() == 2)
    node.clock.believe()
    clock.advance(by: 7_200)
    try await worker.work()

    #expect(count() == 1)
    try await home.close()
  }

  @Test func housekeepingStopsWhereTheClockBecomesDoubtful() async throws {
    let home = try await Home()
    try await home.requestPeering()
    home.clock.advance(by: 31 * Self.day)
    let asked = Mutable(0)
    let housekeeping = Housekeeping(
      services: home.node.services,
      isDoubtful: { _ in
        asked.value += 1
        return asked.value > 3
      }
    )

    try await housekeeping.work()

    #expect(asked.value == 4)
    #expect(try await home.node.database.read { try $0.peerings.waitingRequests() }.count == 1)
    try await home.close()
  }

  @Test func whatWasGivenUpForAWrongAgeIsDeliveredAfterAll() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    try await node.follow(alice, by: try RemoteActor("bob"))
    _ = try await node.outbox.publish(.init(source: "one", audience: .public), as: alice.id)
    node.clock.advance(by: 8 * Self.day)
    try await node.drainDeliveries()
    #expect(try await node.deliveries().map(\.delivery.state) == [.abandoned])

    node.clock.advance(by: -8 * Self.day)
    let now = node.clock.now
    _ = try await node.database.write {
      try $0.clock.turnBack(by: 8 * Self.day, at: now, deliveryLifetime: 7 * Self.day)
    }
    try await node.drainDeliveries()

    #expect(try await node.deliveries().isEmpty)
    #expect(arrived("one", at: node) == 1)
  }

  private func arrived(_ text: String, at node: TestNode) -> Int {
    let bodies = node.farSide.posts.map { String(decoding: $0.body, as: UTF8.self) }
    return bodies.count { $0.contains("<p>\(text)</p>") }
  }

  @Test func whileTheClockIsDoubtfulNothingIsGivenUpOrPublished() async throws {
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    try await node.follow(alice, by: try RemoteActor("bob"))
    _ = try await node.outbox.publish(.init(source: "one", audience: .public), as: alice.id)
    let soon = node.clock.now + 600
    _ = try await node.outbox.schedule(PostDraft(source: "later"), as: alice.id, at: soon)
    node.clock.advance(by: 8 * Self.day)
    node.services.clockDoubt.set { true }

    try await node.drainDeliveries()
    try await ScheduledPostWorker(services: node.services).work()
    #expect(arrived("one", at: node) == 1)
    #expect(try await count(by: alice, node) == 1)

    node.services.clockDoubt.set { false }
    try await ScheduledPostWorker(services: node.services).work()
    #expect(try await count(by: alice, node) == 2)
  }

  private func count(by author: ActorProfile, _ node: TestNode) async throws -> Int {
    try await node.database.read { tx in
      try tx.posts.written(by: author.id, for: .member(author.id), Page()).count
    }
  }

  @Test func sessionsOutliveADayOffEachWay() async throws {
    for step in [Self.day, -Self.day] {
      let home = try await Home()
      let member = try await home.node.accounts.add(.init(name: try LocalName("ada")))
      try await home.signIn(member)

      home.clock.advance(by: step)
      try await Housekeeping(services: home.node.services).work()
      #expect(try await home.isSignedIn())
      home.clock.advance(by: -step)
      try await Housekeeping(services: home.node.services).work()

      #expect(try await home.isSignedIn())
      try await home.close()
    }
  }
}
