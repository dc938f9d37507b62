import Foundation
import Model
import Testing

@testable import Storage

/// What stands on a page, read in sets: each post and each account gets its own, in its order.
@Suite("Material of pages")
struct MaterialTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID

  init() throws {
    let scene = try Scene()
    (ada, bob) = try scene { tx in (try tx.member("ada"), try tx.stranger("bob")) }
    self.scene = scene
  }

  /// A post whose parts are not in the order of their names.
  private func rich(_ number: Int64, by author: ActorID) -> Post {
    var post = Post.sample(number, by: author)
    post.body.attachments = ["z", "a", "m"].map { Attachment(url: "\($0)\(number)") }
    post.body.hashtags = ["zeste\(number)", "abri"]
    post.body.emoji = ["z", "a"].map { CustomEmoji(name: $0, url: "\($0)\(number)") }
    post.kind = "Question"
    post.poll = Poll(options: ["z", "a", "\(number)"].map { Poll.Option(name: $0) })
    post.policy = InteractionPolicy([
      .quote: InteractionPolicy.Rule(automatic: ["b\(number)"], manual: ["a"])
    ])
    return post
  }

  @Test("posts that are read together are what each is by itself, whichever stands first")
  func parts() throws {
    try scene { tx throws in
      let written = try [Int64(3), 1, 2].map { number -> Post in
        let post = rich(number, by: ada)
        try tx.posts.insertLocal(post, addressees: [])
        return post
      }
      let bare = try tx.write(4, by: ada)

      let single = try (written + [bare]).map { try tx.posts.find($0.id) }
      let together = try tx.posts.complete(
        single.map { post -> Post in
          var post = try #require(post)
          (post.body.attachments, post.body.hashtags, post.body.emoji) = ([], [], [])
          (post.poll, post.policy) = (nil, InteractionPolicy())
          return post
        }
      )

      #expect(together == single.compactMap(\.self))
      #expect(together[0].body.attachments.map(\.url) == ["z3", "a3", "m3"])
      #expect(together[1].body.hashtags == ["abri", "zeste1"])
      #expect(together[2].body.emoji.map(\.url) == ["a2", "z2"])
      #expect(together[2].poll?.options.map(\.name) == ["z", "a", "2"])
      #expect(together[0].policy.rules[.quote]?.manual == ["a"])
      #expect(together[3].body.attachments.isEmpty && together[3].poll == nil)
    }
  }

  @Test("counts and deeds are those of each post, and without a viewer nobody's")
  func figures() throws {
    try scene { tx throws in
      let posts = try (Int64(1)...3).map { try tx.write($0, by: ada, to: [bob, ada]) }
      var answer = Post.sample(9, by: ada)
      answer.thread.inReplyTo = posts[0].uri
      try tx.posts.insertLocal(answer, addressees: [])
      for (post, actor) in [(0, ada), (0, bob), (1, bob)] {
        let uri = "https://far.example/likes/\(post)-\(actor.rawValue)"
        try tx.reactions.add(.like, uri: uri, by: actor, to: posts[post].id, at: Scene.now)
      }
      try tx.reactions.add(.boost, uri: "b", by: ada, to: posts[1].id, at: Scene.now, number: 70)
      try tx.bookmarks.add(posts[2].id, by: ada)
      try tx.posts.setApplication(WrittenWith(name: "App"), of: posts[2].id)

      let material = try tx.material.posts(posts + [answer], for: ada)
      let figures = posts.map { material[$0.id]?.figures }
      #expect(figures.map { $0?.likes } == [2, 1, 0])
      #expect(figures.map { $0?.isLiked } == [true, false, false])
      #expect(figures.map { $0?.boosts } == [0, 1, 0])
      #expect(figures.map { $0?.isBoosted } == [false, true, false])
      #expect(figures.map { $0?.replies } == [1, 0, 0])
      #expect(figures.map { $0?.isBookmarked } == [false, false, true])
      #expect(material[answer.id]?.parent?.id == posts[0].id)
      #expect(material[answer.id]?.parent?.author == ada)
      #expect(posts.map { material[$0.id]?.application?.name } == [nil, nil, "App"])
      #expect(material[posts[0].id]?.mentioned.map(\.id) == [ada, bob])
      #expect(material[answer.id]?.mentioned.isEmpty == true)

      let open = try tx.material.posts(posts, for: nil)
      #expect(posts.allSatisfy { open[$0.id]?.figures.isLiked == false })
      #expect(open[posts[0].id]?.figures.likes == 2)
    }
  }

  @Test("what stands on a page twice has all of its own once")
  func twice() throws {
    try scene { tx throws in
      let post = rich(1, by: ada)
      try tx.posts.insertLocal(post, addressees: [bob])
      let found = try #require(try tx.posts.find(post.id))

      let material = try tx.material.posts([found, found], for: ada)
      #expect(material[post.id]?.mentioned.map(\.id) == [bob])
      let bare = Post.sample(1, by: ada)
      for each in try tx.posts.complete([bare, bare]) {
        #expect(each.body.hashtags == ["abri", "zeste1"])
        #expect(each.body.attachments.map(\.url) == ["z1", "a1", "m1"])
      }
    }
  }

  @Test("accounts have their own lines, pictures and ties")
  func actors() throws {
    try scene { tx throws in
      let lines = ["z", "a"].map { ActorDetails.Line(name: $0, value: $0) }
      let home = try #require(try tx.actors.find(ada))
      try tx.actors.setDetails(ActorDetails(lines: lines, movedTo: home.uri), of: bob)
      try tx.actorPictures.set(Attachment(url: "i"), at: .icon, of: ada)
      try tx.actors.setHidesTies(true, of: ada)
      try tx.follow(ada, bob)
      try tx.write(1, by: ada)
      try tx.write(2, by: ada, for: .direct)
      try tx.limits.set(.init(author: "", reason: "", createdAt: Scene.now), on: bob)

      let material = try tx.material.actors([bob, ada])
      let (first, second) = (try #require(material[ada]), try #require(material[bob]))
      #expect([first.followers, first.following, first.posts] as [Int] == [0, 1, 1])
      #expect([second.followers, second.following, second.posts] as [Int] == [1, 0, 0])
      #expect(first.lastPostAt == Scene.now && second.lastPostAt == nil)
      #expect(first.hidesTies && !second.hidesTies)
      #expect(!first.isLimited && second.isLimited)
      #expect(first.role == .member && second.role == nil)
      #expect(first.icon == "i" && first.image == nil && second.icon == nil)
      #expect(first.lines.isEmpty && second.lines.map(\.name) == ["z", "a"])
      #expect(first.successor == nil && second.successor?.id == ada)
    }
  }
}
