import Foundation
import Model
import Testing

@testable import Storage

@Suite("What a member keeps")
struct KeepingTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID

  init() throws {
    scene = try Scene()
    (ada, bob) = try scene { (try $0.member("ada"), try $0.member("bob")) }
  }

  // MARK: Bookmarks and likes

  @Test("bookmarks and likes are listed in the order in which they were made")
  func marks() throws {
    try scene { tx throws in
      for number in 1...4 { try tx.write(Int64(number), by: bob) }
      for number in [3, 1, 4] {
        let post = PostID(rawValue: Int64(number))
        try tx.bookmarks.add(post, by: ada)
        try tx.reactions.add(
          .like,
          uri: "l\(number)",
          by: ada,
          to: post,
          at: .later(Double(number == 4 ? 9 : number))
        )
      }
      try tx.bookmarks.add(PostID(rawValue: 1), by: ada)

      let page = try tx.posts.bookmarked(by: ada, Page(limit: 2))
      #expect(page.map(\.found.post.id.rawValue) == [4, 1])
      let next = try tx.posts.bookmarked(by: ada, Page(before: page.last?.number, limit: 2))
      #expect(next.map(\.found.post.id.rawValue) == [3])
      let likes = try tx.posts.liked(by: ada, Page())
      #expect(likes.map(\.found.post.id.rawValue) == [4, 3, 1])
      let older = try tx.posts.liked(by: ada, Page(before: likes[0].number))
      #expect(older.map(\.found.post.id.rawValue) == [3, 1])

      try tx.bookmarks.remove(PostID(rawValue: 4), by: ada)
      #expect(try tx.posts.bookmarked(by: ada, Page()).count == 2)
    }
  }

  @Test("what may be read no more is not listed, and leaves no gap")
  func unreadable() throws {
    try scene { tx throws in
      let eve = try tx.member("eve")
      for number in 1...40 {
        try tx.write(Int64(number), by: number % 2 == 0 ? eve : bob)
        try tx.bookmarks.add(PostID(rawValue: Int64(number)), by: ada)
      }
      try tx.blocks.add(uri: "b", by: eve, against: ada, at: Scene.now)
      #expect(try tx.posts.bookmarked(by: ada, Page(limit: 20)).count == 20)
    }
  }

  // MARK: Markers and preferences

  @Test("markers count their changes")
  func markers() throws {
    try scene { tx throws in
      #expect(try tx.markers.find(.home, of: ada) == nil)
      #expect(try tx.markers.set(.home, to: 5, of: ada, at: Scene.now).version == 1)
      let marker = try tx.markers.set(.home, to: 7, of: ada, at: .later(1))
      #expect(marker == Marker(lastReadID: 7, version: 2, updatedAt: .later(1)))
      #expect(try tx.markers.find(.home, of: ada) == marker)
      #expect(try tx.markers.find(.notifications, of: ada) == nil)
    }
  }

  @Test("preferences are the account's and more")
  func preferences() throws {
    try scene { tx throws in
      #expect(try tx.preferences.find(ada) == Preferences())
      let wished = Preferences(
        audience: .followers,
        isListed: false,
        isSensitive: true,
        language: "fr",
        quotableBy: .nobody,
        media: .all,
        expandsWarnings: true
      )
      try tx.preferences.set(wished, of: ada)
      #expect(try tx.preferences.find(ada) == wished)
      #expect(try tx.members.find(ada)?.language == "fr")
      #expect(try tx.preferences.find(bob) == Preferences())
    }
  }

  // MARK: Conversations

  private func direct(
    _ number: Int64,
    by author: ActorID,
    to people: [ActorID],
    in tx: Transaction
  ) throws -> Post {
    var post = Post.sample(number, by: author, for: .direct)
    post.thread.conversation = "thread"
    try tx.posts.insertLocal(post, addressees: people)
    try tx.conversations.add(post)
    return post
  }

  @Test("conversations hold all direct posts of a thread, unread for all but who wrote last")
  func conversations() throws {
    try scene { tx throws in
      let first = try direct(1, by: ada, to: [bob], in: tx)
      let own = try #require(try tx.conversations.list(of: ada, Page()).first)
      let other = try #require(try tx.conversations.list(of: bob, Page()).first)
      #expect(own.isUnread == false)
      #expect(other.isUnread)
      #expect(own.participants.map(\.id) == [bob])
      #expect(other.participants.map(\.id) == [ada])
      #expect(other.lastPost.post.id == first.id)
      #expect(try tx.conversations.mark(other.id, of: ada, isUnread: false) == false)
      #expect(try tx.conversations.mark(other.id, of: bob, isUnread: false))
      #expect(try tx.conversations.find(other.id, of: bob)?.isUnread == false)

      let second = try direct(2, by: bob, to: [ada], in: tx)
      let changed = try tx.conversations.list(of: ada, Page())
      #expect(changed.map(\.id) == [own.id])
      #expect(changed.first?.lastPost.post.id == second.id)
      #expect(changed.first?.isUnread == true)
      #expect(try tx.conversations.number(of: second, for: ada) == own.id)

      try tx.posts.delete(second, at: Scene.now)
      #expect(try tx.conversations.list(of: ada, Page()).first?.lastPost.post.id == first.id)
      try tx.posts.delete(first, at: Scene.now)
      #expect(try tx.conversations.list(of: ada, Page()).isEmpty)
    }
  }

  @Test("a conversation is removed for one alone")
  func removing() throws {
    try scene { tx throws in
      _ = try direct(1, by: ada, to: [bob], in: tx)
      let own = try #require(try tx.conversations.list(of: ada, Page()).first)
      #expect(try tx.conversations.remove(own.id, of: bob) == false)
      #expect(try tx.conversations.remove(own.id, of: ada))
      #expect(try tx.conversations.list(of: ada, Page()).isEmpty)
      #expect(try tx.conversations.list(of: bob, Page()).count == 1)
      try tx.mutes.set(Mute(targetID: ada), by: bob, at: Scene.now)
      #expect(try tx.conversations.list(of: bob, Page()).isEmpty)
    }
  }

  @Test("what is public, or for a group, is no conversation")
  func noConversation() throws {
    try scene { tx throws in
      try tx.conversations.add(try tx.write(1, by: ada))
      let group = try tx.actors.insertLocal(
        .sample("jardin", host: "home.example", kind: .group),
        keys: []
      )
      _ = try direct(2, by: ada, to: [group, bob], in: tx)
      #expect(try tx.conversations.list(of: bob, Page()).isEmpty)
      #expect(try tx.conversations.list(of: ada, Page()).isEmpty)
    }
  }

  // MARK: Filters

  @Test("filters are kept with their keywords and posts, for their member alone")
  func filters() throws {
    try scene { tx throws in
      let post = try tx.write(1, by: bob)
      let wished = ContentFilter(
        title: "Noise",
        contexts: [.home, .public],
        action: .hide,
        endsAt: .later(60),
        keywords: [.init(text: "noise"), .init(text: "din", isWholeWord: false)],
        statuses: [.init(postID: post.id)]
      )
      var filter = try tx.filters.insert(wished, of: ada)
      #expect(filter.keywords.map(\.text) == ["noise", "din"])
      #expect(filter.statuses.map(\.postID) == [post.id])
      #expect(try tx.filters.filters(of: ada) == [filter])
      #expect(try tx.filters.filters(of: bob).isEmpty)
      #expect(try tx.filters.find(filter.id, of: bob) == nil)

      let keyword = ContentFilter.Keyword(id: filter.keywords[0].id, text: "racket")
      #expect(try tx.filters.update(keyword, of: bob) == false)
      #expect(try tx.filters.update(keyword, of: ada))
      #expect(try tx.filters.find(keyword: keyword.id, of: bob) == nil)
      #expect(try tx.filters.find(keyword: keyword.id, of: ada)?.keywords.first?.text == "racket")
      #expect(try tx.filters.find(status: filter.statuses[0].id, of: ada)?.id == filter.id)
      #expect(try tx.filters.removeKeyword(keyword.id, of: bob) == false)
      #expect(try tx.filters.removeKeyword(keyword.id, of: ada))
      #expect(try tx.filters.removeStatus(filter.statuses[0].id, of: bob) == false)
      #expect(throws: Refusal.absent) {
        try tx.filters.add(ContentFilter.Keyword(text: "x"), to: filter.id, of: bob)
      }
      #expect(try tx.filters.add(post.id, to: filter.id, of: ada) == filter.statuses[0].id)

      filter.title = "Din"
      filter.endsAt = nil
      #expect(try tx.filters.update(filter, of: bob) == false)
      #expect(try tx.filters.update(filter, of: ada))
      #expect(try tx.filters.find(filter.id, of: ada)?.title == "Din")
      try tx.posts.delete(post, at: Scene.now)
      #expect(try tx.filters.find(filter.id, of: ada)?.statuses.isEmpty == true)
      #expect(try tx.filters.remove(filter.id, of: bob) == false)
      #expect(try tx.filters.remove(filter.id, of: ada))
    }
  }

  @Test("filters without title, place or word are refused")
  func filterBounds() throws {
    try scene { tx throws in
      for filter in [
        ContentFilter(title: "", contexts: [.home]), ContentFilter(title: "t", contexts: []),
        ContentFilter(title: "t", contexts: [.home], keywords: [.init(text: " ")]),
      ] {
        #expect(throws: Refusal.self) { try tx.filters.insert(filter, of: ada) }
      }
    }
  }

  // MARK: Drafts

  @Test("posts for later wait for their time, are moved and taken once")
  func scheduled() throws {
    try scene { tx throws in
      let posts = tx.scheduledPosts
      #expect(throws: Refusal.self) {
        try posts.insert("{}", by: ada, dueAt: .later(299), at: Scene.now)
      }
      let id = try posts.insert("{}", by: ada, dueAt: .later(300), at: Scene.now)
      #expect(try posts.list(of: ada, Page()).map(\.id) == [id])
      #expect(try posts.find(id, of: bob) == nil)
      #expect(try posts.due(at: .later(299), limit: 9).isEmpty)
      let entry = try #require(try posts.due(at: .later(300), limit: 9).first)
      #expect(try posts.reschedule(id, of: bob, to: .later(900), at: Scene.now) == false)
      #expect(try posts.reschedule(id, of: ada, to: .later(900), at: Scene.now))
      #expect(try posts.due(at: .later(300), limit: 9).isEmpty)
      // Whoever was about to publish it finds that it was moved.
      #expect(throws: Refusal.self) { try posts.take(entry) }
      try posts.fail(entry, because: "no", retryAt: nil)
      let moved = try #require(try posts.due(at: .later(900), limit: 9).first)
      #expect(moved.failure == nil)
      try posts.take(moved)
      #expect(throws: Refusal.self) { try posts.take(moved) }
      #expect(try posts.remove(id, of: ada) == false)
    }
  }

  @Test("posts for later that fail are tried some times, or are left with the reason")
  func failing() throws {
    try scene { tx throws in
      let posts = tx.scheduledPosts
      let id = try posts.insert("{}", by: ada, dueAt: .later(300), at: Scene.now)
      for attempt in 1...5 {
        let entry = try #require(try posts.find(id, of: ada))
        try posts.fail(entry, because: "busy", retryAt: .later(Double(attempt) * 400))
        #expect(try posts.find(id, of: ada)?.failure == (attempt < 5 ? nil : "busy"))
      }
      #expect(try posts.due(at: .later(9_000), limit: 9).isEmpty)
      #expect(try posts.reschedule(id, of: ada, to: .later(900), at: Scene.now))
      let entry = try #require(try posts.find(id, of: ada))
      try posts.fail(entry, because: "no", retryAt: nil)
      #expect(try posts.find(id, of: ada)?.failure == "no")
    }
  }

  @Test("a member has so many posts for one day")
  func dailyBound() throws {
    try scene { tx throws in
      for number in 0..<ScheduledPostStore.mostPerDay {
        let time = Date.later(86_400 + Double(number))
        _ = try tx.scheduledPosts.insert("{}", by: ada, dueAt: time, at: Scene.now)
      }
      #expect(throws: Refusal.self) {
        try tx.scheduledPosts.insert("{}", by: ada, dueAt: .later(86_500), at: Scene.now)
      }
      _ = try tx.scheduledPosts.insert("{}", by: bob, dueAt: .later(86_500), at: Scene.now)
      // One that is of that day already is moved within it.
      let first = try #require(try tx.scheduledPosts.list(of: ada, Page()).first)
      #expect(
        try tx.scheduledPosts.reschedule(first.id, of: ada, to: .later(86_600), at: Scene.now)
      )
    }
  }

  @Test("files of posts for later are not purged")
  func scheduledFiles() throws {
    try scene { tx throws in
      try tx.db.execute(
        sql: """
          INSERT INTO mediaFile (digest, bytes, storedAt) VALUES (zeroblob(32), 1, 0);
          INSERT INTO upload (token, ownerID, url, format, file, state, createdAt)
            VALUES ('\(String(repeating: "a", count: 32))', 1, 'u', 'png', zeroblob(32), 'new', 0)
          """
      )
      let id = try tx.scheduledPosts.insert(
        "{}",
        uploads: ["u"],
        by: ada,
        dueAt: .later(900),
        at: Scene.now
      )
      #expect(try tx.uploads.purge(newBefore: Scene.now) == 0)
      try tx.scheduledPosts.remove(id, of: ada)
      #expect(try tx.uploads.purge(newBefore: Scene.now) == 1)
    }
  }

  @Test("a key stands for one post for an hour")
  func keys() throws {
    try scene { tx throws in
      let (first, second) = (try tx.write(1, by: ada), try tx.write(2, by: ada))
      let keys = tx.idempotency
      try keys.insert(.post(first.id), under: "k", of: ada, at: Scene.now)
      #expect(try keys.find("k", of: ada, at: .later(3_599)) == .post(first.id))
      #expect(try keys.find("k", of: bob, at: Scene.now) == nil)
      #expect(throws: Refusal.self) {
        try keys.insert(.post(second.id), under: "k", of: ada, at: .later(10))
      }
      #expect(try keys.find("k", of: ada, at: .later(3_601)) == nil)
      try keys.insert(.post(second.id), under: "k", of: ada, at: .later(3_601))
      #expect(try keys.find("k", of: ada, at: .later(3_602)) == .post(second.id))
      #expect(try keys.purge(before: .later(9_999)) == 1)
      #expect(throws: Refusal.self) {
        try keys.insert(.post(first.id), under: "", of: ada, at: Scene.now)
      }
    }
  }
}
