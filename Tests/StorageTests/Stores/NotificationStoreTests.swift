import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Notifications")
struct NotificationStoreTests {
  private let scene: Scene
  private let ada: ActorID
  private let bob: ActorID
  private let eve: ActorID
  private let post: Post

  init() throws {
    scene = try Scene()
    (ada, bob, eve, post) = try scene { tx throws in
      let ada = try tx.member("ada")
      let bob = try tx.stranger("bob")
      let eve = try tx.stranger("eve", host: "evil.example")
      return (ada, bob, eve, try tx.write(10, by: ada))
    }
  }

  private func kinds(_ choice: NotificationStore.Choice = .init()) throws -> [String] {
    try scene {
      try $0.notifications.list(of: ada, Page(), choice).map(\.notification.kind.rawValue)
    }
  }

  /// How many requests ada has, and how many notifications wait in them.
  private func pending(_ tx: Transaction) throws -> [Int] {
    let pending = try tx.notifications.pending(of: ada)
    return [pending.requests, pending.notifications]
  }

  @discardableResult
  private func tell(
    _ kind: MemberNotification.Kind,
    by actor: ActorID,
    about post: PostID? = nil,
    at time: Date = Scene.now
  ) throws -> Int64? {
    try scene { try $0.notifications.add(.init(kind, by: actor, post: post), to: ada, at: time) }
  }

  // MARK: Telling

  @Test("are shown newest first with who did it and to what")
  func list() throws {
    try tell(.follow, by: bob)
    try tell(.favourite, by: bob, about: post.id)

    let entries = try scene { try $0.notifications.list(of: ada, Page()) }

    #expect(entries.map(\.notification.kind) == [.favourite, .follow])
    #expect(entries.first?.actor.id == bob)
    #expect(entries.first?.post?.post.id == post.id)
    #expect(entries.last?.post == nil)
  }

  @Test("tell the same once only, and nobody of itself")
  func once() throws {
    #expect(try tell(.favourite, by: bob, about: post.id) != nil)
    #expect(try tell(.favourite, by: bob, about: post.id) == nil)
    #expect(try tell(.favourite, by: ada, about: post.id) == nil)
    #expect(try kinds() == ["favourite"])
  }

  @Test("tell of each new edit in place of the one before")
  func edits() throws {
    let first = try #require(try tell(.update, by: bob, about: post.id))
    let second = try #require(try tell(.update, by: bob, about: post.id))

    #expect(second > first)
    #expect(try kinds() == ["update"])
  }

  @Test("go to members of this node alone")
  func onlyMembers() throws {
    let id = try scene { try $0.notifications.add(.init(.follow, by: ada), to: bob, at: Scene.now) }

    #expect(id == nil)
  }

  @Test(
    "never come from whom the member blocked or muted, from a blocked domain or about a muted thread"
  )
  func unwelcome() throws {
    try scene { tx throws in
      let mallory = try tx.stranger("mallory", host: "third.example")
      try tx.blocks.add(uri: "b", by: ada, against: bob, at: Scene.now)
      try tx.mutes.set(Mute(targetID: mallory), by: ada, at: Scene.now)
      try tx.domainBlocks.add("evil.example", by: ada, at: Scene.now)
      for actor in [bob, mallory, eve] {
        #expect(try tx.notifications.add(.init(.follow, by: actor), to: ada, at: Scene.now) == nil)
      }
      let dave = try tx.stranger("dave", host: "fourth.example")
      try tx.mutes.setThread(of: post, isMuted: true, by: ada, at: Scene.now)
      let cause = MemberNotification.Cause(.favourite, by: dave, post: post.id)
      #expect(try tx.notifications.add(cause, to: ada, at: Scene.now) == nil)
      try tx.mutes.setThread(of: post, isMuted: false, by: ada, at: Scene.now)
      #expect(try tx.notifications.add(cause, to: ada, at: Scene.now) != nil)
    }
  }

  @Test("come from who is muted without notifications, or whose mute has ended")
  func mildMutes() throws {
    try scene { tx throws in
      let mild = Mute(targetID: bob, hidesNotifications: false)
      try tx.mutes.set(mild, by: ada, at: Scene.now)
      let ended = Mute(targetID: eve, endsAt: .later(10))
      try tx.mutes.set(ended, by: ada, at: Scene.now)
      #expect(try tx.notifications.add(.init(.follow, by: bob), to: ada, at: Scene.now) != nil)
      #expect(try tx.notifications.add(.init(.follow, by: eve), to: ada, at: .later(5)) == nil)
      #expect(try tx.notifications.add(.init(.follow, by: eve), to: ada, at: .later(20)) != nil)
    }
  }

  @Test("tell of no post that the member may not read")
  func unreadable() throws {
    try scene { tx throws in
      let secret = Post.sample(20, by: bob, for: .followers, host: "far.example")
      try tx.receive(secret)
      let cause = MemberNotification.Cause(.quote, by: bob, post: secret.id)
      #expect(try tx.notifications.add(cause, to: ada, at: Scene.now) == nil)
    }
  }

  @Test("reach those who look after the node about reports of whomever they blocked")
  func reports() throws {
    try scene { tx throws in
      try tx.blocks.add(uri: "b", by: ada, against: bob, at: Scene.now)
      let report = Report(
        uri: "r",
        reporterID: bob,
        objects: [],
        content: "",
        createdAt: Scene.now
      )
      let id = try #require(try tx.reports.insert(report))
      let cause = MemberNotification.Cause(.adminReport, by: bob, report: id)
      #expect(try tx.notifications.moderators().isEmpty)
      #expect(try tx.notifications.add(cause, to: ada, at: Scene.now) != nil)
    }
    #expect(try kinds() == ["admin.report"])
  }

  // MARK: Leaving

  @Test("go with what they tell of")
  func removal() throws {
    try tell(.favourite, by: bob, about: post.id)
    try tell(.reblog, by: bob, about: post.id)
    try tell(.follow, by: eve)

    try scene { try $0.notifications.remove(.init(.favourite, by: bob, post: post.id), to: ada) }
    #expect(try kinds() == ["follow", "reblog"])
    try scene { try $0.posts.delete(post, at: Scene.now) }
    #expect(try kinds() == ["follow"])
    try scene { try $0.actors.markDeleted(eve, at: Scene.now) }
    #expect(try kinds() == [])
  }

  @Test("hide those of a suspended or newly muted actor as long as it is so")
  func hidden() throws {
    try tell(.follow, by: bob)

    try scene { try $0.actors.setSuspended(bob, at: Scene.now) }
    #expect(try kinds() == [])
    try scene { try $0.actors.setSuspended(bob, at: nil) }
    try scene { try $0.mutes.set(Mute(targetID: bob), by: ada, at: Scene.now) }
    #expect(try kinds() == [])
    _ = try scene { try $0.mutes.remove(bob, by: ada) }
    #expect(try kinds() == ["follow"])
  }

  @Test("are dismissed one by one or all at once, by nobody else")
  func dismissing() throws {
    let id = try #require(try tell(.follow, by: bob))
    try tell(.follow, by: eve)

    #expect(try scene { try $0.notifications.dismiss(id, of: bob) } == false)
    #expect(try scene { try $0.notifications.dismiss(id, of: ada) })
    #expect(try kinds() == ["follow"])
    try scene { try $0.notifications.clear(ada) }
    #expect(try kinds() == [])
  }

  @Test("are forgotten in time")
  func bounds() throws {
    try tell(.follow, by: bob)
    #expect(try scene { try $0.notifications.purge(before: .later(1)) } == 1)
    #expect(try kinds() == [])
  }

  @Test("keep the newest when there are too many")
  func trimming() throws {
    try scene { tx throws in
      for number in 1...(NotificationStore.most + 100) {
        let id = PostID(rawValue: Int64(100_000 + number))
        try tx.db.execute(
          sql: """
            INSERT INTO post (id, uri, authorID, isLocal, audience, isListed, kind, html,
              isSensitive, publishedAt) VALUES (?, ?, ?, 1, 'public', 1, 'Note', '', 0, 0)
            """,
          arguments: [id.rawValue, "p\(number)", ada.rawValue]
        )
        try tx.notifications.add(.init(.favourite, by: bob, post: id), to: ada, at: Scene.now)
      }
      let count = try Int.fetchOne(tx.db, sql: "SELECT count(*) FROM notification") ?? 0
      #expect(count <= NotificationStore.most + 64)
      let newest = try tx.notifications.list(of: ada, Page(limit: 1)).first?.notification.postID
      #expect(newest?.rawValue == Int64(100_000 + NotificationStore.most + 100))
    }
  }

  // MARK: Paging

  @Test("are paged from either end, by kind and by who did it")
  func paging() throws {
    var ids: [Int64] = []
    for kind in [MemberNotification.Kind.follow, .favourite, .reblog, .mention] {
      ids.append(try #require(try tell(kind, by: bob, about: kind == .follow ? nil : post.id)))
    }
    ids.append(try #require(try tell(.follow, by: eve)))

    try scene { tx throws in
      func page(_ page: Page, _ choice: NotificationStore.Choice = .init()) throws -> [Int64] {
        try tx.notifications.list(of: ada, page, choice).map(\.notification.id)
      }
      #expect(try page(Page(limit: 2)) == [ids[4], ids[3]])
      #expect(try page(Page(before: ids[3], limit: 2)) == [ids[2], ids[1]])
      #expect(try page(Page(after: ids[0], limit: 2)) == [ids[4], ids[3]])
      #expect(try page(Page(after: ids[0], from: .oldest, limit: 2)) == [ids[2], ids[1]])
      #expect(try page(Page(), .init(kinds: [.follow])) == [ids[4], ids[0]])
      #expect(try page(Page(), .init(kinds: [.follow], actor: bob)) == [ids[0]])
      #expect(try tx.notifications.count(of: ada, after: ids[1], limit: 100) == 3)
      #expect(try tx.notifications.count(of: ada, after: 0, limit: 4) == 4)
      #expect(try tx.notifications.latest(after: ids[2]).map(\.id) == [ids[3], ids[4]])
    }
  }

  @Test("are full pages although some may not be seen")
  func fullPages() throws {
    try scene { tx throws in
      // Every other post is closed to ada afterwards.
      for number in 0..<60 {
        let author = number % 2 == 0 ? bob : eve
        let host = number % 2 == 0 ? "far.example" : "evil.example"
        let note = Post.sample(Int64(1_000 + number), by: author, host: host)
        try tx.receive(note)
        let cause = MemberNotification.Cause(.mention, by: author, post: note.id)
        try tx.notifications.add(cause, to: ada, at: Scene.now)
      }
      try tx.blocks.add(uri: "b", by: eve, against: ada, at: Scene.now)
      let found = try tx.notifications.list(of: ada, Page(limit: 20))
      #expect(found.count == 20)
      #expect(found.allSatisfy { $0.actor.id == bob })
    }
  }

  // MARK: Groups

  @Test("of one kind about one post are one group, shown at its newest")
  func groups() throws {
    try tell(.favourite, by: bob, about: post.id)
    try tell(.follow, by: bob)
    try tell(.mention, by: bob, about: post.id)
    try tell(.favourite, by: eve, about: post.id)

    try scene { tx throws in
      let all = Set(MemberNotification.Kind.allCases)
      let choice = NotificationStore.Choice(grouped: all)
      let groups = try tx.notifications.groups(of: ada, Page(), choice)
      #expect(groups.map(\.0.latest.kind) == [.favourite, .mention, .follow])
      #expect(groups.first?.0.count == 2)
      #expect(groups.first?.0.samples == [eve, bob])
      #expect(groups.first.map { $0.0.firstID < $0.0.latest.id } == true)
      #expect(groups[1].0.latest.groupKey == "ungrouped-\(groups[1].0.latest.id)")
      #expect(try tx.notifications.count(of: ada, choice, after: 0, limit: 100) == 3)
      let apart = try tx.notifications.groups(of: ada, Page(), .init(grouped: [.follow]))
      #expect(Set(apart.map(\.0.latest.groupKey)).count == 4)

      let key = "favourite-10"
      #expect(try tx.notifications.group(key, of: ada)?.0.count == 2)
      #expect(try tx.notifications.actors(inGroup: key, of: ada).map(\.id) == [eve, bob])
      #expect(try tx.notifications.group(groups[1].0.latest.groupKey, of: ada)?.0.count == 1)
      #expect(try tx.notifications.group(key, of: bob) == nil)
      #expect(try tx.notifications.dismissGroup(key, of: ada))
      #expect(try tx.notifications.groups(of: ada, Page(), choice).count == 2)
    }
  }

  @Test("of a group whose newest is hidden are shown at the newest that is not")
  func hiddenNewest() throws {
    try tell(.favourite, by: bob, about: post.id)
    try tell(.favourite, by: eve, about: post.id)

    try scene { tx throws in
      try tx.mutes.set(Mute(targetID: eve), by: ada, at: Scene.now)
      let choice = NotificationStore.Choice(grouped: [.favourite])
      let groups = try tx.notifications.groups(of: ada, Page(), choice)
      #expect(groups.map(\.0.samples) == [[bob]])
      #expect(groups.first?.0.count == 1)
    }
  }

  // MARK: Requests

  @Test("that a policy keeps apart become a request, which is accepted or dismissed")
  func requests() throws {
    try scene { tx throws in
      let policy = NotificationPolicy(notFollowing: .filter)
      try tx.notifications.setPolicy(policy, of: ada)
      #expect(try tx.notifications.policy(of: ada) == policy)
      for actor in [bob, eve] {
        let cause = MemberNotification.Cause(.mention, by: actor, post: post.id)
        #expect(try tx.notifications.add(cause, to: ada, at: Scene.now) == nil)
        try tx.notifications.add(.init(.follow, by: actor), to: ada, at: Scene.now)
      }
      #expect(try tx.notifications.list(of: ada, Page()).isEmpty)
      #expect(try pending(tx) == [2, 4])

      let requests = try tx.notifications.requests(of: ada, Page())
      #expect(requests.map(\.actor.id) == [eve, bob])
      #expect(requests.map(\.count) == [2, 2])
      #expect(requests.map(\.lastPost) == [post.id, post.id])
      let inside = NotificationStore.Choice(actor: bob, includesFiltered: true)
      #expect(try tx.notifications.list(of: ada, Page(), inside).count == 2)

      #expect(try tx.notifications.accept(requests[1].id, of: ada))
      #expect(try tx.notifications.list(of: ada, Page()).map(\.actor.id) == [bob, bob])
      #expect(try tx.notifications.dismissRequest(requests[0].id, of: ada))
      #expect(try pending(tx) == [0, 0])
      let further = MemberNotification.Cause(.favourite, by: bob, post: post.id)
      #expect(try tx.notifications.add(further, to: ada, at: Scene.now) != nil)
    }
  }

  @Test("that a policy drops leave nothing behind")
  func drops() throws {
    try scene { tx throws in
      try tx.notifications.setPolicy(NotificationPolicy(newAccounts: .drop), of: ada)
      #expect(try tx.notifications.add(.init(.follow, by: bob), to: ada, at: Scene.now) == nil)
      #expect(try pending(tx) == [0, 0])
    }
  }
}
