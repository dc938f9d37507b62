import Foundation
import Model
import Testing

@testable import Storage

@Suite("Lists and followed hashtags")
struct ListTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID
  private let carol: ActorID

  /// ada follows bob and carol, who are members, too.
  init() throws {
    scene = try Scene()
    (ada, bob, carol) = try scene { tx throws in
      let (ada, bob, carol) = (try tx.member("ada"), try tx.member("bob"), try tx.member("carol"))
      try tx.follow(ada, bob)
      try tx.follow(ada, carol)
      return (ada, bob, carol)
    }
  }

  private func numbers(
    _ list: MemberList,
    _ page: Page = Page(),
    in tx: Transaction
  ) throws
    -> [Int64]
  {
    try tx.timelines.list(list, of: ada, page).map(\.post.id.rawValue)
  }

  @Test("are made, renamed and removed by their member alone")
  func writing() throws {
    try scene { tx throws in
      var list = try tx.lists.insert(MemberList(title: "Garden"), of: ada)
      #expect(try tx.lists.lists(of: ada) == [list])
      list.title = "Gardens"
      list.replies = .none
      list.isExclusive = true
      #expect(try tx.lists.update(list, of: bob) == false)
      #expect(try tx.lists.update(list, of: ada))
      #expect(try tx.lists.find(list.id, of: ada) == list)
      #expect(try tx.lists.find(list.id, of: bob) == nil)
      #expect(throws: Refusal.self) { try tx.lists.add(bob, to: list.id, of: carol) }
      #expect(try tx.lists.remove(list.id, of: bob) == false)
      #expect(try tx.lists.remove(list.id, of: ada))
      #expect(throws: Refusal.self) { try tx.lists.insert(MemberList(title: ""), of: ada) }
    }
  }

  @Test("show what those in it wrote and boosted, before and after they were put into it")
  func timeline() throws {
    try scene { tx throws in
      try tx.write(1, by: bob)
      try tx.write(2, by: carol)
      let list = try tx.lists.insert(MemberList(title: "Garden"), of: ada)
      try tx.lists.add(bob, to: list.id, of: ada)
      #expect(try numbers(list, in: tx) == [1])

      try tx.write(3, by: bob)
      try tx.write(4, by: carol)
      let foreign = Post.sample(5, by: try tx.stranger("dan"), host: "far.example")
      try tx.receive(foreign)
      try tx.reactions.add(.boost, uri: "b", by: bob, to: foreign.id, at: Scene.now)
      try tx.timelines.addBoost(of: foreign.id, by: bob, id: 6)

      #expect(try numbers(list, in: tx) == [5, 3, 1])
      #expect(try numbers(list, Page(after: 1, from: .oldest, limit: 1), in: tx) == [3])
      #expect(try tx.lists.lists(of: ada, holding: bob) == [list])
      #expect(try tx.lists.accounts(in: list.id, Page()).map(\.id) == [bob])

      try tx.timelines.removeBoost(of: foreign.id, by: bob)
      #expect(try numbers(list, in: tx) == [3, 1])
      try tx.posts.delete(Post.sample(3, by: bob), at: Scene.now)
      #expect(try numbers(list, in: tx) == [1])
      try tx.lists.remove(bob, from: list.id, of: ada)
      #expect(try numbers(list, in: tx) == [])
      #expect(try tx.home(ada) == [4, 2, 1])
    }
  }

  @Test("pass a boost on to whoever boosted it, too")
  func otherBooster() throws {
    try scene { tx throws in
      let list = try tx.lists.insert(MemberList(title: "Garden"), of: ada)
      try tx.lists.add(carol, to: list.id, of: ada)
      let foreign = Post.sample(5, by: try tx.stranger("dan"), host: "far.example")
      try tx.receive(foreign)
      for (number, booster) in [bob, carol].enumerated() {
        let uri = "b\(number)"
        try tx.reactions.add(.boost, uri: uri, by: booster, to: foreign.id, at: Scene.now)
        try tx.timelines.addBoost(of: foreign.id, by: booster, id: Int64(6 + number))
      }
      #expect(try numbers(list, in: tx) == [])
      try tx.reactions.remove(.boost, by: bob, of: foreign.id)
      try tx.timelines.removeBoost(of: foreign.id, by: bob)
      #expect(try numbers(list, in: tx) == [5])
    }
  }

  @Test("keep out of the home timeline when they are exclusive")
  func exclusive() throws {
    try scene { tx throws in
      for number in 1...40 { try tx.write(Int64(number), by: number % 4 == 0 ? carol : bob) }
      let list = try tx.lists.insert(MemberList(title: "Garden", isExclusive: true), of: ada)
      try tx.lists.add(bob, to: list.id, of: ada)

      #expect(try tx.home(ada, Page(limit: 10)) == (1...10).reversed().map { $0 * 4 })
      #expect(try numbers(list, Page(limit: 2), in: tx) == [39, 38])
    }
  }

  @Test("show answers as their policy says")
  func replies() throws {
    try scene { tx throws in
      try tx.write(1, by: carol)
      try tx.write(2, by: bob)
      for (number, parent) in [(3, 1), (4, 2)] {
        var answer = Post.sample(Int64(number), by: bob)
        answer.thread.inReplyTo = "https://home.example/posts/\(parent)"
        try tx.posts.insertLocal(answer, addressees: [])
        try tx.timelines.add(answer.id, by: bob)
      }
      var list = try tx.lists.insert(MemberList(title: "Garden", replies: .followed), of: ada)
      try tx.lists.add(bob, to: list.id, of: ada)

      #expect(try numbers(list, in: tx) == [4, 3, 2])
      list.replies = .list
      #expect(try numbers(list, in: tx) == [4, 2])
      list.replies = .none
      #expect(try numbers(list, in: tx) == [4, 2])
      try tx.lists.add(carol, to: list.id, of: ada)
      list.replies = .list
      #expect(try numbers(list, in: tx) == [4, 3, 2, 1])
    }
  }

  @Test("lose whom the member follows no longer")
  func unfollowing() throws {
    try scene { tx throws in
      let list = try tx.lists.insert(MemberList(title: "Garden"), of: ada)
      try tx.lists.add(bob, to: list.id, of: ada)
      try tx.follows.remove(follower: ada, followee: bob)
      #expect(try tx.lists.accounts(in: list.id, Page()).isEmpty)
      #expect(throws: Refusal.absent) { try tx.lists.add(bob, to: list.id, of: ada) }
    }
  }

  // MARK: Home

  @Test("home shows nothing of whom one muted, of blocked domains, and no unwanted boosts")
  func home() throws {
    try scene { tx throws in
      let dan = try tx.stranger("dan")
      try tx.follow(ada, dan)
      for number in 1...90 {
        let author = [bob, carol, dan][number % 3]
        let host = author == dan ? "far.example" : "home.example"
        let post = Post.sample(Int64(number), by: author, host: host)
        if author == dan {
          try tx.receive(post)
        } else {
          try tx.posts.insertLocal(post, addressees: [])
        }
        try tx.timelines.add(post.id, by: author)
      }
      try tx.mutes.set(Mute(targetID: bob), by: ada, at: Scene.now)
      try tx.domainBlocks.add("far.example", by: ada, at: Scene.now)

      let carols = (1...90).reversed().filter { $0 % 3 == 1 }.map(Int64.init)
      #expect(try tx.home(ada, Page(limit: 30)) == carols)
      #expect(try tx.home(ada, Page(after: 1, from: .oldest, limit: 2)) == [7, 4])

      try tx.domainBlocks.remove("far.example", by: ada)
      try tx.mutes.remove(bob, by: ada)
      let late = Post.sample(100, by: try tx.stranger("zoe"), host: "far.example")
      try tx.receive(late)
      try tx.timelines.addBoost(of: late.id, by: carol, id: 101)
      #expect(try tx.home(ada, Page(limit: 1)) == [100])
      try tx.follows.set(.init(showsBoosts: false), follower: ada, followee: carol)
      #expect(try tx.home(ada, Page(limit: 1)) == [90])
      let later = Post.sample(102, by: try tx.stranger("yan"), host: "far.example")
      try tx.receive(later)
      #expect(try tx.timelines.addBoost(of: later.id, by: carol, id: 103) == 1)
      #expect(try tx.home(carol, Page(limit: 1)) == [102])
    }
  }

  @Test("streams reach those in whose home timeline something is shown")
  func streams() throws {
    try scene { tx throws in
      let post = try tx.write(1, by: bob)
      #expect(try tx.timelines.members(with: post.id) == [ada, bob])
      try tx.mutes.set(Mute(targetID: bob), by: ada, at: Scene.now)
      #expect(try tx.timelines.members(with: post.id) == [bob])
      let foreign = Post.sample(5, by: try tx.stranger("dan"), host: "far.example")
      try tx.receive(foreign)
      let uri = "https://home.example/boosts/6"
      try tx.reactions.add(.boost, uri: uri, by: carol, to: foreign.id, at: Scene.now, number: 6)
      try tx.timelines.addBoost(of: foreign.id, by: carol, id: 6)
      #expect(try tx.timelines.members(withEntry: 6) == [ada, carol])
      let list = try tx.lists.insert(MemberList(title: "Garden", isExclusive: true), of: ada)
      try tx.lists.add(carol, to: list.id, of: ada)
      #expect(try tx.timelines.members(withEntry: 6) == [carol])
    }
  }

  @Test("home shows posts with a followed hashtag")
  func tags() throws {
    try scene { tx throws in
      let garden = try #require(HashtagName("Garden"))
      try tx.tags.follow(garden, by: ada)
      #expect(try tx.tags.isFollowed(garden, by: ada))
      #expect(try tx.tags.followed(by: ada, Page()).map(\.name) == ["garden"])
      var post = Post.sample(1, by: try tx.stranger("dan"), host: "far.example")
      post.body.hashtags = ["garden"]
      try tx.receive(post)
      try tx.timelines.addTagged(post.id)
      #expect(try tx.home(ada) == [1])
      #expect(try tx.home(bob) == [])
      try tx.tags.unfollow(garden, by: ada)
      #expect(try tx.tags.followed(by: ada, Page()).isEmpty)
    }
  }

  @Test("put-forward hashtags count the public posts with them")
  func featured() throws {
    try scene { tx throws in
      for (number, audience) in [Audience.public, .public, .followers].enumerated() {
        var post = Post.sample(Int64(number + 1), by: ada, for: audience)
        post.body.hashtags = ["garden"]
        try tx.posts.insertLocal(post, addressees: [])
      }
      let garden = try #require(HashtagName("garden"))
      let tag = try tx.tags.feature(garden, by: ada, at: Scene.now)
      #expect(tag.posts == 2)
      #expect(tag.lastPostAt == Scene.now)
      #expect(try tx.tags.feature(garden, by: ada, at: Scene.now) == tag)
      #expect(try tx.tags.unfeature(tag.id, by: bob) == false)
      #expect(try tx.tags.unfeature(tag.id, by: ada))
      #expect(try tx.tags.featured(by: ada).isEmpty)
    }
  }
}
