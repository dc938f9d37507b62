import Foundation
import Model
import Testing

@testable import Storage

@Suite("Introduction store")
struct IntroductionStoreTests {
  private func entry(_ name: String, _ body: String, at time: Date) -> IntroductionStore.Entry {
    .init(
      actorURI: "https://far.example/users/\(name)",
      host: "far.example",
      body: Array(body.utf8),
      publishedAt: time
    )
  }

  @Test("keeps the newest word for each actor, and takes no older one back")
  func newest() throws {
    let scene = try Scene()

    try scene { tx throws in
      let (old, new) = (entry("bob", "1", at: Scene.now), entry("bob", "2", at: .later(1)))
      #expect(try tx.introductions.save(old))
      #expect(try !tx.introductions.save(old))
      #expect(try tx.introductions.save(new))
      #expect(try !tx.introductions.save(old))

      #expect(try tx.introductions.find(new.actorURI) == new)
      #expect(try tx.introductions.find("https://far.example/none") == nil)
    }
  }

  @Test("gives those asked for that are there, and counts and drops those of a node")
  func many() throws {
    let scene = try Scene()

    try scene { tx throws in
      let entries = ["a", "b"].map { entry($0, $0, at: Scene.now) }
      for entry in entries { _ = try tx.introductions.save(entry) }
      let asked = [entries[1].actorURI, "https://far.example/none", entries[0].actorURI]

      #expect(try tx.introductions.of(asked) == entries.reversed())
      #expect(try tx.introductions.count(host: "far.example") == 2)
      #expect(try tx.introductions.remove(host: "near.example") == 0)
      #expect(try tx.introductions.remove(host: "far.example") == 2)
      #expect(try tx.introductions.of(asked).isEmpty)
    }
  }

  @Test("remembers whom it introduced to whom, as they were then")
  func introduced() throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = "https://home.example/users/ada"
      func knows(_ byte: UInt8, _ host: String) throws -> Bool {
        try tx.introductions.isIntroduced(ada, .sample(byte), to: host)
      }
      try tx.introductions.markIntroduced(ada, .sample(1), to: "a.example")
      try tx.introductions.markIntroduced(ada, .sample(1), to: "b.example")
      try tx.introductions.markIntroduced(ada, .sample(2), to: "b.example")

      #expect(try knows(1, "a.example") && !knows(2, "a.example"))
      #expect(try knows(2, "b.example") && !knows(1, "b.example"))
      try tx.introductions.forgetIntroduced(to: "b.example")
      #expect(try knows(1, "a.example") && !knows(2, "b.example"))
    }
  }
}
