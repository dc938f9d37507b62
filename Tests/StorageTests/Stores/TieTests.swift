import Foundation
import Model
import Testing

@testable import Storage

@Suite("Ties of a member")
struct TieTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID

  init() throws {
    scene = try Scene()
    (ada, bob) = try scene { (try $0.member("ada"), try $0.stranger("bob")) }
  }

  @Test("mutes are changed, listed, lifted, and end by themselves")
  func mutes() throws {
    try scene { tx throws in
      let mute = Mute(targetID: bob, hidesNotifications: true, endsAt: .later(60))
      try tx.mutes.set(mute, by: ada, at: Scene.now)
      #expect(try tx.mutes.find(bob, by: ada) == mute)
      try tx.mutes.set(Mute(targetID: bob, hidesNotifications: false), by: ada, at: Scene.now)
      #expect(try tx.mutes.find(bob, by: ada)?.hidesNotifications == false)
      #expect(try tx.mutes.list(of: ada, Page()).map(\.0.id) == [bob])
      #expect(try tx.mutes.purge(endedBefore: .later(600)) == 0)
      try tx.mutes.set(mute, by: ada, at: Scene.now)
      #expect(try tx.mutes.purge(endedBefore: .later(59)) == 0)
      #expect(try tx.mutes.purge(endedBefore: .later(60)) == 1)
      #expect(try tx.mutes.remove(bob, by: ada) == false)
      #expect(throws: Refusal.self) {
        try tx.mutes.set(Mute(targetID: ada), by: ada, at: Scene.now)
      }
    }
  }

  @Test("a muted thread is that of all its posts")
  func threads() throws {
    try scene { tx throws in
      let posts = try (Int64(1)...3).map { number -> Post in
        var post = Post.sample(number, by: ada)
        if number < 3 { post.thread.conversation = "c" }
        try tx.posts.insertLocal(post, addressees: [])
        return post
      }
      func muted() throws -> [Bool?] {
        let material = try tx.material.posts(posts, for: ada)
        return posts.map { material[$0.id]?.figures.isMuted }
      }
      try tx.mutes.setThread(of: posts[0], isMuted: true, by: ada, at: Scene.now)
      #expect(try muted() == [true, true, false])
      try tx.mutes.setThread(of: posts[1], isMuted: false, by: ada, at: Scene.now)
      #expect(try muted() == [false, false, false])
    }
  }

  @Test("blocked domains are paged by the order in which they were blocked")
  func domains() throws {
    try scene { tx throws in
      for domain in ["a.example", "b.example", "c.example"] {
        try tx.domainBlocks.add(domain, by: ada, at: Scene.now)
      }
      try tx.domainBlocks.add("b.example", by: ada, at: Scene.now)
      let page = try tx.domainBlocks.list(of: ada, Page(limit: 2))
      #expect(page.map(\.domain) == ["c.example", "b.example"])
      let next = try tx.domainBlocks.list(of: ada, Page(before: page.last?.number, limit: 2))
      #expect(next.map(\.domain) == ["a.example"])
      #expect(try tx.domainBlocks.exists("a.example", by: ada))
      #expect(try tx.domainBlocks.remove("a.example", by: ada))
      #expect(try tx.domainBlocks.exists("a.example", by: ada) == false)
    }
  }

  @Test("notes are one's own, and bounded")
  func notes() throws {
    try scene { tx throws in
      try tx.accountNotes.set("met in Lyon", on: bob, by: ada)
      #expect(try tx.accountNotes.find(bob, by: ada) == "met in Lyon")
      try tx.accountNotes.set("", on: bob, by: ada)
      #expect(try tx.accountNotes.find(bob, by: ada) == nil)
      let long = String(repeating: "a", count: AccountNoteStore.longest + 1)
      #expect(throws: Refusal.self) { try tx.accountNotes.set(long, on: bob, by: ada) }
    }
  }

  @Test("one puts forward whom one follows, as long as one does")
  func endorsements() throws {
    try scene { tx throws in
      #expect(throws: Refusal.self) { try tx.endorsements.add(bob, by: ada, at: Scene.now) }
      try tx.follow(ada, bob)
      try tx.endorsements.add(bob, by: ada, at: Scene.now)
      #expect(try tx.endorsements.list(of: ada, Page()).map(\.id) == [bob])
      try tx.follows.remove(follower: ada, followee: bob)
      #expect(try tx.endorsements.list(of: ada, Page()).isEmpty)
    }
  }

  @Test("a relationship shows every tie")
  func relationships() throws {
    try scene { tx throws in
      #expect(try tx.relationships.find(bob, for: ada) == Relationship(targetID: bob))
      try tx.follow(ada, bob)
      try tx.follows.set(.init(showsBoosts: false, notifies: true), follower: ada, followee: bob)
      try tx.follow(bob, ada, .pending)
      try tx.blocks.add(uri: "1", by: ada, against: bob, at: Scene.now)
      try tx.blocks.add(uri: "2", by: bob, against: ada, at: Scene.now)
      try tx.mutes.set(Mute(targetID: bob, endsAt: .later(5)), by: ada, at: Scene.now)
      try tx.domainBlocks.add("far.example", by: ada, at: Scene.now)
      try tx.endorsements.add(bob, by: ada, at: Scene.now)
      try tx.accountNotes.set("n", on: bob, by: ada)

      let found = try #require(try tx.relationships.list(of: ada, to: [bob]).first)

      var wanted = Relationship(targetID: bob)
      wanted.isFollowing = true
      wanted.showsBoosts = false
      wanted.notifies = true
      wanted.isRequestedBy = true
      wanted.isBlocking = true
      wanted.isBlockedBy = true
      wanted.isMuting = true
      wanted.isMutingNotifications = true
      wanted.muteEndsAt = .later(5)
      wanted.isBlockingDomain = true
      wanted.isEndorsed = true
      wanted.note = "n"
      #expect(found == wanted)
      #expect(try tx.relationships.find(ActorID(rawValue: 99), for: ada) == nil)
    }
  }

  @Test("requests, blocks, familiar followers and reactions are paged")
  func people() throws {
    try scene { tx throws in
      let (carol, dave) = (try tx.stranger("carol"), try tx.member("dave"))
      for asker in [bob, carol, dave] { try tx.follow(asker, ada, .pending) }
      #expect(try tx.follows.requests(of: ada, Page(limit: 2)).map(\.id) == [dave, carol])
      #expect(try tx.follows.requests(of: ada, Page(before: carol.rawValue)).map(\.id) == [bob])
      try tx.blocks.add(uri: "1", by: ada, against: carol, at: Scene.now)
      #expect(try tx.blocks.list(of: ada, Page()).map(\.id) == [carol])

      try tx.follow(ada, bob)
      try tx.follow(bob, dave)
      try tx.follow(carol, dave)
      #expect(try tx.follows.familiar(with: ada, following: dave).map(\.id) == [bob])
      #expect(try tx.follows.followers(of: dave, on: "far.example", limit: 5).count == 2)

      let post = try tx.write(1, by: ada)
      for (number, actor) in [bob, carol, dave].enumerated() {
        for kind in [ReactionStore.Kind.like, .boost] {
          try tx.reactions.add(
            kind,
            uri: "\(kind)\(number)",
            by: actor,
            to: post.id,
            at: Scene.now
          )
        }
      }
      for kind in [ReactionStore.Kind.like, .boost] {
        let seen = try tx.reactions.actors(kind, of: post.id, for: .member(ada), Page())
        #expect(seen.map(\.id) == [dave, bob])
        let all = try tx.reactions.actors(kind, of: post.id, for: .anyone, Page(limit: 2))
        #expect(all.map(\.id) == [dave, carol])
      }
    }
  }

  @Test("the directory lists who agreed to it")
  func directory() throws {
    try scene { tx throws in
      let dave = try tx.member("dave")
      for id in [ada, dave] {
        var actor = try #require(try tx.actors.find(id))
        actor.traits.isDiscoverable = true
        try tx.actors.update(actor, of: id)
      }
      let hidden = try tx.member("hidden")
      try tx.write(1, by: ada)
      func names(_ order: ActorStore.DirectoryOrder, _ reader: Reader = .anyone) throws -> [ActorID]
      { try tx.actors.directory(for: reader, by: order, offset: 0, limit: 10).map(\.id) }

      #expect(try names(.new) == [dave, ada])
      #expect(try names(.active) == [ada, dave])
      #expect(
        try tx.actors.directory(for: .anyone, by: .new, offset: 1, limit: 10).map(\.id) == [ada]
      )
      #expect(try tx.actors.suggestions(for: hidden, limit: 10).map(\.id) == [ada, dave])
      try tx.follow(hidden, ada)
      #expect(try tx.actors.suggestions(for: hidden, limit: 10).map(\.id) == [dave])
      try tx.blocks.add(uri: "1", by: hidden, against: dave, at: Scene.now)
      #expect(try names(.new, .member(hidden)) == [ada])
    }
  }

  @Test("the directory of everywhere lists, of others, who agreed and wrote something")
  func wideDirectory() throws {
    try scene { tx throws in
      let (eve, mute) = (try tx.stranger("eve"), try tx.stranger("mute"))
      for id in [ada, bob, eve, mute] {
        var actor = try #require(try tx.actors.find(id))
        actor.traits.isDiscoverable = id != eve
        try tx.actors.update(actor, of: id)
      }
      for (number, author) in [(Int64(1), ada), (2, eve), (3, bob)] {
        try tx.write(number, by: author)
      }
      func found(_ order: ActorStore.DirectoryOrder, local: Bool = false) throws -> [ActorID] {
        let reader = Reader.member(ada)
        return try tx.actors.directory(
          for: reader,
          by: order,
          onlyLocal: local,
          offset: 0,
          limit: 10
        ).map(\.id)
      }

      #expect(try found(.active) == [bob, ada])
      #expect(try found(.new) == [bob, ada])
      #expect(try found(.active, local: true) == [ada])
      try tx.domainBlocks.add("far.example", by: ada, at: Scene.now)
      #expect(try found(.active) == [ada])
    }
  }
}
