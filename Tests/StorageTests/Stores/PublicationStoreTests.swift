import Foundation
import Model
import Testing

@testable import Storage

@Suite("Publication store")
struct PublicationStoreTests {
  private let log = Digest.sample(9)
  private let territory = Digest.sample(1)

  private func put(_ pairs: (UInt8, Int)..., in tx: Transaction) throws {
    for (byte, sequence) in pairs {
      #expect(try tx.publications.insert(.sample(byte, sequence)))
    }
  }

  private func head(_ tx: Transaction) throws -> PublicationStore.Head? {
    try tx.publications.head(of: log, in: territory)
  }

  @Test("keeps a publication once, and finds it by its activity")
  func once() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      let entry = PublicationStore.Entry.sample(1, 1, post: "https://far.example/posts/1")
      #expect(try tx.publications.insert(entry))
      #expect(try !tx.publications.insert(entry))

      #expect(try tx.publications.find(activityURI: entry.activityURI) == entry)
      #expect(try tx.publications.find(activityURI: "https://far.example/none") == nil)
      #expect(try tx.publications.after(0, of: log, in: territory, limit: 9) == [entry])
    }
  }

  @Test("moves a log’s head over what is complete, in whatever order it comes")
  func heads() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      #expect(try tx.publications.heads(of: territory).isEmpty)
      try put((13, 3), in: tx)
      #expect(try head(tx) == .init(log: log, contiguous: 0, digest: nil, highest: 3))
      try put((11, 1), in: tx)
      #expect(try head(tx) == .init(log: log, contiguous: 1, digest: .sample(11), highest: 3))
      try put((15, 5), (12, 2), in: tx)
      #expect(try head(tx) == .init(log: log, contiguous: 3, digest: .sample(13), highest: 5))
      try put((14, 4), in: tx)
      #expect(try head(tx) == .init(log: log, contiguous: 5, digest: .sample(15), highest: 5))

      _ = try tx.publications.insert(.sample(31, 1, of: 8))
      #expect(try tx.publications.heads(of: territory).map(\.log) == [.sample(8), log])
      #expect(try tx.publications.heads(of: .sample(2)).isEmpty)
    }
  }

  @Test("has the same heads as a count of all there is", arguments: 0..<20)
  func headsAgree(seed: UInt64) throws {
    let scene = try Scene()
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }

    try scene { tx throws in
      try tx.territory()
      var known: [Int: Set<Digest>] = [:]
      for _ in 0..<60 {
        let (sequence, byte) = (1 + next(12), UInt8(1 + next(250)))
        let isNew = try tx.publications.insert(.sample(byte, sequence))
        let digests = known[sequence, default: []]
        #expect(isNew == (digests.count < 2 && !digests.contains(.sample(byte))))
        if isNew { known[sequence, default: []].insert(.sample(byte)) }

        let contiguous = (1...13).first { known[$0] == nil }.map { $0 - 1 } ?? 13
        let expected = PublicationStore.Head(
          log: log,
          contiguous: contiguous,
          digest: known[contiguous]?.min(),
          highest: known.keys.max() ?? 0
        )
        #expect(try head(tx) == expected)
      }
    }
  }

  @Test("keeps both of two with one number, as evidence, and no third")
  func equivocation() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      try put((5, 1), (3, 1), in: tx)
      #expect(try !tx.publications.insert(.sample(1, 1)))
      try put((7, 2), in: tx)

      #expect(try tx.publications.digests(log, in: territory, at: 1) == [.sample(3), .sample(5)])
      #expect(try tx.publications.after(0, of: log, in: territory, limit: 1).count == 2)
      #expect(try tx.publications.after(1, of: log, in: territory, limit: 1).count == 1)
    }
  }

  @Test("numbers what this node publishes, also after its own came back over a gap")
  func own() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      #expect(try tx.publications.nextOwn(territory, log) == (1, nil))
      try put((11, 1), (12, 2), in: tx)
      #expect(try tx.publications.nextOwn(territory, log) == (3, .sample(12)))
      try put((14, 4), in: tx)
      #expect(try tx.publications.nextOwn(territory, log) == (5, .sample(14)))
      #expect(try tx.publications.nextOwn(territory, .sample(8)) == (1, nil))
    }
  }

  @Test("knows the gaps of a log, however far an origin jumps")
  func missing() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      #expect(try tx.publications.missing(log, in: territory).isEmpty)
      let far = 9_007_199_254_740_991
      try put((11, 1), (14, 4), (15, 5), (18, 8), (20, far), in: tx)

      #expect(try tx.publications.missing(log, in: territory) == [2...3, 6...7, 9...far - 1])
      #expect(try tx.publications.missing(log, in: territory, limit: 1) == [2...3])
    }
  }

  @Test("is read on by number, up to so many and so many bytes, one at least")
  func paging() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      for byte: UInt8 in 1...5 {
        let body = String(repeating: "x", count: 100)
        _ = try tx.publications.insert(.sample(byte, Int(byte), body: body))
      }
      func after(_ sequence: Int, limit: Int = 9, bytes: Int = 1000) throws -> [Int] {
        try tx.publications.after(sequence, of: log, in: territory, limit: limit, bytes: bytes)
          .map(\.sequence)
      }

      #expect(try after(0) == [1, 2, 3, 4, 5])
      #expect(try after(3) == [4, 5])
      #expect(try after(5).isEmpty)
      #expect(try after(0, limit: 2) == [1, 2])
      #expect(try after(1, bytes: 250) == [2, 3])
      #expect(try after(1, bytes: 1) == [2])
    }
  }

  @Test("forgets what was said and keeps its place")
  func forgetting() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      let post = "https://far.example/posts/1"
      let entries: [PublicationStore.Entry] = [
        .sample(1, 1, post: post), .sample(2, 2, post: post), .sample(3, 3), .sample(4, 4),
      ]
      for entry in entries { _ = try tx.publications.insert(entry) }

      #expect(try tx.publications.forget(postURI: post) == 2)
      #expect(try tx.publications.forget(postURI: post) == 0)

      let left = try tx.publications.after(0, of: log, in: territory, limit: 9)
      #expect(left.map(\.digest) == entries.map(\.digest))
      #expect(left.map(\.body) == [nil, nil, entries[2].body, entries[3].body])
      #expect(try !tx.publications.insert(entries[0]))
      #expect(try head(tx)?.contiguous == 4)
    }
  }

  @Test("passes over what was taken back before it came, and rests on what is known only")
  func settling() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      try put((11, 1), (16, 6), in: tx)
      try tx.publications.settle([3, 4], of: log, in: territory)
      #expect(try head(tx) == .init(log: log, contiguous: 1, digest: .sample(11), highest: 6))
      #expect(try tx.publications.missing(log, in: territory) == [2...2, 5...5])

      try put((12, 2), in: tx)
      #expect(try head(tx) == .init(log: log, contiguous: 2, digest: .sample(12), highest: 6))
      try tx.publications.settle([5], of: log, in: territory)
      #expect(try head(tx) == .init(log: log, contiguous: 6, digest: .sample(16), highest: 6))
      #expect(try tx.publications.missing(log, in: territory).isEmpty)
    }
  }

  @Test("keeps of what comes after it was taken back no more than its place")
  func late() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      try put((11, 1), (13, 3), in: tx)
      try tx.publications.settle([1, 2], of: log, in: territory)
      #expect(try head(tx)?.contiguous == 3)
      #expect(try tx.publications.isSettled(2, of: log, in: territory))
      #expect(try !tx.publications.isSettled(3, of: log, in: territory))
      #expect(try !tx.publications.isSettled(4, of: log, in: territory))

      #expect(try tx.publications.insert(.sample(12, 2)))

      let entries = try tx.publications.after(0, of: log, in: territory, limit: 9)
      #expect(entries.map { $0.body == nil } == [true, true, false])
    }
  }

  @Test("finds the numbers of a post, and of what an actor of this node published")
  func numbers() throws {
    let scene = try Scene()

    try scene { tx throws in
      try tx.territory()
      let post = "https://far.example/posts/1"
      for entry: PublicationStore.Entry in [
        .sample(1, 1, post: post), .sample(2, 2), .sample(3, 3, post: post),
      ] { _ = try tx.publications.insert(entry) }

      func numbers(_ uri: String, limit: Int = 9) throws -> [Int] {
        try tx.publications.numbers(of: uri, by: log, in: territory, limit: limit)
      }
      #expect(try numbers(post) == [1, 3])
      #expect(try numbers(post, limit: 1) == [1])
      #expect(try numbers("https://far.example/activities/2") == [2])
      #expect(try tx.publications.numbers(of: post, by: .sample(8), in: territory, limit: 9) == [])
    }
  }
}
