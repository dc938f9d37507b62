import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("What was written since an answer was made")
struct FreshnessTests {
  @Test("is known of every table: it is watched, or no answer shows it")
  func tables() throws {
    let scene = try Scene()
    let tables = try scene.queue.read { db in
      try String.fetchSet(
        db,
        sql: """
          SELECT name FROM pragma_table_list
          WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'
          """
      )
    }
    let watched = Set(Freshness.concerns.map { "\($0.table)" })

    #expect(watched.isDisjoint(with: Freshness.unconcerned))
    #expect(watched.count == Freshness.concerns.count)
    #expect(
      tables == watched.union(Freshness.unconcerned),
      "Say in Freshness+Triggers.swift which answers show the rows of a new table."
    )
  }

  /// People and a post of theirs, in a real database.
  private struct Stage {
    let folder: DatabaseFolder
    let database: NodeDatabase
    let ada: ActorID
    let bob: ActorID
    let post = PostID(rawValue: 10)

    init() async throws {
      folder = try DatabaseFolder()
      database = try folder.open()
      (ada, bob) = try await database.write { tx in
        let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
        try tx.follow(ada, bob)
        try tx.receive(.sample(10, by: bob, host: "far.example"))
        try tx.timelines.add(PostID(rawValue: 10), by: bob)
        return (ada, bob)
      }
    }

    /// Which of some subjects a transaction makes old.
    func old(
      _ subjects: [StoredSubject],
      after body: @escaping @Sendable (Transaction) throws -> Void
    ) async throws -> Set<StoredSubject> {
      let number = database.freshness
      try? await database.write(body)
      return Set(subjects.filter { database.check(AnswerBasis([$0]), since: number) == nil })
    }
  }

  @Test("covers what is done to a post, by rows of its own and of others")
  func posts() async throws {
    let stage = try await Stage()
    let (post, ada, bob) = (stage.post, stage.ada, stage.bob)
    let asked: [StoredSubject] = [.post(post), .post(PostID(rawValue: 99)), .tokens]
    let writes: [@Sendable (Transaction) throws -> Void] = [
      { try $0.reactions.add(.like, uri: "https://a.test/1", by: ada, to: post, at: Scene.now) },
      { _ = try $0.reactions.remove(.like, by: ada, of: post) },
      { try $0.bookmarks.add(post, by: ada) },
      { try $0.bookmarks.remove(post, by: ada) },
      { tx in
        try tx.attendances.save(
          Attendance(
            postID: post,
            actorID: ada,
            uri: "https://a.test/2",
            state: .accepted,
            createdAt: Scene.now
          )
        )
      },
      // Who is suspended is no longer counted among those who take part.
      { try $0.actors.setSuspended(ada, at: Scene.now) },
      { tx in
        var answer = Post.sample(11, by: ada)
        answer.thread.inReplyTo = "https://far.example/posts/10"
        try tx.posts.insertLocal(answer, addressees: [])
      },
      { try $0.db.run("DELETE FROM post WHERE id = 11") },
      { try $0.db.run("DELETE FROM actor WHERE id = ?", [bob]) },
    ]
    for (index, write) in writes.enumerated() {
      let old = try await stage.old(asked, after: write)
      #expect(old == [.post(post)], "write \(index)")
    }
  }

  @Test("covers what a reader may and wants to see, and accounts")
  func people() async throws {
    let stage = try await Stage()
    let (ada, bob) = (stage.ada, stage.bob)
    let asked: [StoredSubject] = [.reader(ada), .account(bob), .tokens]
    let mute = Mute(targetID: bob)
    let filter = ContentFilter(title: "t", contexts: [.home])
    typealias Write = @Sendable (Transaction) throws -> Void
    let writes: [(Write, Set<StoredSubject>)] = [
      ({ try $0.mutes.set(mute, by: ada, at: Scene.now) }, [.reader(ada)]),
      ({ _ = try $0.mutes.remove(bob, by: ada) }, [.reader(ada)]),
      ({ _ = try $0.filters.insert(filter, of: ada) }, [.reader(ada)]),
      (
        {
          try $0.db.run(
            "INSERT INTO filterKeyword (filterID, keyword, isWholeWord) VALUES (1, 'a', 0)"
          )
        }, [.reader(ada)]
      ),
      ({ try $0.follow(ada, bob, .pending) }, [.reader(ada), .account(bob)]),
      (
        { try $0.db.run("UPDATE actor SET displayName = 'B' WHERE id = ?", [bob]) }, [.account(bob)]
      ),
      (
        { try $0.db.run("UPDATE member SET state = 'suspended' WHERE actorID = ?", [ada]) },
        [.reader(ada), .tokens]
      ),
      ({ try $0.db.run("INSERT INTO hostStanding VALUES ('h.test', 'limited')") }, Set(asked)),
      ({ try $0.state.set("key", to: "value") }, []),
    ]
    for (index, (write, expected)) in writes.enumerated() {
      let old = try await stage.old(asked, after: write)
      #expect(old == expected, "write \(index)")
    }
  }

  @Test("covers an entry that comes into the stretch that was read, and no other")
  func arrivals() async throws {
    let stage = try await Stage()
    let (ada, bob, database) = (stage.ada, stage.bob, stage.database)
    func isOld(_ page: Page, found: [Int64], after entry: Int64) async throws -> Bool {
      let stretch = AnswerBasis.HomeStretch(of: ada, page, found: found)
      let number = database.freshness
      try await database.write { tx in
        try tx.receive(.sample(entry, by: bob, host: "far.example"))
        try tx.timelines.add(PostID(rawValue: entry), by: bob)
      }
      return database.check(AnswerBasis([.reader(ada)], stretch: stretch), since: number) == nil
    }
    #expect(try await isOld(Page(limit: 1), found: [10], after: 20))
    #expect(try await !isOld(Page(limit: 1), found: [20], after: 5))
    #expect(try await isOld(Page(limit: 9), found: [20, 10, 5], after: 4))
    #expect(try await !isOld(Page(before: 20, limit: 1), found: [10], after: 30))
    #expect(try await isOld(Page(before: 20, limit: 1), found: [10], after: 15))
    #expect(try await isOld(Page(after: 5, from: .oldest, limit: 1), found: [10], after: 40))
    #expect(try await !isOld(Page(after: 20, from: .oldest, limit: 1), found: [30], after: 19))
  }

  @Test("takes what it has forgotten for written")
  func bounds() async throws {
    let stage = try await Stage()
    let (ada, bob, database) = (stage.ada, stage.bob, stage.database)
    let number = database.freshness
    for entry in Int64(100)..<170 {
      try await database.write { tx in
        try tx.receive(.sample(entry, by: bob, host: "far.example"))
        try tx.timelines.add(PostID(rawValue: entry), by: bob)
      }
    }
    let below = AnswerBasis.HomeStretch(of: ada, Page(before: 50, limit: 1), found: [10])
    #expect(database.check(AnswerBasis([], stretch: below), since: number) == nil)
    let later = database.freshness
    #expect(database.check(AnswerBasis([], stretch: below), since: later) == later)
  }

  @Test("is told after the commit, and not of what was undone with its transaction")
  func commits() async throws {
    let stage = try await Stage()
    let number = stage.database.freshness
    let seen = try await stage.database.write { [database = stage.database, ada = stage.ada] tx in
      try tx.bookmarks.add(PostID(rawValue: 10), by: ada)
      return database.freshness
    }
    #expect(seen == number)
    #expect(stage.database.freshness == number + 1)
  }
}
