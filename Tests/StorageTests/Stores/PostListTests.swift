import Foundation
import Model
import Testing

@testable import Storage

@Suite("Lists of posts")
struct PostListTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID
  private let dan: ActorID

  /// 1…30 in turn by ada, bob and, from elsewhere, dan; every fifth has a picture.
  init() throws {
    scene = try Scene()
    (ada, bob, dan) = try scene { tx throws in
      let (ada, bob, dan) = (try tx.member("ada"), try tx.member("bob"), try tx.stranger("dan"))
      for number in 1...30 {
        let author = [dan, ada, bob][number % 3]
        var post = Post.sample(
          Int64(number),
          by: author,
          host: author == dan ? "far.example" : "home.example"
        )
        if number % 5 == 0 { post.body.attachments = [Attachment(url: "https://x.example/1")] }
        post.body.hashtags =
          (number % 2 == 0 ? ["even"] : ["odd"]) + (number % 4 == 0 ? ["four"] : [])
        if author == dan {
          try tx.receive(post)
        } else {
          try tx.posts.insertLocal(post, addressees: [])
        }
      }
      return (ada, bob, dan)
    }
  }

  private func numbers(_ posts: [ReadablePost]) -> [Int64] { posts.map(\.post.id.rawValue) }

  private func descending(_ isWanted: (Int64) -> Bool) -> [Int64] {
    (1...30).reversed().filter(isWanted)
  }

  @Test("show one origin or all, with media only when wished")
  func origins() throws {
    try scene { tx throws in
      let page = Page(limit: 200)
      func list(_ choice: PostChoice) throws -> [Int64] {
        numbers(try tx.posts.listed(in: .public, by: .anyone, page, choice))
      }
      #expect(try list(PostChoice()) == descending { _ in true })
      #expect(try list(PostChoice(origin: .here)) == descending { $0 % 3 != 0 })
      #expect(try list(PostChoice(origin: .elsewhere)) == descending { $0 % 3 == 0 })
      #expect(try list(PostChoice(onlyMedia: true)) == descending { $0 % 5 == 0 })
      let local = try tx.posts.local(by: .anyone, page, PostChoice(onlyMedia: true))
      #expect(numbers(local) == descending { $0 % 5 == 0 && $0 % 3 != 0 })
    }
  }

  @Test("are paged from both ends")
  func paging() throws {
    try scene { tx throws in
      func list(_ page: Page) throws -> [Int64] {
        numbers(try tx.posts.listed(in: .public, by: .anyone, page))
      }
      #expect(try list(Page(before: 20, limit: 3)) == [19, 18, 17])
      #expect(try list(Page(after: 10, limit: 3)) == [30, 29, 28])
      #expect(try list(Page(after: 10, from: .oldest, limit: 3)) == [13, 12, 11])
      #expect(try list(Page(before: 13, after: 10, from: .oldest, limit: 9)) == [12, 11])
    }
  }

  @Test("stay full although the reader has muted or blocked somebody, or a domain")
  func hidden() throws {
    try scene { tx throws in
      let reader = Reader.member(ada)
      try tx.mutes.set(Mute(targetID: bob), by: ada, at: Scene.now)
      let shown = descending { $0 % 3 != 2 }
      let garden = try #require(HashtagName("even"))
      #expect(try numbers(tx.posts.listed(in: .public, by: reader, Page(limit: 20))) == shown)
      #expect(
        try numbers(tx.posts.tagged(garden, by: reader, Page(limit: 10)))
          == shown.filter { $0 % 2 == 0 }
      )
      // Who looks at one author has chosen to.
      #expect(try tx.posts.written(by: bob, for: reader, Page()).count == 10)
      try tx.domainBlocks.add("far.example", by: ada, at: Scene.now)
      let own = descending { $0 % 3 == 1 }
      #expect(try numbers(tx.posts.listed(in: .public, by: reader, Page(limit: 10))) == own)
      #expect(
        try numbers(tx.posts.listed(in: .public, by: .member(bob), Page(limit: 30))).count == 30
      )
    }
  }

  @Test("of hashtags join some, demand others and leave out others")
  func tags() throws {
    try scene { tx throws in
      let (even, odd, four) = try (
        #require(HashtagName("even")), #require(HashtagName("odd")), #require(HashtagName("four"))
      )
      let page = Page(limit: 200)
      func list(_ choice: PostStore.TagChoice, _ page: Page = page) throws -> [Int64] {
        numbers(try tx.posts.tagged(choice, by: .anyone, page))
      }
      #expect(try list(.init(any: [even])) == descending { $0 % 2 == 0 })
      #expect(try list(.init(any: [even, odd])) == descending { _ in true })
      #expect(try list(.init(any: [even, odd]), Page(before: 20, limit: 3)) == [19, 18, 17])
      #expect(
        try list(.init(any: [even, odd]), Page(after: 4, from: .oldest, limit: 3)) == [7, 6, 5]
      )
      #expect(try list(.init(any: [even], all: [four])) == descending { $0 % 4 == 0 })
      #expect(try list(.init(any: [even], none: [four])) == descending { $0 % 4 == 2 })
      let pictures = PostStore.TagChoice(
        any: [even],
        posts: PostChoice(onlyMedia: true, origin: .here)
      )
      #expect(try list(pictures) == descending { $0 % 10 == 0 && $0 % 3 != 0 })
    }
  }

  @Test("of an author leave out answers to others, or all without a picture or a hashtag")
  func author() throws {
    try scene { tx throws in
      for (number, parent) in [(40, 2), (41, 1)] {
        var answer = Post.sample(Int64(number), by: bob)
        answer.thread.inReplyTo = "https://home.example/posts/\(parent)"
        try tx.posts.insertLocal(answer, addressees: [])
      }
      func list(_ choice: PostChoice) throws -> [Int64] {
        numbers(try tx.posts.written(by: bob, for: .anyone, Page(limit: 4), choice))
      }
      #expect(try list(PostChoice()) == [41, 40, 29, 26])
      #expect(try list(PostChoice(excludesReplies: true)) == [40, 29, 26, 23])
      #expect(try list(PostChoice(onlyMedia: true)) == [20, 5])
      #expect(try list(PostChoice(tag: HashtagName("four"))) == [20, 8])
    }
  }
}
