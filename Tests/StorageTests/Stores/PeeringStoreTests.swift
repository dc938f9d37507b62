import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Peering store")
struct PeeringStoreTests {
  private static let states: [PeeringState] = [
    .invited, .requested(by: .us), .requested(by: .them), .unverified, .active,
    .suspended(until: nil), .suspended(until: .later(60)), .revoked,
  ]

  @Test("gives back what was put in, in every state", arguments: states)
  func roundTrip(state: PeeringState) throws {
    let scene = try Scene()

    try scene { tx throws in
      let stored = PeeringStore.Stored(peering: .sample("far.example", state), record: [1, 2])
      try tx.peerings.save(stored)
      #expect(try tx.peerings.find(host: "far.example") == stored)

      let bare = PeeringStore.Stored(
        peering: Peering(host: "far.example", state: .invited, createdAt: .later(1))
      )
      try tx.peerings.save(bare)
      #expect(try tx.peerings.find(host: "far.example") == bare)
      #expect(try tx.peerings.all() == [bare])
      #expect(try tx.peerings.find(host: "near.example") == nil)
    }
  }

  @Test("lists all by host, each with its own valves, and removes one with its valves")
  func listing() throws {
    let scene = try Scene()

    try scene { tx throws in
      let stored = ["b.example", "a.example"].map { PeeringStore.Stored(peering: .sample($0)) }
      for peering in stored { try tx.peerings.save(peering) }
      #expect(try tx.peerings.all() == stored.reversed())

      #expect(try tx.peerings.remove(host: "a.example"))
      #expect(try !tx.peerings.remove(host: "a.example"))
      #expect(try tx.peerings.all() == [stored[0]])
      #expect(try tx.peerings.valves("a.example").isEmpty)
    }
  }

  @Test("replaces one valve and leaves the others, of either side")
  func valves() throws {
    let scene = try Scene()

    try scene { tx throws in
      let host = "far.example"
      try tx.peerings.save(.init(peering: .sample(host)))
      var valve = try #require(try tx.peerings.valves(host).first)
      let theirs = try tx.peerings.valves(host, .theirs)
      valve.setting = .closed
      valve.reason = "more spam"
      try tx.peerings.setValve(valve, of: host)
      var other = valve
      other.scope = .posts
      try tx.peerings.setValve(other, of: host)

      #expect(try tx.peerings.valves(host) == [valve, other])
      #expect(try tx.peerings.valves(host, .theirs) == theirs)
      #expect(theirs.map(\.setting) == [.closed])
      #expect(throws: DatabaseError.self) {
        try tx.attempt { try $0.peerings.setValve(valve, of: "nobody.example") }
      }
    }
  }

  @Test("notes when a peer was heard last, once a minute and only while there is a peering")
  func heard() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.peerings.save(.init(peering: .sample("far.example")))
      try tx.peerings.markHeard("far.example", at: .later(77))
      try tx.peerings.markHeard("far.example", at: .later(136))
      try tx.peerings.markHeard("nobody.example", at: .later(77))
      try tx.peerings.save(.init(peering: .sample("old.example", .revoked)))
      try tx.peerings.markHeard("old.example", at: .later(77))

      #expect(try tx.peerings.find(host: "far.example")?.peering.lastHeardAt == .later(77))
      #expect(try tx.peerings.lastHeard("old.example") == .later(5))
      #expect(try tx.peerings.all().count == 2)
      try tx.peerings.markHeard("far.example", at: .later(137))
      #expect(try tx.peerings.lastHeard("far.example") == .later(137))
    }
  }

  @Test("counts and forgets what strangers asked for, and nothing else (threat 19)")
  func requests() throws {
    let scene = try Scene()

    try scene { tx throws in
      for (number, state) in Self.states.enumerated() {
        try tx.peerings.save(.init(peering: .sample("h\(number).example", state)))
      }
      #expect(try tx.peerings.waitingRequests().map(\.host) == ["h2.example"])
      #expect(try tx.peerings.purgeRequests(before: Scene.now) == 0)
      #expect(try tx.peerings.purgeRequests(before: .later(1)) == 1)
      #expect(try tx.peerings.all().count == Self.states.count - 1)
      #expect(try tx.peerings.find(host: "h2.example") == nil)
    }
  }
}
