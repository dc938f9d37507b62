import Foundation
import Model
import Testing

@Suite struct PeeringStateTests {
  private static let now = Date(timeIntervalSince1970: 1_795_430_000)

  private func state(
    after events: PeeringState.Event...,
    from start: PeeringState = .invited
  ) throws -> PeeringState {
    try events.reduce(start) { try $0.after($1) }
  }

  @Test func `A proven ticket makes a peering active`() throws {
    #expect(try state(after: .ticketProven) == .active)
  }

  @Test func `A request without a ticket waits for a yes, and then for the words`() throws {
    #expect(try state(after: .request(by: .us)) == .requested(by: .us))
    #expect(try state(after: .request(by: .us), .accept) == .unverified)
    #expect(try state(after: .request(by: .us), .accept, .verify) == .active)
  }

  @Test func `When both sides ask, both have said yes`() throws {
    #expect(try state(after: .request(by: .us), .request(by: .them)) == .unverified)
    #expect(try state(after: .request(by: .us), .request(by: .us)) == .requested(by: .us))
  }

  @Test func `Nothing but the words or a ticket makes a request active`() {
    for event in [PeeringState.Event.verify, .resume, .suspend(until: nil)] {
      #expect(throws: Refusal.self) { try PeeringState.requested(by: .them).after(event) }
    }
    #expect(throws: Refusal.self) { try PeeringState.unverified.after(.resume) }
  }

  @Test func `A suspension is taken back, or ends by itself at its date`() throws {
    let until = Self.now + 60
    let suspended = try state(after: .suspend(until: until), from: .active)

    #expect(suspended.current(at: Self.now) == suspended)
    #expect(suspended.current(at: until) == .active)
    #expect(try suspended.after(.resume) == .active)
    #expect(PeeringState.suspended(until: nil).current(at: .distantFuture) != .active)
  }

  @Test func `What is revoked comes back by a new ticket or request only`() throws {
    for event in [PeeringState.Event.accept, .verify, .resume, .suspend(until: nil)] {
      #expect(throws: Refusal.self) { try PeeringState.revoked.after(event) }
    }
    #expect(try PeeringState.revoked.after(.ticketProven) == .active)
    #expect(try PeeringState.revoked.after(.request(by: .them)) == .requested(by: .them))
  }

  @Test func `Every state can be revoked`() throws {
    let states: [PeeringState] = [
      .invited, .requested(by: .us), .unverified, .active, .suspended(until: nil), .revoked,
    ]
    for state in states { #expect(try state.after(.revoke) == .revoked) }
  }

  @Test
  func `Flow is closed while suspended, outwards when only receiving, else as the valve says`() {
    let valve = Valve(
      scope: .posts,
      direction: .in,
      setting: .reviewed,
      author: "awa",
      reason: "trial",
      createdAt: Self.now
    )
    var peering = Peering(
      host: "b.example",
      state: .active,
      ours: Peering.Terms(valves: [valve]),
      createdAt: Self.now
    )

    #expect(peering.flow(.posts, .in, at: Self.now) == .reviewed)
    #expect(peering.flow(.posts, .out, at: Self.now) == .open)
    peering.level = .receiveOnly
    #expect(peering.flow(.posts, .out, at: Self.now) == .closed)
    peering.state = .suspended(until: nil)
    #expect(peering.flow(.events, .in, at: Self.now) == .closed)
  }

  @Test func `Scopes survive the bit mask of a ticket`() {
    for scope in Scope.allCases { #expect(Set<Scope>(mask: scope.bit) == [scope]) }
    #expect(Set<Scope>(mask: Set(Scope.allCases).mask) == Set(Scope.allCases))
    #expect(Set<Scope>(mask: 0b1100_0000).isEmpty)
  }
}
