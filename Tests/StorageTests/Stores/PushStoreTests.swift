import Foundation
import Model
import Testing

@testable import Storage

@Suite("Push store")
struct PushStoreTests {
  private func message(_ to: PushSubscription, _ text: String, topic: String? = nil) -> PushMessage
  {
    PushMessage(to: to.id, body: Array(text.utf8), topic: topic, enqueuedAt: Scene.now)
  }

  private func due(_ tx: Transaction, at time: Date = Scene.now) throws -> [String] {
    try tx.push.due(at: time, limit: 99).map { String(decoding: $0.message.body, as: UTF8.self) }
  }

  @Test("keeps one subscription for each sign-in, and gives back what it was given")
  func one() throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = try tx.member("ada")
      let old = try tx.push.subscribe(.sample(of: ada), at: Scene.now)
      try tx.push.enqueue(message(old, "old"))
      let new = try tx.push.subscribe(.sample(of: ada), at: Scene.now)
      let other = try tx.push.subscribe(.sample(of: ada, token: 2), at: Scene.now)

      #expect(try tx.push.subscription(accessTokenID: 1) == new)
      #expect(try tx.push.subscriptions(of: ada) == [new, other])
      #expect(try due(tx).isEmpty)
      var expected = PushSubscription.sample(of: ada)
      expected.id = new.id
      #expect(new == expected)
    }
  }

  @Test("changes what is told, and ends with its member or when told so")
  func changes() throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = try tx.member("ada")
      _ = try tx.push.subscribe(.sample(of: ada), at: Scene.now)
      let changed = try #require(
        try tx.push.change(accessTokenID: 1, alerts: [.poll], policy: .followed)
      )
      #expect(changed.alerts == [.poll])
      #expect(changed.policy == .followed)
      #expect(try tx.push.change(accessTokenID: 9, alerts: [], policy: .all) == nil)
      try tx.push.unsubscribe(accessTokenID: 1)
      #expect(try tx.push.subscriptions(of: ada).isEmpty)

      let gone = try tx.push.subscribe(.sample(of: ada), at: Scene.now)
      try tx.push.enqueue(message(gone, "a"))
      try tx.push.remove(gone.id)
      #expect(try tx.push.countWaiting() == 0)
    }
  }

  @Test("gives the first message of each app, and lets all of an app wait together")
  func order() throws {
    let scene = try Scene()
    let later = Scene.now.addingTimeInterval(60)

    try scene { tx throws in
      let ada = try tx.member("ada")
      let first = try tx.push.subscribe(.sample(of: ada), at: Scene.now)
      let second = try tx.push.subscribe(.sample(of: ada, token: 2), at: Scene.now)
      for text in ["a", "b"] { try tx.push.enqueue(message(first, text)) }
      try tx.push.enqueue(message(second, "c"))
      #expect(try due(tx) == ["a", "c"])
      #expect(try tx.push.due(at: Scene.now, limit: 1).map(\.subscription) == [first])

      let job = try #require(try tx.push.due(at: Scene.now, limit: 1).first)
      try tx.push.retry(job.message, notBefore: later)
      #expect(try due(tx) == ["c"])
      try tx.push.enqueue(message(first, "d"))
      #expect(try due(tx) == ["c"])
      #expect(try due(tx, at: later) == ["a", "c"])
      #expect(try tx.push.due(at: later, limit: 1).map(\.message.attempts) == [1])
    }
  }

  @Test("keeps the last message of a topic, and the last fifty of an app (threat 19)")
  func bounds() throws {
    let scene = try Scene()

    try scene { tx throws in
      let ada = try tx.member("ada")
      let app = try tx.push.subscribe(.sample(of: ada), at: Scene.now)
      for text in ["a", "b"] { try tx.push.enqueue(message(app, text, topic: "t")) }
      #expect(try due(tx) == ["b"])
      for number in 1...60 { try tx.push.enqueue(message(app, "\(number)")) }
      #expect(try tx.push.countWaiting() == PushStore.capacity)
      #expect(try due(tx) == ["11"])
      var long = PushSubscription.sample(of: ada, token: 3)
      long.endpoint += String(repeating: "x", count: PushSubscription.longestEndpoint)
      #expect(throws: Refusal.self) { try tx.push.subscribe(long, at: Scene.now) }
    }
  }
}
