import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Search")
struct SearchStoreTests {
  private let scene: Scene
  private let ada: ActorID
  private let dan: ActorID

  init() throws {
    scene = try Scene()
    (ada, dan) = try scene { (try $0.member("ada"), try $0.member("dan")) }
  }

  private func post(
    _ number: Int64,
    _ text: String,
    by author: ActorID,
    for audience: Audience = .public,
    tags: [String] = [],
    consent: SearchConsent? = nil
  ) -> Post {
    var post = Post.sample(number, by: author, for: audience)
    post.body = PostBody(html: "<p>\(text)</p>", hashtags: tags, searchConsent: consent)
    return post
  }

  private func found(_ text: String, by reader: ActorID, in tx: Transaction) throws -> [Int64] {
    try tx.search.posts(try SearchStore.Query(text), for: .member(reader), Page())
      .map(\.post.id.rawValue)
  }

  @Test(
    "finds words whatever their case, accents and articles, and names with signs",
    arguments: [
      ("eau", [1]), ("L'EAU", [1]), ("l’eau claire", [1]), ("oeuvre", [2]), ("ŒUVRES", [2]),
      ("c++", [3]), ("C#", [4]), (".net", [4]), ("net", [4]), ("c", [4, 3]), ("remorq", [1]),
      ("re", []), ("eau oeuvre", []), ("scie", [5]), ("attention", [5]),
    ]
  )
  func words(query: String, numbers: [Int64]) throws {
    try scene { tx in
      try tx.posts.insertLocal(post(1, "De l’eau claire, une remorque", by: ada), addressees: [])
      try tx.posts.insertLocal(post(2, "Les &#339;uvres œuvres", by: ada), addressees: [])
      try tx.posts.insertLocal(post(3, "Je parle C++", by: ada), addressees: [])
      try tx.posts.insertLocal(post(4, "Ici C# et .NET", by: ada), addressees: [])
      var picture = post(5, "rien", by: ada)
      picture.body.summary = "Attention"
      picture.body.attachments = [Attachment(url: "https://a.example/1", name: "Une scie")]
      try tx.posts.insertLocal(picture, addressees: [])

      #expect(try found(query, by: dan, in: tx) == numbers)
    }
  }

  @Test("private objects are never found by who may not read them, nor by a hashtag (threat 29)")
  func privacy() throws {
    try scene { tx in
      let eve = try tx.stranger("eve")
      let audiences: [Audience] = [.public, .node, .followers, .direct]
      for (number, audience) in audiences.enumerated() {
        try tx.posts.insertLocal(
          post(
            Int64(number + 1),
            "mot",
            by: ada,
            for: audience,
            tags: ["t\(number)"],
            consent: .everyone
          ),
          addressees: [eve]
        )
      }
      let query = try SearchStore.Query("mot")
      func found(_ reader: Reader) throws -> [Int64] {
        try tx.search.posts(query, for: reader, Page()).map(\.post.id.rawValue)
      }
      func tags(_ reader: Reader) throws -> [String] {
        try tx.search.tags("t", for: reader, limit: 10).map(\.name).sorted()
      }

      #expect(try found(.member(dan)) == [2, 1])
      #expect(try tags(.member(dan)) == ["t0", "t1"])
      #expect(try found(.anyone) == [1])
      #expect(try tags(.anyone) == ["t0"])
      #expect(try found(.remote(eve, territories: [])) == [3, 1])
      #expect(try found(.member(ada)) == [3, 2, 1])
      let direct = try scene.indexed(4, in: tx)
      #expect(!direct)
    }
  }

  @Test("what the author did not agree to is found by the author alone")
  func consent() throws {
    try scene { tx in
      let bob = try tx.stranger("bob")
      var shy = try #require(try tx.actors.find(bob))
      shy.traits.isIndexable = false
      let proof = try OriginProof(of: shy.uri, vouchedBy: shy.uri)
      _ = try tx.actors.saveRemote(shy, keys: [], proof: proof)
      func receive(_ number: Int64, _ consent: SearchConsent?) throws {
        var post = post(number, "mot", by: bob, consent: consent)
        post.uri = "https://far.example/posts/\(number)"
        post.isLocal = false
        try tx.receive(post)
      }
      try receive(1, nil)
      try receive(2, .everyone)
      try receive(3, .followers)
      try receive(4, .author)

      #expect(try found("mot", by: dan, in: tx) == [2])
      try tx.follow(dan, bob)
      #expect(try found("mot", by: dan, in: tx) == [3, 2])
      shy.traits.searchConsent = .everyone
      _ = try tx.actors.saveRemote(shy, keys: [], proof: proof)
      #expect(try found("mot", by: dan, in: tx) == [3, 2, 1])
      try tx.blocks.add(uri: "https://home.example/b", by: dan, against: bob, at: Scene.now)
      #expect(try found("mot", by: dan, in: tx).isEmpty)
    }
  }

  @Test("an edit, a deletion and the end of an author change what is found")
  func changes() throws {
    try scene { tx in
      let first = post(1, "avant", by: ada, tags: ["bois"])
      try tx.posts.insertLocal(first, addressees: [])
      try tx.posts.insertLocal(post(2, "avant", by: ada), addressees: [])
      try tx.posts.edit(first, to: PostBody(html: "<p>après</p>"), addressees: [], at: .later(1))

      #expect(try found("avant", by: dan, in: tx) == [2])
      #expect(try found("apres", by: dan, in: tx) == [1])
      #expect(try tx.search.tags("bois", for: .member(dan), limit: 5).isEmpty)
      try tx.posts.delete(first, at: .later(2))
      #expect(try found("apres", by: dan, in: tx).isEmpty)
      #expect(try tx.search.actors(try .init("ada"), for: .member(ada), limit: 5).count == 1)
      try tx.actors.markDeleted(ada, at: .later(3))
      #expect(try found("avant", by: dan, in: tx).isEmpty)
      try tx.search.check()
    }
  }

  @Test("what is undone leaves no trace in the index, and takes none of the rest with it")
  func undone() throws {
    struct Stop: Error {}
    try scene { tx in
      try tx.attempt { try $0.posts.insertLocal(post(1, "reste", by: ada), addressees: []) }
      _ = try? tx.attempt { tx in
        try tx.posts.insertLocal(post(2, "reste", by: ada), addressees: [])
        throw Stop()
      }
      try tx.attempt { try $0.posts.insertLocal(post(3, "reste", by: ada), addressees: []) }

      #expect(try found("reste", by: dan, in: tx) == [3, 1])
      try tx.search.check()
    }
  }

  @Test("people are found by name and host when they wish it, others when they are followed")
  func people() throws {
    try scene { tx in
      let bob = try tx.stranger("bob")
      var shown = try #require(try tx.actors.find(try tx.stranger("benedicte")))
      shown.displayName = "Bénédicte"
      shown.traits.isDiscoverable = true
      let proof = try OriginProof(of: shown.uri, vouchedBy: shown.uri)
      _ = try tx.actors.saveRemote(shown, keys: [], proof: proof)
      var group = ActorProfile.sample("benevoles", host: "far.example", kind: .group)
      group.displayName = "Les Bénévoles"
      let mark = try OriginProof(of: group.uri, vouchedBy: group.uri)
      _ = try tx.actors.saveRemote(group, keys: [], proof: mark)
      func names(_ text: String) throws -> [String] {
        try tx.search.actors(try .init(text), for: .member(dan), limit: 10).map(\.name).sorted()
      }

      #expect(try names("benedicte") == ["benedicte"])
      #expect(try names("bén") == ["benedicte", "benevoles"])
      #expect(try names("bob").isEmpty)
      try tx.follow(dan, bob)
      #expect(try names("bob far.example") == ["bob"])
      try tx.actors.setSuspended(bob, at: Scene.now)
      #expect(try names("bob").isEmpty)
    }
  }

  @Test("in a query nothing but words means anything", arguments: InjectionTests.texts)
  func injection(text: String) throws {
    try scene { tx in
      try tx.posts.insertLocal(post(1, "un mot", by: ada, tags: ["mot"]), addressees: [])
      for hostile in [text, "mot \(text)", "\(text) mot", "mot\(text)*", "words:\(text)"] {
        guard let query = try? SearchStore.Query(hostile) else { continue }
        _ = try tx.search.posts(query, for: .member(dan), Page())
        _ = try tx.search.actors(query, for: .member(dan), limit: 5)
        _ = try? tx.search.tags(hostile, for: .member(dan), limit: 5)
      }
      #expect(try found("mot", by: dan, in: tx) == [1])
    }
    for hostile in [
      "mot OR rien", "mot NOT un", "mot AND", "NEAR(mot un)", "{words}: mot", "-mot", "\"mot",
      "mot*",
      "^mot", "(mot", "mot + un",
    ] {
      try scene { tx in
        _ = try tx.search.posts(try .init(hostile), for: .member(dan), Page())
      }
    }
  }

  @Test("a query has a word, not too many, and is not too long")
  func bounds() {
    for text in ["", "  ", "'", "\"*\"", String(repeating: "é", count: 501)] {
      #expect(throws: Refusal.self) { try SearchStore.Query(text) }
    }
    let many = (0...SearchStore.Query.mostWords).map { "w\($0)" }.joined(separator: " ")
    #expect(throws: Refusal.self) { try SearchStore.Query(many) }
  }

  @Test("reads on from page to page")
  func pages() throws {
    try scene { tx in
      for number in 1...30 {
        try tx.posts.insertLocal(post(Int64(number), "mot", by: ada), addressees: [])
      }
      let query = try SearchStore.Query("mot")
      let first = try tx.search.posts(query, for: .member(dan), Page(limit: 10))
      let last = try #require(first.last).post.id.rawValue
      let next = try tx.search.posts(query, for: .member(dan), Page(before: last, limit: 10))

      #expect(first.map(\.post.id.rawValue) == Array((21...30).reversed()))
      #expect(next.map(\.post.id.rawValue) == Array((11...20).reversed()))
    }
  }

  @Test(
    "what was stored before there was an index is indexed little by little; made anew it is the same"
  )
  func rest() throws {
    try scene { tx in
      for number in 1...5 {
        try tx.posts.insertLocal(
          post(Int64(number), "mot", by: ada, consent: number == 2 ? .author : nil),
          addressees: []
        )
      }
      try tx.search.startOver()
      #expect(try !tx.search.isComplete())
      var steps: [Int] = []
      repeat { steps.append(try tx.search.goOn(limit: 2)) } while steps.last != 0

      #expect(steps == [2, 2, 2, 1, 0])
      #expect(try tx.search.isComplete())
      #expect(try found("mot", by: dan, in: tx) == [5, 4, 3, 1])
      try tx.search.rebuild()
      try tx.search.check()
      #expect(try found("mot", by: dan, in: tx) == [5, 4, 3, 1])
    }
  }

  @Test("a great farewell is worked off in parts, and an actor's number may be given again")
  func farewell() throws {
    try scene { tx in
      for number in 1...2_200 {
        try tx.posts.insertLocal(post(Int64(number), "mot", by: ada), addressees: [])
      }
      let last = try tx.stranger("zoe")
      try tx.db.run("DELETE FROM post")
      try tx.db.run("DELETE FROM actor WHERE id = ?", [last])

      let again = try tx.stranger("yann")
      try tx.posts.insertLocal(post(3_000, "autre", by: ada), addressees: [])

      #expect(again == last)
      // What is written meanwhile does not wait for all of it.
      #expect(try tx.db.count("SELECT count(*) FROM searchGone") > 0)
      #expect(try found("mot", by: dan, in: tx).isEmpty)
      try tx.search.check()
      #expect(try tx.db.count("SELECT count(*) FROM searchGone") == 0)
    }
  }

  @Test("the condition says what is missing and what is damaged, and a rebuild mends both")
  func condition() throws {
    try scene { tx in
      try tx.posts.insertLocal(post(1, "mot", by: ada), addressees: [])
      let sound = try tx.search.condition()
      #expect(sound.missing == 0 && sound.complaint == nil && sound.isComplete)

      try tx.db.run("DELETE FROM searchPost")
      #expect(try tx.search.condition().missing == 1)
      try rebuild(tx)
      #expect(try tx.search.condition() == sound)

      try tx.db.run("UPDATE searchPost SET words = 'autre'")
      #expect(try tx.search.condition().complaint != nil)
      try rebuild(tx)
      #expect(try tx.search.condition() == sound)
      #expect(try found("mot", by: ada, in: tx) == [1])
    }
  }

  private func rebuild(_ tx: Storage.Transaction) throws {
    try tx.search.startOver()
    while try tx.search.goOn() > 0 {}
    try tx.search.rebuild()
    try tx.search.check()
  }

  @Test("posts of an older database are found after the migration")
  func migrated() throws {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue, upTo: M0009Moderation.name)
    try queue.write { db throws in
      try db.execute(
        sql: """
          INSERT INTO actor (id, uri, kind, name, host, isLocal, displayName, summary, inbox,
            approvesFollowers, isDiscoverable, isIndexable, createdAt)
          VALUES (1, 'https://home.example/users/ada', 'person', 'ada', 'home.example', 1, '', '',
            '', 0, 0, 1, 0);
          INSERT INTO post (id, uri, authorID, isLocal, audience, isListed, kind, html, isSensitive,
            publishedAt)
          VALUES (7, 'https://home.example/posts/7', 1, 1, 'public', 1, 'Note', '<p>vieux</p>', 0, 0);
          """
      )
    }

    try Schema.migrator.migrate(queue)

    try queue.write { db throws in
      let tx = Transaction(db: db)
      #expect(try !tx.search.isComplete())
      while try tx.search.goOn() > 0 {}
      let found = try tx.search.posts(try .init("vieux"), for: .anyone, Page())
      #expect(found.map(\.post.id.rawValue) == [7])
    }
  }
}

extension Scene {
  /// Whether there is any trace of a post in the index.
  fileprivate func indexed(_ number: Int64, in tx: Transaction) throws -> Bool {
    try tx.db.has("SELECT 1 FROM searchPost WHERE postID = ?", [number])
  }
}
