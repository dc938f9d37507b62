import Foundation
import Model
import Testing

@testable import Storage

@Suite("Outbox store")
struct OutboxStoreTests {
  @Test("gives back what was published, by number and by id")
  func roundTrip() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = try tx.member("ada")
      let post = try tx.write(1, by: ada)
      let entry = try tx.publish(7, by: ada, for: .territory, about: post.id)

      #expect(try tx.outbox.find(entry.id) == entry)
      #expect(try tx.outbox.find(uri: entry.uri) == entry)
      #expect(try tx.outbox.find(ActivityID(rawValue: 8)) == nil)
      #expect(try tx.outbox.find(uri: "https://home.example/activities/8") == nil)
    }
  }

  @Test("shows the public posts and boosts of an actor only, newest first")
  func published() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      let post = try tx.write(1, by: ada).id
      let forFollowers = try tx.write(2, by: ada, for: .followers).id
      for (number, type) in ["Create", "Announce", "Follow", "Like", "Update"].enumerated() {
        _ = try tx.publish(Int64(number + 1), by: ada, type, about: post)
      }
      for (number, audience) in Audience.allCases.enumerated() {
        _ = try tx.publish(Int64(number + 11), by: ada, for: audience, about: post)
      }
      _ = try tx.publish(20, by: ada, about: forFollowers)
      _ = try tx.publish(21, by: ada)
      _ = try tx.publish(30, by: bob, about: post)
      func numbers(_ page: Page) throws -> [Int64] {
        try tx.outbox.published(by: ada, page).map(\.id.rawValue)
      }

      let pages = (try numbers(Page()), try numbers(Page(limit: 2)), try numbers(Page(before: 2)))
      #expect(pages.0 == [13, 2, 1])
      #expect(pages.1 == [13, 2])
      #expect(pages.2 == [1])
      #expect(try tx.outbox.countPublished(by: ada) == 3)
    }
  }

  @Test("withdraws an activity with its deliveries, for its own actor only")
  func undone() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      let entry = try tx.publish(1, by: ada, "Like")
      let inboxes = ["https://far.example/inbox"]
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: Scene.now)

      try tx.outbox.remove(uri: entry.uri, by: bob)
      #expect(try tx.outbox.find(entry.id) == entry)
      try tx.outbox.remove(uri: entry.uri, by: ada)

      #expect(try tx.outbox.find(entry.id) == nil)
      #expect(try tx.deliveries.count(.waiting) == 0)
    }
  }

  @Test("withdraws what was published about a post")
  func removal() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = try tx.member("ada")
      let posts = [try tx.write(1, by: ada).id, try tx.write(2, by: ada).id]
      let entries = try posts.enumerated().map { number, post in
        try tx.publish(Int64(number), by: ada, about: post)
      }

      try tx.outbox.remove(about: posts[0])

      #expect(try tx.outbox.find(entries[0].id) == nil)
      #expect(try tx.outbox.find(entries[1].id) == entries[1])
    }
  }
}
