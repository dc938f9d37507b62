import Foundation
import Model
import Testing

@testable import Storage

@Suite("Statement store")
struct StatementStoreTests {
  @Test("keeps a statement once, as it was signed, with the time it first came")
  func once() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      let first = StatementStore.Entry.sample(1, body: "{\"a\": 1}")
      #expect(try tx.statements.insert(first))
      #expect(try !tx.statements.insert(.sample(1, body: "{}", at: .later(9))))

      #expect(try tx.statements.body(first.digest) == first.body)
      #expect(try tx.statements.firstSeen(first.digest) == Scene.now)
      #expect(try tx.statements.entries(first.log, in: first.territory) == [first])
      #expect(try tx.statements.body(.sample(2)) == nil)
      #expect(try tx.statements.firstSeen(.sample(2)) == nil)
    }
  }

  @Test("gives all in the order in which they came, though the clock steps back, and reads on")
  func order() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory(1, name: "a")
      try tx.territory(2, name: "b")
      for (time, byte) in [UInt8(5), 3, 4, 1].enumerated() {
        let entry = StatementStore.Entry.sample(byte, body: "\(byte)", at: .later(-Double(time)))
        #expect(try tx.statements.insert(entry))
      }
      #expect(try tx.statements.insert(.sample(2, in: 2, body: "2")))
      let all = try tx.statements.all(of: .sample(1))
      let texts = all.map { String(decoding: $0.body, as: UTF8.self) }

      #expect(texts == ["5", "3", "4", "1"])
      #expect(try tx.statements.all(of: .sample(1), after: all[1].number) == Array(all[2...]))
      #expect(try tx.statements.all(of: .sample(1), limit: 1) == [all[0]])
      #expect(try tx.statements.digests(of: .sample(1)) == [1, 3, 4, 5].map(Digest.sample))
      #expect(try tx.statements.count(of: .sample(1)) == 4)
      #expect(try tx.statements.count(of: .sample(3)) == 0)
    }
  }

  @Test("gives the texts asked for up to so many bytes, and leaves out what is not known")
  func bodies() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      for byte: UInt8 in 1...3 {
        _ = try tx.statements.insert(.sample(byte, body: String(repeating: "\(byte)", count: 10)))
      }
      let asked = [3, 9, 1, 2].map(Digest.sample)
      func texts(_ limit: Int) throws -> [String] {
        try tx.statements.bodies(asked, limit: limit).map { String($0.count) + "\($0[0] - 48)" }
      }

      #expect(try texts(30) == ["103", "101", "102"])
      #expect(try texts(29) == ["103", "101"])
      #expect(try texts(9).isEmpty)
    }
  }

  @Test("gives a log by its numbers, both ends of a fork, and counts what came lately")
  func logs() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      let (log, territory) = (Digest.sample(9), Digest.sample(1))
      let entries: [StatementStore.Entry] = [
        .sample(1, 0), .sample(2, 2, at: .later(1)), .sample(3, 1, at: .later(2)),
        .sample(4, 1, at: .later(3)),
      ]
      for entry in entries { _ = try tx.statements.insert(entry) }
      _ = try tx.statements.insert(.sample(5, 1, of: 8))

      let found = try tx.statements.entries(log, in: territory)
      #expect(found == [entries[0], entries[2], entries[3], entries[1]])
      #expect(
        try tx.statements.entries(log, in: territory, from: 1, limit: 2) == [found[1], found[2]]
      )
      #expect(try tx.statements.count(log, in: territory, since: .later(2)) == 2)
      #expect(try tx.statements.count(log, in: territory, since: .later(4)) == 0)
    }
  }
}
