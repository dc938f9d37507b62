import Foundation
import Model
import Testing

@testable import Storage

@Suite("Reading posts")
struct ReadingTests {
  private struct Cast {
    let author: ActorID
    let member: ActorID
    let follower: ActorID
    let blocked: ActorID
    let stranger: ActorID

    init(_ tx: Transaction) throws {
      author = try tx.member("author")
      member = try tx.member("member")
      follower = try tx.stranger("follower")
      blocked = try tx.stranger("blocked")
      stranger = try tx.stranger("stranger")
      try tx.follow(follower, author)
      try tx.follow(stranger, author, .pending)
      try tx.blocks.add(uri: "block", by: author, against: blocked, at: Scene.now)
    }

    func remote(_ id: ActorID) -> Reader { .remote(id, territories: []) }
  }

  @Test("finds the facts that decide, for each reader")
  func facts() throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      let post = try tx.write(1, by: cast.author, for: .direct, to: [cast.member])
      func facts(_ reader: Reader) throws -> ReadingFacts? {
        try tx.posts.facts(about: post.id, for: reader)
      }
      var plain = ReadingFacts(audience: .direct, authorID: cast.author)

      #expect(try facts(.anyone) == plain)
      #expect(try facts(cast.remote(cast.stranger)) == plain)
      plain.isReaderAddressed = true
      #expect(try facts(.member(cast.member)) == plain)
      plain.isReaderAddressed = false
      plain.isReaderFollower = true
      #expect(try facts(cast.remote(cast.follower)) == plain)
      plain.isReaderFollower = false
      plain.isReaderBlocked = true
      #expect(try facts(cast.remote(cast.blocked)) == plain)
      try tx.actors.setSuspended(cast.author, at: Scene.now)
      #expect(try facts(.anyone)?.isAuthorActive == false)
      #expect(try tx.posts.facts(about: PostID(rawValue: 9), for: .anyone) == nil)
    }
  }

  @Test("every way to a post asks who reads (threat 29)", arguments: Audience.allCases)
  func everyWay(audience: Audience) throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      let post = try makeThreaded(audience, by: cast.author, to: cast.member, in: tx)
      let readers: [Reader] = [
        .anyone, .member(cast.member), .member(cast.author), cast.remote(cast.follower),
        cast.remote(cast.blocked), cast.remote(cast.stranger),
        .remote(cast.stranger, territories: ["t"]), .remote(cast.stranger, territories: ["u"]),
      ]

      for reader in readers {
        let facts = try #require(try tx.posts.facts(about: post.id, for: reader))
        let allowed = Permission.allows(reader, toRead: facts)
        let page = Page()
        let ways = [
          try tx.posts.readable(post.id, by: reader).map { [$0] } ?? [],
          try tx.posts.readable(uri: post.uri, by: reader).map { [$0] } ?? [],
          try tx.posts.replies(to: "https://far.example/parent", by: reader, page),
          try tx.posts.conversation("conversation", by: reader, page),
          try tx.posts.written(by: cast.author, for: reader, page),
          try tx.posts.pinned(by: cast.author, for: reader),
          try tx.posts.listed(in: audience, by: reader, page),
          try tx.posts.addressing(cast.member, by: reader, page),
        ]
        let inTerritory = try tx.posts.territory("t", by: reader, page).map(\.post)
        #expect(inTerritory == (allowed && audience == .territory ? [post] : []))
        for (number, way) in ways.enumerated() {
          #expect(way.map(\.post) == (allowed ? [post] : []), "way \(number), \(reader)")
          #expect(way.allSatisfy { $0.author.id == cast.author })
        }
      }
    }
  }

  private func makeThreaded(
    _ audience: Audience,
    by author: ActorID,
    to addressee: ActorID,
    in tx: Transaction
  ) throws -> Post {
    var post = Post.sample(1, by: author, for: audience)
    post.territory = audience == .territory ? "t" : nil
    post.thread = PostThread(inReplyTo: "https://far.example/parent", conversation: "conversation")
    post.body.hashtags = ["tag"]
    post.body.attachments = [Attachment(url: "https://home.example/picture")]
    try tx.posts.insertLocal(post, addressees: [addressee])
    try tx.posts.pin(post.id, by: author, at: Scene.now)
    return post
  }

  @Test("a territory's posts come newest first, to those of that territory alone, page by page")
  func territory() throws {
    let scene = try Scene()

    try scene { tx throws in
      let cast = try Cast(tx)
      for number: Int64 in 1...5 {
        var post = Post.sample(number, by: cast.author, for: .territory)
        post.territory = number == 3 ? "u" : "t"
        try tx.posts.insertLocal(post, addressees: [cast.stranger])
      }
      func list(_ reader: Reader, _ page: Page = Page()) throws -> [Int64] {
        try tx.posts.territory("t", by: reader, page).map(\.post.id.rawValue)
      }

      #expect(try list(.member(cast.member)) == [5, 4, 2, 1])
      #expect(try list(.remote(cast.stranger, territories: ["t"])) == [5, 4, 2, 1])
      #expect(try list(.member(cast.member), Page(before: 5, limit: 2)) == [4, 2])
      #expect(try list(.remote(cast.stranger, territories: ["u"])).isEmpty)
      #expect(try list(.remote(cast.stranger, territories: [])).isEmpty)
      #expect(try list(.anyone).isEmpty)
      #expect(try tx.posts.listed(in: .territory, by: .member(cast.member), Page()).count == 5)
    }
  }

  @Test("the local timeline has the listed posts of members, for members also those of the node")
  func local() throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      for (number, audience) in Audience.allCases.enumerated() {
        try tx.write(Int64(number + 1), by: cast.author, for: audience)
      }
      var unlisted = Post.sample(20, by: cast.author)
      unlisted.isListed = false
      try tx.posts.insertLocal(unlisted, addressees: [])
      try tx.receive(.sample(21, by: cast.stranger, host: "far.example"))
      func audiences(_ reader: Reader) throws -> Set<Audience> {
        Set(try tx.posts.local(by: reader, Page()).map(\.post.audience))
      }

      #expect(try audiences(.anyone) == [.public])
      #expect(try audiences(.member(cast.member)) == [.public, .territory, .node])
      #expect(try tx.posts.local(by: .anyone, Page()).map(\.post.id.rawValue) == [3])
      #expect(
        try tx.posts.listed(in: .public, by: .anyone, Page()).map(\.post.id.rawValue) == [21, 3]
      )
    }
  }

  @Test(
    "addresses of answers, conversations and tags are for whom the posts are",
    arguments: Audience.allCases
  )
  func addresses(audience: Audience) throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      let post = try makeThreaded(audience, by: cast.author, to: cast.member, in: tx)
      let page = Page(limit: 1)

      for reader in [.anyone, .member(cast.member), cast.remote(cast.follower)] as [Reader] {
        let allowed = try tx.posts.readable(post.id, by: reader) != nil
        let expected = PostStore.Addresses(uris: allowed ? [post.uri] : [], next: 1)
        let parent = "https://far.example/parent"
        #expect(try tx.posts.addresses(answering: parent, for: reader, page) == expected)
        let thread = "conversation"
        #expect(
          try tx.posts.addresses(inConversation: thread, for: reader, after: 0, limit: 1)
            == expected
        )
      }
      let tagged = try tx.posts.addresses(tagged: "tag", Page())
      #expect(tagged.uris == (audience == .public ? [post.uri] : []))
      #expect(tagged.next == nil)
    }
  }

  @Test("pages are full of what the reader may read, and go on until the end")
  func paging() throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      for number in 1...700 {
        try tx.write(Int64(number), by: cast.author, for: number % 100 == 1 ? .public : .followers)
      }

      var seen: [Int64] = []
      var page = Page(limit: 3)
      while case let posts = try tx.posts.written(by: cast.author, for: .anyone, page),
        let last = posts.last
      {
        seen += posts.map(\.post.id.rawValue)
        page.before = last.post.id.rawValue
      }

      #expect(seen == [601, 501, 401, 301, 201, 101, 1])
      let all = try tx.posts.written(
        by: cast.author,
        for: cast.remote(cast.follower),
        Page(limit: 5)
      )
      #expect(all.map(\.post.id.rawValue) == [700, 699, 698, 697, 696])
    }
  }

  @Test("reads on for what may be read no farther than some thousands of rows")
  func boundedReading() {
    var rows = 0

    let found: [Int] = Page(limit: 20).filled { page in
      rows += page.limit
      return (0..<page.limit).map { (number: page.before - 1 - Int64($0), value: nil) }
    }

    #expect(found.isEmpty)
    #expect((4000...6000).contains(rows))
  }

  @Test("pins come newest first, twenty at most, each once")
  func pins() throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      for number in 1...30 {
        let post = try tx.write(
          Int64(number),
          by: cast.author,
          for: number == 15 ? .direct : .public
        )
        try tx.posts.pin(post.id, by: cast.author, at: .later(Double(100 - number)))
        try tx.posts.pin(post.id, by: cast.author, at: .later(1000))
      }
      try tx.posts.unpin(PostID(rawValue: 2), by: cast.author)
      try tx.posts.unpin(PostID(rawValue: 3), by: cast.member)

      let pinned = try tx.posts.pinned(by: cast.author, for: .anyone).map(\.post.id.rawValue)

      #expect(pinned == [1] + Array(3...14) + Array(16...22))
    }
  }

  @Test(
    "a page has one entry at least and two hundred at most",
    arguments: [(-5, 1), (0, 1), (1, 1), (20, 20), (200, 200), (201, 200), (Int.max, 200)]
  )
  func limits(wished: Int, limit: Int) {
    #expect(Page(limit: wished).limit == limit)
  }

  @Test("a deleted or suspended author is not read by anyone")
  func inactive() throws {
    let scene = try Scene()

    try scene { tx in
      let cast = try Cast(tx)
      let post = try tx.write(1, by: cast.author)
      try tx.actors.setSuspended(cast.author, at: Scene.now)

      for reader in [.anyone, .member(cast.member), .member(cast.author)] as [Reader] {
        #expect(try tx.posts.readable(post.id, by: reader) == nil)
        #expect(try tx.posts.local(by: reader, Page()).isEmpty)
      }
    }
  }
}
