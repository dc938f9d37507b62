import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Ticket store")
struct TicketStoreTests {
  private func ticket(
    _ byte: UInt8,
    for host: String? = nil,
    until seconds: Double = 60
  ) -> PeeringTicket {
    PeeringTicket(
      id: [UInt8](repeating: byte, count: 8),
      sealedSecret: [byte, 0, 255],
      host: host,
      scopes: [.posts, .indicators],
      expiresAt: .later(seconds),
      createdAt: Scene.now
    )
  }

  @Test("gives back what was put in, with its territory")
  func roundTrip() throws {
    let scene = try Scene()

    try scene { tx throws in
      var full = ticket(1, for: "far.example")
      full.territory = try tx.territory()
      full.reviewAt = .later(90)
      try tx.tickets.insert(full)
      try tx.tickets.insert(ticket(2))

      #expect(try tx.tickets.find(id: full.id) == full)
      #expect(try tx.tickets.find(id: ticket(2).id) == ticket(2))
      #expect(try tx.tickets.find(id: ticket(3).id) == nil)
      #expect(throws: DatabaseError.self) { try tx.attempt { try $0.tickets.insert(full) } }
    }
  }

  @Test("is used once, by whom it is for, before it expires")
  func using() throws {
    let scene = try Scene()

    try scene { tx throws in
      for ticket in [ticket(1), ticket(2, for: "far.example")] { try tx.tickets.insert(ticket) }
      let (open, bound) = (ticket(1).id, ticket(2).id)

      #expect(try !tx.tickets.use(id: open, by: "far.example", at: .later(60)))
      #expect(try tx.tickets.use(id: open, by: "far.example", at: .later(59)))
      #expect(try !tx.tickets.use(id: open, by: "far.example", at: .later(59)))
      #expect(try !tx.tickets.use(id: open, by: "eve.example", at: .later(59)))
      #expect(try tx.tickets.find(id: open)?.usedBy == "far.example")

      #expect(try !tx.tickets.use(id: bound, by: "eve.example", at: Scene.now))
      #expect(try tx.tickets.use(id: bound, by: "far.example", at: Scene.now))
      #expect(try !tx.tickets.use(id: ticket(3).id, by: "far.example", at: Scene.now))
    }
  }

  @Test("lists what can still be used, and forgets what expired")
  func purging() throws {
    let scene = try Scene()

    try scene { tx throws in
      let tickets = [ticket(1, until: 30), ticket(2, until: 20), ticket(3, until: 10)]
      for ticket in tickets { try tx.tickets.insert(ticket) }
      #expect(try tx.tickets.open(at: .later(10)) == [tickets[1], tickets[0]])
      #expect(try tx.tickets.open(at: .later(10), limit: 1) == [tickets[1]])
      #expect(try tx.tickets.use(id: tickets[1].id, by: "far.example", at: .later(11)))
      #expect(try tx.tickets.open(at: .later(11)) == [tickets[0]])

      #expect(try tx.tickets.purge(before: .later(21)) == 2)
      #expect(try tx.tickets.remove(id: tickets[0].id))
      #expect(try !tx.tickets.remove(id: tickets[0].id))
      #expect(try tx.tickets.open(at: Scene.now).isEmpty)
    }
  }
}
