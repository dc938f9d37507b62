import Foundation
import Model
import Testing

@testable import Storage

@Suite("Post store")
struct PostStoreTests {
  private func full(_ number: Int64, by author: ActorID, for audience: Audience = .public) -> Post {
    var post = Post.sample(number, by: author, for: audience)
    post.kind = "Article"
    post.isListed = false
    post.body = PostBody(
      html: "<p>x</p>",
      source: "x",
      summary: "warning",
      isSensitive: true,
      language: "de",
      attachments: [
        Attachment(
          url: "https://a.example/2",
          mediaType: "image/png",
          name: "two",
          width: 3,
          height: 4
        ),
        Attachment(url: "https://a.example/1", blurhash: "LKO2"),
      ],
      hashtags: ["a", "b"]
    )
    post.thread = PostThread(inReplyTo: "https://far.example/1", conversation: "conversation")
    post.page = "https://home.example/@ada/1"
    post.editedAt = .later(3)
    return post
  }

  @Test("gives back what was put in")
  func roundTrip() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      let post = full(1, by: ada)
      try tx.posts.insertLocal(post, addressees: [bob, bob])

      #expect(try tx.posts.find(post.id) == post)
      #expect(try tx.posts.find(uri: post.uri) == post)
      #expect(try tx.posts.isKnown(uri: post.uri))
      #expect(try tx.posts.addressees(of: post.id).map(\.id) == [bob])
      #expect(try tx.posts.countLocal() == 1)
      #expect(try tx.posts.find(PostID(rawValue: 2)) == nil)
      #expect(try tx.posts.find(uri: "https://home.example/posts/2") == nil)
    }
  }

  @Test("keeps a remote post under the proven id, once, and never as the node’s own")
  func remote() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.stranger("bob")
      var post = Post.sample(1, by: bob, host: "far.example")
      let proof = try OriginProof(of: post.uri, vouchedBy: "https://far.example/users/bob")
      post.uri = "https://victim.example/posts/1"
      post.isLocal = true

      #expect(try tx.posts.insertRemote(post, addressees: [], proof: proof))
      post.id = PostID(rawValue: 2)
      #expect(try !tx.posts.insertRemote(post, addressees: [], proof: proof))

      #expect(try tx.posts.find(uri: proof.id)?.id.rawValue == 1)
      #expect(try tx.posts.find(uri: proof.id)?.isLocal == false)
      #expect(try !tx.posts.isKnown(uri: post.uri))
      #expect(try tx.posts.countLocal() == 0)
    }
  }

  @Test("an edit keeps what was said, in order, and adds addressees")
  func edits() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      let post = full(1, by: ada)
      try tx.posts.insertLocal(post, addressees: [ada])
      let second = PostBody(html: "<p>2</p>", hashtags: ["c"])
      try tx.posts.edit(post, to: second, addressees: [bob], at: .later(10))
      let edited = try #require(try tx.posts.find(post.id))
      try tx.posts.edit(edited, to: PostBody(html: "<p>3</p>"), addressees: [], at: .later(20))

      #expect(edited.body == second)
      #expect(edited.editedAt == .later(10))
      #expect(edited.thread == post.thread && edited.audience == post.audience)
      var first = PostRevision(
        html: "<p>x</p>",
        source: "x",
        summary: "warning",
        isSensitive: true,
        replacedAt: .later(10)
      )
      first.files = [
        PostRevision.File(url: "https://a.example/2", name: "two"),
        PostRevision.File(url: "https://a.example/1"),
      ]
      #expect(
        try tx.posts.revisions(of: post.id) == [
          first,
          PostRevision(html: "<p>2</p>", source: nil, summary: nil, replacedAt: .later(20)),
        ]
      )
      #expect(try tx.posts.addressees(of: post.id).map(\.id) == [ada, bob])
    }
  }

  @Test("edits without end leave a bounded history, the latest of it")
  func endlessEdits() throws {
    let scene = try Scene()

    try scene { tx in
      var post = try tx.write(1, by: try tx.member("ada"))
      for number in 1...250 {
        let body = PostBody(html: "\(number)")
        try tx.posts.edit(post, to: body, addressees: [], at: Scene.now)
        post.body = body
      }

      let revisions = try tx.posts.revisions(of: post.id).map(\.html)
      #expect(revisions == (150..<250).map(String.init))
    }
  }

  @Test("a deleted post takes everything about it along, also from the outbox and the queue")
  func deletion() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.member("bob"))
      try tx.follow(bob, ada)
      let post = full(1, by: ada)
      try tx.posts.insertLocal(post, addressees: [bob])
      try tx.timelines.add(post.id, by: ada)
      try tx.posts.edit(post, to: PostBody(html: ""), addressees: [], at: .later(1))
      try tx.posts.pin(post.id, by: ada, at: Scene.now)
      try tx.reactions.add(.like, uri: "like", by: bob, to: post.id, at: Scene.now)
      try tx.reactions.add(.boost, uri: "boost", by: bob, to: post.id, at: Scene.now)
      let entry = try tx.publish(5, by: ada, about: post.id)
      let inboxes = ["https://far.example/inbox"]
      try tx.deliveries.enqueue(entry.id, from: ada, to: inboxes, at: Scene.now)

      try tx.posts.delete(post, at: .later(9))

      #expect(try tx.posts.find(post.id) == nil)
      #expect(try tx.posts.isKnown(uri: post.uri))
      #expect(try tx.posts.addressees(of: post.id).isEmpty)
      #expect(try tx.posts.revisions(of: post.id).isEmpty)
      #expect(try tx.posts.pinned(by: ada, for: .anyone).isEmpty)
      #expect(try tx.home(bob).isEmpty)
      #expect(try tx.reactions.count(.like, of: post.id) == 0)
      #expect(try tx.outbox.find(entry.id) == nil)
      #expect(try tx.deliveries.count(.waiting) == 0)
    }
  }

  @Test("a tombstone shows only what anyone could see before", arguments: Audience.allCases)
  func tombstones(audience: Audience) throws {
    let scene = try Scene()

    try scene { tx in
      let post = full(1, by: try tx.member("ada"), for: audience)
      try tx.posts.insertLocal(post, addressees: [])
      #expect(try tx.posts.tombstone(uri: post.uri) == nil)

      try tx.posts.delete(post, at: .later(9))

      let tombstone = try tx.posts.tombstone(uri: post.uri)
      #expect((tombstone != nil) == (audience == .public))
      if let tombstone { #expect(tombstone == ("Article", .later(9))) }
    }
  }

  @Test("what was deleted before it came does not come, and nobody learns of it")
  func buried() throws {
    let scene = try Scene()

    try scene { tx in
      let post = Post.sample(1, by: try tx.stranger("bob"), host: "far.example")
      try tx.posts.bury(OriginProof(of: post.uri, vouchedBy: post.uri), at: Scene.now)

      #expect(try !tx.receive(post))
      #expect(try tx.posts.find(uri: post.uri) == nil)
      #expect(try tx.posts.tombstone(uri: post.uri) == nil)
    }
  }

  @Test("forgets the tombstones of others in time, and its own never (threat 19)")
  func purging() throws {
    let scene = try Scene()

    try scene { tx in
      let own = try tx.write(1, by: try tx.member("ada"))
      try tx.posts.delete(own, at: Scene.now)
      for number in 0..<10_000 {
        let uri = "https://evil.example/\(number)"
        try tx.posts.bury(OriginProof(of: uri, vouchedBy: uri), at: .later(number < 9990 ? 0 : 100))
      }

      var purged = 0
      while case let count = try tx.posts.purgeTombstones(before: .later(50)), count > 0 {
        purged += count
      }

      #expect(purged == 9990)
      #expect(try tx.posts.isKnown(uri: own.uri))
      #expect(try tx.posts.isKnown(uri: "https://evil.example/9995"))
      #expect(try !tx.posts.isKnown(uri: "https://evil.example/5"))
    }
  }
}
