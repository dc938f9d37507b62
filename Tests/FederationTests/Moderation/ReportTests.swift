import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Reports made here, passed on, and received (Mastodon’s Flag).
@Suite struct ReportTests {
  private let node: TestNode
  private let alice: ActorProfile
  private let troll: RemoteActor

  init() async throws {
    node = try await TestNode.make()
    alice = try await node.member("alice")
    troll = try RemoteActor("troll", at: "bruit.example")
  }

  private var desk: ReportDesk { ReportDesk(services: node.services) }

  private func reportCase(_ id: Int64) async throws -> ReportCase {
    try required(try await node.database.read { try $0.reports.find(id) })
  }

  @Test func aMembersReportStaysHere() async throws {
    let known = try await node.know(troll)
    let id = try await desk.report([known.uri], "il dit 1 < 2", as: alice.id)

    let entry = try await reportCase(id)

    #expect(entry.targetID == known.id && entry.report.reporterID == alice.id)
    #expect(entry.report.content == "il dit 1 < 2")
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func aForwardedReportIsTheNodesAndNamesNoReporter() async throws {
    let known = try await node.know(troll)
    let note = troll.note("insult")
    try await node.follow(troll, by: alice)
    try await node.process(troll.create(note), from: troll)
    let post = note["id"]?.string ?? ""
    let foreign = "https://else.example/posts/1"
    let id = try await desk.report([known.uri, post, foreign], "insultes", as: alice.id)
    let entry = try await reportCase(id)
    let now = node.clock.now

    try await node.database.write { [desk] tx in
      try desk.forward(try desk.forwarding(entry, in: tx), at: now, in: tx)
    }
    try await node.drainDeliveries()

    let flag = try required(node.farSide.posts.last)
    let body = String(decoding: flag.body, as: UTF8.self)
    #expect(flag.url == troll.sharedInbox || flag.url == troll.inbox)
    #expect(flag.json?["type"] == "Flag")
    #expect(flag.json?["actor"]?.string == node.services.addresses.nodeActor.string)
    #expect(flag.json?["object"] == .list([known.uri, post]))
    #expect(flag.json?["content"] == "insultes")
    #expect(!body.contains("alice"))
    let changed = try await reportCase(id)
    #expect(changed.forwardedAt == now)
    await #expect(throws: Refusal.self) {
      _ = try await node.database.read { [desk] in try desk.forwarding(changed, in: $0) }
    }
  }

  @Test func nothingIsForwardedAboutAMemberOrToWhomARuleKeepsOut() async throws {
    let own = try await desk.report([alice.uri], "x", as: alice.id)
    let known = try await node.know(troll)
    let other = try await desk.report([known.uri], "x", as: alice.id)
    try await node.suspend(troll.host)
    let now = node.clock.now

    for id in [own, other] {
      let entry = try await reportCase(id)
      await #expect(throws: Refusal.self) {
        try await node.database.write { [desk] tx in
          try desk.forward(try desk.forwarding(entry, in: tx), at: now, in: tx)
        }
      }
    }
    #expect(try await node.waitingInboxes().isEmpty)
  }

  @Test func aReceivedReportIsACaseAboutItsTarget() async throws {
    let post = try await node.outbox.publish(PostDraft(source: "hello"), as: alice.id)
    let flag = troll.activity("Flag", .list([alice.uri, post.uri, "https://else.example/1"]))
      .setting("content", to: "<p>vraiment &amp; trop</p>")
    try await node.know(troll)

    try await node.process(flag, from: troll)

    let found = try await node.database.read { try $0.reports.list(isOpen: true, Page()).first }
    let entry = try required(found)
    #expect(entry.targetID == alice.id)
    #expect(entry.report.objects == [alice.uri, post.uri])
    #expect(entry.report.content == "vraiment & trop")
  }

  @Test func whomARuleTakesNoReportsFromIsNotHeard() async throws {
    try await node.know(troll)
    let rule = PolicyRule(
      pattern: troll.host,
      action: .neutral,
      dropsReports: true,
      author: "admin",
      reason: "flood",
      createdAt: node.clock.now
    )
    try await node.database.write { try $0.policies.save(rule) }
    try await node.services.policy.reload(from: node.database)
    let flag = troll.activity("Flag", .string(alice.uri))

    try await node.process(flag, from: troll)

    #expect(try await node.outcome(of: flag) == "ignored")
    #expect(try await node.database.read { try $0.reports.countOpen() } == 0)
  }

  @Test func whatWasReportedIsKeptWhenItsAuthorDeletesIt() async throws {
    let known = try await node.know(troll)
    let note = troll.note("<p>insult</p>")
    let id = note["id"]?.string ?? ""
    try await node.follow(troll, by: alice)
    try await node.process(troll.create(note), from: troll)
    let number = try await desk.report([known.uri, id], "look", as: alice.id)
    let edited = note.setting("content", to: "sweet").setting("updated", to: "2026-11-21T00:00:00Z")
    try await node.process(troll.activity("Update", edited), from: troll)

    try await node.process(troll.activity("Delete", .string(id)), from: troll)

    let kept = try await node.database.read { try $0.reports.evidence(of: number) }
    #expect(try await node.post(id) == nil)
    #expect(kept == [.init(uri: id, author: known.address, text: "insult")])
    // As long as the case is open, and a while longer.
    let now = node.clock.now
    let (soon, late) = (now.addingTimeInterval(-1), now.addingTimeInterval(1))
    try await node.database.write { tx in
      #expect(try tx.reports.purgeEvidence(resolvedBefore: late) == 0)
      try tx.reports.setResolution(.init(text: "done", at: now), of: number)
      #expect(try tx.reports.purgeEvidence(resolvedBefore: soon) == 0)
      #expect(try tx.reports.purgeEvidence(resolvedBefore: late) == 1)
      #expect(try tx.reports.evidence(of: number).isEmpty)
    }
  }

  @Test func evidenceIsBounded() async throws {
    try await node.follow(troll, by: alice)
    let long = String(repeating: "x", count: Evidence.longest + 100)
    let notes = (0...Evidence.mostPosts).map { _ in troll.note(long) }
    for note in notes { try await node.receive(troll.create(note), from: troll) }
    try await node.drainInbox()

    let number = try await desk.report(notes.compactMap { $0["id"]?.string }, "", as: alice.id)

    let kept = try await node.database.read { try $0.reports.evidence(of: number) }
    #expect(kept.count == Evidence.mostPosts)
    #expect(kept.allSatisfy { $0.text.count == Evidence.longest })
  }

  @Test func aFloodFromManyActorsOfOneNodeEnds() async throws {
    let (alice, now) = (alice.uri, node.clock.now)
    let perActor = FlagActivity.mostOpenOfHost / 10
    for number in 0..<10 {
      let known = try await node.know(try RemoteActor("t\(number)", at: troll.host, key: 2))
      try await node.database.write { tx in
        for count in 0..<perActor {
          try tx.reports.insert(
            Report(
              uri: "https://bruit.example/flags/\(number)/\(count)",
              reporterID: known.id,
              objects: [alice],
              content: "",
              createdAt: now
            )
          )
        }
      }
    }
    try await node.know(troll)
    let flag = troll.activity("Flag", .string(alice))

    try await node.process(flag, from: troll)

    #expect(try await node.outcome(of: flag) == "ignored")
  }

  @Test func aFloodOfReportsEnds() async throws {
    let known = try await node.know(troll)
    let (alice, now) = (alice.uri, node.clock.now)
    try await node.database.write { tx in
      for number in 0..<FlagActivity.mostOpen {
        try tx.reports.insert(
          Report(
            uri: "https://bruit.example/flags/\(number)",
            reporterID: known.id,
            objects: [alice],
            content: "",
            createdAt: now
          )
        )
      }
    }
    let flag = troll.activity("Flag", .string(alice))

    try await node.process(flag, from: troll)

    #expect(try await node.outcome(of: flag) == "ignored")
    let count = try await node.database.read { try $0.reports.countOpen() }
    #expect(count == FlagActivity.mostOpen)
  }

  @Test func whoIsSuspendedIsToldWhereToAppeal() async throws {
    var settings = FederationSettings(defaultAudience: .public)
    settings.moderationContact = "moderation@home.example"
    let node = try await TestNode.make(settings)
    let bob = try await node.member("bob")
    let now = node.clock.now
    try await node.database.write { tx in
      var member = try required(tx.members.find(bob.id))
      member.state = .suspended
      try tx.members.update(member)
      try tx.actors.setSuspended(bob.id, at: now)
    }

    let refusal = await #expect(throws: Refusal.self) {
      try await node.outbox.publish(PostDraft(source: "x"), as: bob.id)
    }

    #expect(refusal?.description.contains("moderation@home.example") == true)
  }
}
