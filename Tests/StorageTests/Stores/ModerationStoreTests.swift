import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Limits, standings and cases")
struct ModerationStoreTests {
  private func rule(_ pattern: String, _ action: PolicyRule.Action) -> PolicyRule {
    PolicyRule(
      pattern: pattern,
      action: action,
      author: "ada",
      reason: "a test",
      createdAt: Scene.now
    )
  }

  private func remote(_ number: Int64, by author: ActorID) -> Post {
    .sample(number, by: author, host: "far.example")
  }

  @Test("a rule settles how known hosts stand, and those that come later")
  func standings() throws {
    let scene = try Scene()

    try scene { tx in
      _ = try tx.member("ada")
      _ = try tx.stranger("bob", host: "a.far.example")
      try tx.policies.save(rule("*.far.example", .suspend))
      _ = try tx.stranger("eve", host: "b.far.example:8443")
      _ = try tx.stranger("kim", host: "near.example")

      #expect(try tx.standings.find("a.far.example") == .suspended)
      #expect(try tx.standings.find("b.far.example:8443") == .suspended)
      #expect(try tx.standings.find("near.example") == nil)
      try tx.policies.save(rule("a.far.example", .silence))
      #expect(try tx.standings.find("a.far.example") == .limited)
      try tx.policies.change(saving: [], removing: ["*.far.example", "a.far.example"])
      #expect(try tx.standings.find("a.far.example") == nil)
      try tx.policies.save(rule("*", .suspend))
      #expect(try tx.standings.find("near.example") == nil)
    }
  }

  @Test("of a limited account or host only followers come across a post; asked for, all get it")
  func limited() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, dan) = (try tx.member("ada"), try tx.member("dan"))
      let (bob, eve) = (try tx.stranger("bob"), try tx.stranger("eve"))
      try tx.follow(ada, bob)
      try tx.follow(dan, eve)
      try tx.receive(remote(1, by: bob), to: [dan])
      try tx.timelines.add(PostID(rawValue: 1), by: bob)
      try tx.timelines.addBoost(of: PostID(rawValue: 1), by: eve, id: 2)
      #expect(try tx.home(dan) == [1])
      let entry = AccountLimitStore.Entry(author: "ada", reason: "loud", createdAt: Scene.now)

      for isHost in [false, true] {
        if isHost {
          try tx.limits.lift(from: bob)
          try tx.policies.save(rule("far.example", .silence))
        } else {
          try tx.limits.set(entry, on: bob)
          #expect(try tx.limits.find(bob) == entry)
          #expect(try tx.limits.limited().map(\.id) == [bob])
        }
        #expect(try tx.home(ada) == [1])
        #expect(try tx.home(dan).isEmpty)
        #expect(try tx.posts.listed(in: .public, by: .member(dan), Page()).isEmpty)
        #expect(try tx.posts.addressing(dan, by: .member(dan), Page()).isEmpty)
        #expect(try tx.posts.listed(in: .public, by: .member(ada), Page()).count == 1)
        #expect(try tx.posts.readable(PostID(rawValue: 1), by: .member(dan)) != nil)
        #expect(try tx.posts.written(by: bob, for: .member(dan), Page()).count == 1)
      }
    }
  }

  @Test("what a host wrote or boosted before its suspension is shown no longer (threat 30)")
  func suspendedHost() throws {
    let scene = try Scene()

    try scene { tx in
      let ada = try tx.member("ada")
      let (bob, eve) = (try tx.stranger("bob"), try tx.stranger("eve", host: "near.example"))
      for actor in [bob, eve] { try tx.follow(ada, actor) }
      try tx.receive(remote(1, by: bob))
      try tx.timelines.add(PostID(rawValue: 1), by: bob)
      try tx.receive(.sample(2, by: eve, host: "near.example"))
      try tx.timelines.addBoost(of: PostID(rawValue: 2), by: bob, id: 3)
      #expect(try tx.home(ada) == [2, 1])

      try tx.policies.save(rule("far.example", .suspend))

      #expect(try tx.home(ada).isEmpty)
      #expect(try tx.posts.readable(PostID(rawValue: 1), by: .member(ada)) == nil)
      #expect(try tx.posts.written(by: bob, for: .member(ada), Page()).isEmpty)
      try tx.policies.remove(pattern: "far.example")
      #expect(try tx.home(ada) == [2, 1])
    }
  }

  @Test("posts of another node's actor go some time after its suspension, a member's stay")
  func purge() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      try tx.write(1, by: ada)
      for number in 2...4 { try tx.receive(remote(Int64(number), by: bob)) }
      for actor in [ada, bob] { try tx.actors.setSuspended(actor, at: Scene.now) }
      #expect(try tx.limits.suspended().map(\.id) == [bob, ada])

      #expect(try tx.limits.purgePosts(ofSuspendedBefore: Scene.now) == 0)
      #expect(try tx.limits.purgePosts(ofSuspendedBefore: .later(1), limit: 2) == 2)
      #expect(try tx.limits.purgePosts(ofSuspendedBefore: .later(1)) == 1)
      #expect(try tx.limits.purgePosts(ofSuspendedBefore: .later(1)) == 0)
      #expect(try tx.posts.countLocal() == 1)
    }
  }

  @Test("a case knows whom it is about, who sees to it, and how it ended")
  func cases() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      let post = try tx.write(1, by: ada)
      let report = Report(
        uri: "https://far.example/flags/1",
        reporterID: bob,
        objects: [post.uri, "https://home.example/nothing"],
        content: "spam",
        createdAt: Scene.now
      )
      let id = try #require(try tx.reports.insert(report))
      #expect(try tx.reports.insert(report) == nil)
      #expect(try tx.reports.find(id)?.targetID == ada)
      #expect(try tx.reports.countOpen() == 1)
      #expect(try tx.reports.countOpen(by: bob) == 1)

      let note = ReportCase.Note(author: "ada", text: "looked at it", createdAt: .later(1))
      try tx.reports.add(note, to: id)
      try tx.reports.assign(id, to: ada)
      try tx.reports.markForwarded(id, at: .later(2))
      let end = ReportCase.Resolution(text: "nothing", at: .later(3))
      try tx.reports.setResolution(end, of: id)

      let entry = try #require(try tx.reports.find(id))
      #expect(entry.assigneeID == ada && entry.resolution == end)
      #expect(entry.forwardedAt == .later(2) && entry.report == report)
      #expect(try tx.reports.notes(on: id) == [note])
      #expect(try tx.reports.list(isOpen: true, Page()).isEmpty)
      #expect(try tx.reports.list(isOpen: false, Page()) == [entry])
      #expect(try tx.reports.countOpen(by: bob) == 0)
      try tx.reports.setResolution(nil, of: id)
      #expect(try tx.reports.list(isOpen: true, Page()).count == 1)
    }
  }
}

/// What a part of the node writes is never without its entry in the audit log.
@Suite("Pending audit entries")
struct PendingAuditTests {
  private struct Stop: Error {}

  private let entry = AuditEntry(at: Scene.now, who: "ada", what: "x", target: "y", why: "z")

  @Test("go into the first transaction that is committed, and into no other")
  func first() async throws {
    let folder = try DatabaseFolder()
    let database = try folder.open()
    let pending = PendingAudit(entry)

    try await PendingAudit.$current.withValue(pending) {
      _ = try? await database.write { _ in throw Stop() }
      #expect(!pending.isWritten)
      let seen = try await database.write { try $0.audit.tail(10) }
      #expect(seen == [entry])
      #expect(pending.isWritten)
      try await database.write { try $0.state.set("a", to: "b") }
    }

    try await database.write { try $0.state.set("a", to: "c") }
    #expect(try await database.read { try $0.audit.tail(10) } == [entry])
    try await database.close()
  }
}
