import Foundation
import Model
import Signatures
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What those who are asked into a territory may fill of it, and that comparing ends all the same.
@Suite struct OpenLogTests {
  @Test func `Attack: who is not admitted gets room for a few statements only`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let guest = try await founded.candidate("g.example")
    let wish: JSONObject = ["type": "Remove", "member": .string(founded.id.text)]
    var head = try required(
      guest.services.territories.holding(founded.id)?.ledger.head(
        of: guest.memberID(in: founded.id)
      )
    )
    var flood: [JSONObject] = []
    for _ in 0..<60 {
      let next = try founded.statement(
        ["type": "Offer", "object": .object(wish), "version": 0],
        of: guest,
        after: head
      )
      flood.append(next)
      head = TerritoryLedger.Head(sequence: head.sequence + 1, digest: try Digest(of: next))
    }
    let before = founded.count(a)

    _ = try await founded.bring(flood, to: a, by: guest)

    // Its join is the first of twenty.
    #expect(founded.count(a) == before + 19)
    let result = try await b.compare(founded.id, with: a)
    #expect(result.rounds < 10)
  }

  @Test func `Comparing ends when one side keeps what the other does not take`() async throws {
    let founded = try await Founded("a.example", "b.example")
    let (a, b) = (founded.nodes[0], founded.nodes[1])
    let guest = try await founded.candidate("g.example")
    let log = try guest.memberID(in: founded.id)
    let head = try required(guest.services.territories.holding(founded.id)?.ledger.head(of: log))
    var late = TerritoryLedger.Head(sequence: 40, digest: head.digest)
    var extra: [SignedStatement] = []
    for _ in 0..<3 {
      let next = try founded.statement(
        [
          "type": "Offer", "object": ["type": "Remove", "member": .string(log.text)], "version": 0,
        ],
        of: guest,
        after: late
      )
      extra.append(try SignedStatement(next))
      late = TerritoryLedger.Head(sequence: late.sequence + 1, digest: try Digest(of: next))
    }
    // As a node of another version may have kept it.
    let entries = extra.map { $0.entry(at: a.clock.now) }
    try await a.database.write { tx in for entry in entries { _ = try tx.statements.insert(entry) }
    }
    a.services.territories.insert(extra.map(\.statement), into: founded.id, at: a.clock.now)

    let one = try await b.compare(founded.id, with: a)
    let other = try await a.compare(founded.id, with: b)

    #expect(!one.isEqual && one.rounds < 10)
    #expect(!other.isEqual && other.rounds < 10)
  }
}
