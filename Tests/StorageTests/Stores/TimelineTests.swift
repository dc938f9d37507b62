import Foundation
import Model
import Testing

@testable import Storage

@Suite("Home timelines")
struct TimelineTests {
  @Test("have a post once, however often it comes")
  func once() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.stranger("bob"), try tx.stranger("eve"))
      try tx.follow(ada, bob)
      try tx.follow(ada, eve)
      try tx.receive(.sample(1, by: bob, host: "far.example"))
      let id = PostID(rawValue: 1)

      #expect(try tx.timelines.add(id, by: bob) == 1)
      #expect(try tx.timelines.add(id, by: bob) == 0)
      #expect(try tx.timelines.addBoost(of: id, by: eve, id: 2) == 0)
      #expect(try tx.timelines.addDirect(id, by: ada) == 0)

      #expect(try tx.home(ada) == [1])
      #expect(try tx.timelines.home(of: ada, Page()).first?.booster == nil)
    }
  }

  @Test("reach the author and active members who follow, and no one else")
  func reach() throws {
    let scene = try Scene()

    try scene { tx in
      let author = try tx.member("author")
      let fan = try tx.member("fan")
      let asking = try tx.member("asking")
      let suspended = try tx.member("suspended", .suspended)
      let other = try tx.member("other")
      let remote = try tx.stranger("remote")
      for (id, state) in [(fan, Follow.State.accepted), (asking, .pending), (suspended, .accepted)]
      {
        try tx.follow(id, author, state)
      }
      try tx.follow(remote, author)

      try tx.write(1, by: author, for: .followers)

      #expect(try tx.home(author) == [1])
      #expect(try tx.home(fan) == [1])
      for id in [asking, suspended, other, remote] { #expect(try tx.home(id).isEmpty) }
    }
  }

  @Test("have a direct post for its author and those it addresses who follow the author")
  func direct() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.member("bob"), try tx.member("eve"))
      let (gone, asking) = (try tx.member("gone", .suspended), try tx.member("asking"))
      let stranger = try tx.member("stranger")
      for member in [bob, eve, gone] { try tx.follow(member, ada) }
      try tx.follow(asking, ada, .pending)

      try tx.write(1, by: ada, for: .direct, to: [bob, gone, asking, stranger])

      #expect(try tx.home(ada) == [1])
      #expect(try tx.home(bob) == [1])
      for member in [eve, gone, asking, stranger] { #expect(try tx.home(member).isEmpty) }
    }
  }

  @Test("show a node post to members only, also after it got there", arguments: Audience.allCases)
  func permission(audience: Audience) throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      try tx.follow(bob, ada)
      let post = try tx.write(1, by: ada, for: audience)
      try tx.timelines.add(post.id, by: ada)
      #expect(try tx.home(bob) == (audience == .direct ? [] : [1]))

      try tx.follows.remove(follower: bob, followee: ada)

      let isForFollowers = audience == .direct || audience == .followers
      #expect(try tx.home(bob) == (isForFollowers ? [] : [1]))
    }
  }

  @Test("show who boosted, and lose what came by a boost that is undone")
  func boosts() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      let far = try tx.stranger("far")
      try tx.follow(ada, bob)
      try tx.receive(.sample(1, by: far, host: "far.example"))
      let id = PostID(rawValue: 1)
      try tx.reactions.add(.boost, uri: "boost", by: bob, to: id, at: Scene.now)
      #expect(try tx.timelines.addBoost(of: id, by: bob, id: 50) == 2)

      let entry = try #require(try tx.timelines.home(of: ada, Page()).first)
      #expect(entry.id == 50 && entry.booster?.id == bob && entry.author.id == far)
      #expect(try tx.home(bob) == [1])

      try tx.reactions.remove(.boost, by: bob, of: id)
      try tx.timelines.removeBoost(of: id, by: bob)
      #expect(try tx.home(ada).isEmpty)
      #expect(try tx.home(bob).isEmpty)
    }
  }

  @Test("keep what another one followed has boosted, too, when one boost is undone")
  func otherBooster() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.member("bob"), try tx.member("eve"))
      try tx.follow(ada, bob)
      try tx.follow(ada, eve)
      try tx.receive(.sample(1, by: try tx.stranger("far"), host: "far.example"))
      let id = PostID(rawValue: 1)
      for (number, booster) in [(50, bob), (51, eve)] {
        try tx.reactions.add(.boost, uri: "\(number)", by: booster, to: id, at: Scene.now)
        try tx.timelines.addBoost(of: id, by: booster, id: Int64(number))
      }

      try tx.reactions.remove(.boost, by: bob, of: id)
      try tx.timelines.removeBoost(of: id, by: bob)

      #expect(try tx.timelines.home(of: ada, Page()).map(\.booster?.id) == [eve])
      #expect(try tx.home(bob).isEmpty)
      #expect(try tx.timelines.home(of: eve, Page()).map(\.booster?.id) == [eve])
      #expect(throws: Never.self) { try tx.timelines.removeBoost(of: id, by: bob) }
    }
  }

  @Test("keep a post that came by itself when a boost of it is undone")
  func ownEntry() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.member("bob"), try tx.member("eve"))
      try tx.follow(ada, bob)
      try tx.follow(ada, eve)
      let post = try tx.write(1, by: bob)
      try tx.reactions.add(.boost, uri: "boost", by: eve, to: post.id, at: Scene.now)
      try tx.timelines.addBoost(of: post.id, by: eve, id: 2)

      try tx.timelines.removeBoost(of: post.id, by: eve)

      #expect(try tx.home(ada) == [1])
    }
  }

  @Test("lose an author and its boosts after an unfollow or a block, for that member alone")
  func removal() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.member("bob"), try tx.member("eve"))
      let author = try tx.stranger("author")
      for member in [ada, bob] {
        try tx.follow(member, author)
        try tx.follow(member, eve)
      }
      try tx.receive(.sample(1, by: author, host: "far.example"))
      try tx.timelines.add(PostID(rawValue: 1), by: author)
      try tx.write(2, by: eve)
      try tx.receive(.sample(3, by: try tx.stranger("third"), host: "far.example"))
      try tx.timelines.addBoost(of: PostID(rawValue: 3), by: author, id: 4)
      #expect(try tx.home(ada) == [3, 2, 1])

      try tx.timelines.remove(author: author, from: ada)

      #expect(try tx.home(ada) == [2])
      #expect(try tx.home(bob) == [3, 2, 1])
    }
  }

  @Test("show nothing of whom the member has blocked, and nothing to whom the author has blocked")
  func blocks() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.member("bob"), try tx.member("eve"))
      try tx.follow(ada, bob)
      try tx.follow(eve, bob)
      try tx.write(1, by: bob)

      try tx.blocks.add(uri: "1", by: ada, against: bob, at: Scene.now)
      try tx.blocks.add(uri: "2", by: bob, against: eve, at: Scene.now)

      #expect(try tx.home(ada).isEmpty)
      #expect(try tx.home(eve).isEmpty)
      #expect(try tx.home(bob) == [1])
    }
  }

  @Test("show nothing by, or boosted by, an actor that is suspended (threat 30)")
  func suspension() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob, eve) = (try tx.member("ada"), try tx.stranger("bob"), try tx.stranger("eve"))
      try tx.follow(ada, bob)
      try tx.follow(ada, eve)
      try tx.receive(.sample(1, by: bob, host: "far.example"))
      try tx.timelines.add(PostID(rawValue: 1), by: bob)
      try tx.receive(.sample(2, by: try tx.stranger("third"), host: "far.example"))
      try tx.timelines.addBoost(of: PostID(rawValue: 2), by: eve, id: 3)
      #expect(try tx.home(ada) == [2, 1])

      try tx.actors.setSuspended(eve, at: Scene.now)
      #expect(try tx.home(ada) == [1])
      try tx.actors.setSuspended(bob, at: Scene.now)
      #expect(try tx.home(ada).isEmpty)
    }
  }

  @Test("page by entry, newest first, with parts of the post complete")
  func paging() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = try tx.member("ada")
      for number in 1...7 {
        var post = Post.sample(Int64(number), by: ada)
        post.body.hashtags = ["tag\(number)"]
        post.body.attachments = [Attachment(url: "https://home.example/\(number)")]
        try tx.posts.insertLocal(post, addressees: [])
        try tx.timelines.add(post.id, by: ada)
      }

      #expect(try tx.home(ada, Page(limit: 3)) == [7, 6, 5])
      #expect(try tx.home(ada, Page(before: 5, limit: 3)) == [4, 3, 2])
      #expect(try tx.home(ada, Page(before: 2, limit: 3)) == [1])
      #expect(try tx.home(ada, Page(before: 1)).isEmpty)
      let entry = try #require(try tx.timelines.home(of: ada, Page()).first)
      #expect(entry.post.body.hashtags == ["tag7"])
      #expect(entry.post.body.attachments.map(\.url) == ["https://home.example/7"])
    }
  }
}
