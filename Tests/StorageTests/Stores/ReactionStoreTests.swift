import Foundation
import Model
import Testing

@testable import Storage

@Suite("Reaction store")
struct ReactionStoreTests {
  @Test("keeps one like and one boost of each actor", arguments: [ReactionStore.Kind.like, .boost])
  func once(kind: ReactionStore.Kind) throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      let post = try tx.write(1, by: ada).id
      let now = Scene.now
      #expect(try tx.reactions.add(kind, uri: "1", by: bob, to: post, at: now))
      #expect(try !tx.reactions.add(kind, uri: "1", by: bob, to: post, at: now))
      #expect(try !tx.reactions.add(kind, uri: "2", by: bob, to: post, at: now))
      #expect(try !tx.reactions.add(kind, uri: "1", by: ada, to: post, at: now))

      #expect(try tx.reactions.count(kind, of: post) == 1)
      #expect(try tx.reactions.count(kind == .like ? .boost : .like, of: post) == 0)
      #expect(try tx.reactions.uri(kind, by: bob, of: post) == "1")
      #expect(try tx.reactions.post(kind, uri: "1", by: bob) == post)

      #expect(try tx.reactions.remove(kind, by: bob, of: post))
      #expect(try !tx.reactions.remove(kind, by: bob, of: post))
      #expect(try tx.reactions.count(kind, of: post) == 0)
      #expect(try tx.reactions.uri(kind, by: bob, of: post) == nil)
    }
  }

  @Test("finds nobody a reaction of somebody else (threat 9)")
  func others() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      let post = try tx.write(1, by: ada).id
      try tx.reactions.add(.like, uri: "1", by: bob, to: post, at: Scene.now)

      #expect(try tx.reactions.post(.like, uri: "1", by: ada) == nil)
      #expect(try !tx.reactions.remove(.like, by: ada, of: post))
      #expect(try tx.reactions.count(.like, of: post) == 1)
    }
  }

  @Test("tells several reactions of one actor apart, and nobody takes away another’s (threat 9)")
  func several() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      let post = try tx.write(1, by: ada).id
      #expect(try !tx.reactions.addFurther(uri: "1", emoji: "🍞", by: bob, to: post))
      try tx.reactions.add(.like, uri: "1", by: bob, to: post, at: Scene.now)
      #expect(try !tx.reactions.addFurther(uri: "1", emoji: "🍞", by: bob, to: post))
      #expect(try tx.reactions.addFurther(uri: "2", emoji: "🐝", by: bob, to: post))
      #expect(try !tx.reactions.addFurther(uri: "2", emoji: "🐝", by: bob, to: post))

      #expect(try !tx.reactions.addFurther(uri: "3", emoji: "🐝", by: bob, to: post))
      #expect(try tx.reactions.like(with: "🐝", by: bob, of: post) == "2")
      #expect(try tx.reactions.like(with: nil, by: bob, of: post) == "1")

      #expect(try !tx.reactions.removeFurther(uri: "2", by: ada))
      #expect(try !tx.reactions.replaceLike(by: ada, of: post))
      #expect(try tx.reactions.replaceLike(by: bob, of: post))
      #expect(try tx.reactions.uri(.like, by: bob, of: post) == "2")
      #expect(try tx.reactions.like(with: "🐝", by: bob, of: post) == "2")
      #expect(try tx.reactions.like(with: nil, by: bob, of: post) == nil)
      #expect(try !tx.reactions.addFurther(uri: "3", emoji: "🐝", by: bob, to: post))
      #expect(try !tx.reactions.replaceLike(by: bob, of: post))

      let further = try (0..<40).filter {
        try tx.reactions.addFurther(uri: "further \($0)", emoji: "\($0)", by: bob, to: post)
      }
      #expect(further.count == ReactionStore.mostFurther)
      #expect(try tx.reactions.count(.like, of: post) == 1)
    }
  }

  @Test("lists page by page and reaches each remote inbox once")
  func listing() throws {
    let scene = try Scene()

    try scene { tx in
      let post = try tx.write(1, by: try tx.member("ada")).id
      let fans = try (1...5).map { try tx.stranger("fan\($0)") }
      for fan in fans {
        let uri = "https://far.example/\(fan.rawValue)"
        try tx.reactions.add(.like, uri: uri, by: fan, to: post, at: Scene.now)
        try tx.reactions.add(.boost, uri: uri, by: fan, to: post, at: Scene.now)
      }
      let eve = try tx.stranger("eve", host: "other.example")
      try tx.reactions.add(.boost, uri: "eve", by: eve, to: post, at: Scene.now)
      let local = try tx.member("local")
      try tx.reactions.add(.like, uri: "local", by: local, to: post, at: Scene.now)

      let first = try tx.reactions.list(.like, of: post, Page(limit: 4))
      #expect(first.map(\.uri).first == "local")
      let rest = try tx.reactions.list(.like, of: post, Page(before: first.last?.number, limit: 4))
      #expect(rest.map(\.number) == fans.prefix(2).reversed().map(\.rawValue))
      #expect(
        try tx.reactions.remoteInboxes(of: post).sorted()
          == ["https://far.example/inbox", "https://other.example/inbox"]
      )
    }
  }
}
