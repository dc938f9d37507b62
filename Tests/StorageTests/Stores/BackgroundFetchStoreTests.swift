import Foundation
import Model
import Testing

@testable import Storage

@Suite("Background fetch store")
struct BackgroundFetchStoreTests {
  private let soon = Scene.now.addingTimeInterval(10)

  @Test("waits once for a subject, and not again before the pause is over")
  func once() throws {
    let scene = try Scene()

    try scene { tx throws in
      let store = tx.backgroundFetches
      #expect(try store.enqueue(.thread, "a", at: Scene.now, pause: 60))
      #expect(try !store.enqueue(.thread, "a", at: Scene.now, pause: 60))
      #expect(try store.enqueue(.outbox, "a", detail: "b", at: Scene.now, pause: 60))
      let due = try store.due(at: Scene.now, limit: 9)
      #expect(due.map(\.kind) == [.thread, .outbox])
      #expect(due.map(\.detail) == [nil, "b"])

      for fetch in due { try store.end(fetch.id, at: Scene.now) }
      #expect(try !store.enqueue(.thread, "a", at: soon, pause: 60))
      #expect(try store.enqueue(.thread, "a", at: soon, pause: 10))
      #expect(try store.due(at: soon, limit: 9).map(\.subject) == ["a"])
    }
  }

  @Test("is due again when its time has come")
  func later() throws {
    let scene = try Scene()

    try scene { tx throws in
      let store = tx.backgroundFetches
      try store.enqueue(.thread, "a", at: Scene.now, pause: 60)
      let fetch = try #require(try store.due(at: Scene.now, limit: 1).first)
      try store.retry(fetch.id, notBefore: soon)

      #expect(try store.due(at: Scene.now, limit: 1).isEmpty)
      #expect(try store.due(at: soon, limit: 1).map(\.attempts) == [1])
    }
  }

  @Test("takes only so much, and forgets what is done (threat 19)")
  func bounds() throws {
    let scene = try Scene()

    try scene { tx throws in
      let store = tx.backgroundFetches
      for number in 0..<(BackgroundFetchStore.capacity + 10) {
        try store.enqueue(.parent, "\(number)", at: Scene.now, pause: 60)
      }
      #expect(try store.due(at: Scene.now, limit: 9999).count == BackgroundFetchStore.capacity)
      #expect(
        try !store.enqueue(.parent, String(repeating: "x", count: 3000), at: Scene.now, pause: 1)
      )

      for fetch in try store.due(at: Scene.now, limit: 9999) {
        try store.end(fetch.id, at: Scene.now)
      }
      while try store.purge(before: soon) > 0 {}
      #expect(try tx.db.count("SELECT count(*) FROM backgroundFetch") == 0)
    }
  }
}
