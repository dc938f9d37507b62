import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Territory store")
struct TerritoryStoreTests {
  @Test("gives back what was put in, and follows what becomes of it")
  func roundTrip() throws {
    let scene = try Scene()

    try scene { tx throws in
      var entry = TerritoryStore.Entry(
        id: .sample(1),
        charter: Array("{\"name\":\"Vallée\"}".utf8),
        state: .invited,
        localName: "vallee",
        sponsor: "https://far.example/actor",
        joinedAt: Scene.now
      )
      try tx.territories.insert(entry)
      #expect(try tx.territories.find(entry.id) == entry)

      try tx.territories.setMember(.sample(7), of: entry.id, at: .later(5))
      for state in TerritoryStore.State.allCases {
        #expect(try tx.territories.setState(state, of: entry.id))
        entry.state = state
        #expect(try tx.territories.find(entry.id)?.state == state)
      }
      entry.memberID = .sample(7)
      entry.joinedAt = .later(5)

      #expect(try tx.territories.find(localName: "vallee") == entry)
      #expect(try tx.territories.all() == [entry])
      #expect(try !tx.territories.setState(.left, of: .sample(2)))
      #expect(try tx.territories.find(.sample(2)) == nil)
    }
  }

  @Test("has each local name once, and lists by it")
  func names() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory(1, name: "b")
      try tx.territory(2, name: "a")

      #expect(throws: DatabaseError.self) {
        try tx.attempt { _ = try $0.territory(3, name: "a") }
      }
      #expect(try tx.territories.all().map(\.localName) == ["a", "b"])
      #expect(try tx.territories.all(limit: 1).map(\.localName) == ["a"])
    }
  }

  @Test("takes along all that belongs to it, and nothing of another, when it goes")
  func removing() throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = try tx.member("ada")
      for byte: UInt8 in [1, 2] {
        let id = try tx.territory(byte, name: "t\(byte)")
        _ = try tx.statements.insert(.sample(10 + byte, in: byte))
        _ = try tx.publications.insert(.sample(20 + byte, 1, in: byte))
        try tx.acceptances.accept(.sample(3), of: id, by: ada, at: Scene.now)
      }

      #expect(try tx.territories.remove(.sample(1)))

      #expect(try tx.territories.all().map(\.id) == [.sample(2)])
      #expect(try tx.statements.count(of: .sample(1)) == 0)
      #expect(try tx.statements.count(of: .sample(2)) == 1)
      #expect(try tx.publications.heads(of: .sample(1)).isEmpty)
      #expect(try tx.publications.heads(of: .sample(2)).count == 1)
      #expect(try tx.acceptances.accepted(ada, .sample(1)) == nil)
      #expect(try tx.acceptances.accepted(ada, .sample(2)) == .sample(3))
      #expect(try !tx.territories.remove(.sample(1)))
    }
  }
}
