import Federation
import Foundation
import Model
import Storage
import TestSupport
import Testing

/// Places that become free because somebody is suspended or gone.
extension AttendanceTests {
  @Test func whoIsGoneLeavesItsPlaceAtOnceToWhoWaits() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    _ = try await node.outbox.join(post.uri, as: dave.id)

    try await node.process(bob.activity("Delete", .string(bob.uri)), from: bob)

    #expect(try await state(of: bob.uri, in: post) == nil)
    #expect(try await state(of: dave.uri, in: post) == .accepted)
  }

  @Test func whoseHostIsForgottenLeavesItsPlaceAtOnceToWhoWaits() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: carol), from: carol)
    _ = try await node.outbox.join(post.uri, as: dave.id)

    try await PeeringDesk(services: node.services).purge("third.example")

    #expect(try await state(of: dave.uri, in: post) == .accepted)
  }

  /// Suspends a guest, or lifts it, as whoever looks after the node does.
  private func suspend(_ guest: ActorID, _ isSuspended: Bool) async throws {
    let (time, outbox) = (isSuspended ? node.clock.now : nil, node.outbox)
    try await node.database.write { tx in
      try tx.actors.setSuspended(guest, at: time)
      try outbox.settlePlaces(of: guest, isSuspended: isSuspended, in: tx)
    }
  }

  @Test func whoIsSuspendedLeavesItsPlaceAndWaitsInFrontWhenItIsBack() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    node.clock.advance(by: 1)
    try await node.process(join(post.uri, by: carol), from: carol)
    node.clock.advance(by: 1)
    _ = try await node.outbox.join(post.uri, as: dave.id)
    let guest = try await node.know(bob)

    try await suspend(guest.id, true)
    #expect(try await state(of: carol.uri, in: post) == .accepted)
    #expect(try await state(of: dave.uri, in: post) == .requested)
    #expect(try await node.post(post.uri)?.body.event?.toldAttendees == 1)
    try await suspend(guest.id, false)
    #expect(try await state(of: bob.uri, in: post) == .requested)
    try await node.process(carol.activity("Leave", .string(post.uri)), from: carol)

    #expect(try await state(of: bob.uri, in: post) == .accepted)
    #expect(try await state(of: dave.uri, in: post) == .requested)
  }

  @Test func whoIsBackKeepsThePlaceThatNobodyTook() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    let guest = try await node.know(bob)

    try await suspend(guest.id, true)
    #expect(try await node.post(post.uri)?.body.event?.toldAttendees == 0)
    try await suspend(guest.id, false)

    #expect(try await state(of: bob.uri, in: post) == .accepted)
  }

  @Test func whosePlaceANewcomerTookWaitsWhenItIsBack() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: bob), from: bob)
    let guest = try await node.know(bob)
    try await suspend(guest.id, true)
    node.clock.advance(by: 1)
    _ = try await node.outbox.join(post.uri, as: dave.id)
    #expect(try await state(of: dave.uri, in: post) == .accepted)

    try await suspend(guest.id, false)

    #expect(try await state(of: bob.uri, in: post) == .requested)
    #expect(try await state(of: dave.uri, in: post) == .accepted)
    #expect(try await node.post(post.uri)?.body.event?.toldAttendees == 1)
  }

  @Test func whoWaitsWhileSuspendedGetsAFreePlaceWhenItIsBack() async throws {
    let post = try await hold(capacity: 1)
    try await node.process(join(post.uri, by: carol), from: carol)
    try await node.process(join(post.uri, by: bob), from: bob)
    let guest = try await node.know(bob)
    try await suspend(guest.id, true)
    try await node.process(carol.activity("Leave", .string(post.uri)), from: carol)
    #expect(try await state(of: bob.uri, in: post) == .requested)

    try await suspend(guest.id, false)

    #expect(try await state(of: bob.uri, in: post) == .accepted)
  }
}
