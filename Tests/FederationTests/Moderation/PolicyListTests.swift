import Foundation
import Model
import Storage
import TestSupport
import Testing

@testable import Federation

/// Lists of domains that others keep: what they say becomes drafts or rules, and never more.
@Suite struct PolicyListTests {
  private let node: TestNode
  private let url = "https://lists.example/blocks.csv"

  init() async throws {
    node = try await TestNode.make()
  }

  private var desk: PolicyListDesk { PolicyListDesk(services: node.services) }

  private func serve(_ text: String, type: String = "text/csv", status: Int = 200) {
    node.farSide.answer(
      url,
      with: .response(status, type: type, Array(text.utf8), fields: [], from: nil)
    )
  }

  @discardableResult
  private func subscribe(
    _ mode: PolicyList.Mode,
    _ kind: PolicyList.Kind = .blocks
  ) async throws -> PolicyList {
    let list = PolicyList(
      url: url,
      kind: kind,
      mode: mode,
      author: "admin",
      reason: "region",
      createdAt: node.clock.now
    )
    try await node.database.write { try $0.policyLists.save(list) }
    return list
  }

  private func rules() async throws -> [String] {
    try await node.database.read { try $0.policies.all().map(\.pattern) }
  }

  private func drafts() async throws -> [PolicyDraft] {
    try await node.database.read { try $0.policyLists.drafts() }
  }

  @Test func draftsWaitForSomebodyAndAreDoneOrDismissed() async throws {
    serve("a.example\nb.example\n# remark\n\n<html>\n")
    let list = try await subscribe(.drafts)

    let outcome = try await desk.refresh(list)

    #expect(outcome == .init(applied: 0, waiting: 2, unreadable: 1))
    #expect(try await rules().isEmpty)
    let waiting = try await drafts()
    #expect(waiting.map(\.rule.pattern) == ["*.a.example", "*.b.example"])
    try await node.database.write { [desk] tx in
      try desk.approve([waiting[0]], by: "alice", in: tx)
      try tx.policyLists.dismiss(waiting[1])
    }
    #expect(try await rules() == ["*.a.example"])
    _ = try await desk.refresh(list)
    #expect(try await drafts().isEmpty)
  }

  @Test func whatIsAppliedWorksAtOnceAndGoesWhenTheListLeavesItOut() async throws {
    serve("#domain,#severity\na.example,suspend\nb.example,silence\n")
    let list = try await subscribe(.apply)
    _ = try await desk.refresh(list)
    #expect(node.services.policy.isSuspended("x.a.example"))

    serve("#domain,#severity\nb.example,suspend\n")
    let outcome = try await desk.refresh(list)

    #expect(outcome.applied == 2)
    #expect(!node.services.policy.isSuspended("a.example"))
    #expect(node.services.policy.isSuspended("b.example"))
    let log = try await node.database.read { try $0.audit.tail(10) }
    #expect(log.map(\.what) == ["policy refresh", "policy refresh"])
    #expect(log.last?.target == url)
  }

  @Test func ownRulesStayAndPeersWholeDomainsAndThisNodeAreSpared() async throws {
    node.services.known.setPeerings([
      Peering(host: "peer.example", state: .active, createdAt: node.clock.now)
    ])
    let mine = PolicyRule(
      pattern: "*.mine.example",
      action: .allow,
      author: "admin",
      reason: "friends",
      createdAt: node.clock.now
    )
    try await node.database.write { try $0.policies.save(mine) }
    serve("peer.example\nhome.example\norg\nmine.example\nbad.example\n")
    let list = try await subscribe(.apply)

    _ = try await desk.refresh(list)

    #expect(try await rules() == ["*.bad.example", "*.mine.example"])
    #expect(try await node.database.read { try $0.policies.find(pattern: mine.pattern) } == mine)
    let waiting = try await drafts()
    #expect(waiting.map(\.rule.pattern) == ["*.org", "*.peer.example"])
    #expect(waiting.allSatisfy { $0.concern != nil })
    #expect(!node.services.policy.isSuspended("peer.example"))
  }

  @Test func aListThatLosesMostOfItsLinesWaits() async throws {
    serve((0..<30).map { "h\($0).example\n" }.joined())
    let list = try await subscribe(.apply)
    _ = try await desk.refresh(list)
    serve("h0.example\n")

    let outcome = try await desk.refresh(list)

    #expect(outcome == .init(applied: 0, waiting: 29, unreadable: 0))
    #expect(try await rules().count == 30)
  }

  @Test(arguments: [
    ("<!doctype html><p>gone</p>", "text/csv", 200), ("", "text/csv", 200),
    ("a.example", "text/html", 200), ("a.example", "text/csv", 500),
  ])
  func whatIsNoListChangesNothing(text: String, type: String, status: Int) async throws {
    serve("a.example\n")
    let list = try await subscribe(.apply)
    _ = try await desk.refresh(list)
    serve(text, type: type, status: status)

    await #expect(throws: Refusal.self) { try await desk.refresh(list) }

    #expect(try await rules() == ["*.a.example"])
    let stored = try await node.database.read { [url] in try $0.policyLists.find(url) }
    #expect(stored?.outcome?.hasPrefix("failed: ") == true)
  }

  @Test func whatRulesOfThisNodeOutweighIsSaid() async throws {
    try await own("*.a.example", .silence)
    try await own("c.example", .silence)
    serve(
      "#domain,#severity\na.example,suspend\na.example,silence\nb.example,silence\nc.example,suspend\n"
    )
    let list = try await subscribe(.apply)
    let reading = try await desk.read(list)

    let outweighed = try await node.database.read { [desk] in
      try desk.outweighed(reading, of: list, in: $0)
    }
    _ = try await desk.refresh(list)

    #expect(outweighed.map(\.asked.pattern) == ["*.a.example", "*.c.example"])
    #expect(outweighed.map(\.rule.pattern) == ["*.a.example", "c.example"])
    #expect(outweighed.first?.asked.action == .suspend)
    #expect(outweighed.first?.rule.author == "admin" && outweighed.first?.rule.action == .silence)
    // What comes from the list itself outweighs nothing.
    let again = try await node.database.read { [desk] in
      try desk.outweighed(reading, of: list, in: $0)
    }
    #expect(again.map(\.rule.pattern) == ["*.a.example", "c.example"])
    #expect(node.services.policy.isSuspended("c.example") == false)
    #expect(node.services.policy.isSuspended("sub.c.example"))
  }

  @Test func allowListsAllowHostsAlone() async throws {
    serve("a.example\nb.example:8443\n", type: "text/plain; charset=utf-8")
    let list = try await subscribe(.apply, .allows)

    _ = try await desk.refresh(list)

    let rules = try await node.database.read { try $0.policies.all() }
    #expect(rules.map(\.pattern) == ["a.example", "b.example:8443"])
    #expect(rules.allSatisfy { $0.action == .allow })
  }

  @Test func eachListIsAskedForOnceADay() async throws {
    serve("a.example\n")
    try await subscribe(.drafts)
    let worker = PolicyListWorker(services: node.services)

    try await worker.refreshDue()
    try await worker.refreshDue()
    #expect(node.farSide.questions(to: url).count == 1)
    node.clock.advance(by: 86_401)
    try await worker.refreshDue()

    #expect(node.farSide.questions(to: url).count == 2)
  }

  @Test(
    "A list lifts nothing that somebody here decided about a wider domain",
    arguments: ["sub.evil.example,noop", "sub.evil.example,silence"]
  )
  func lifting(line: String) async throws {
    try await own("*.evil.example", .suspend, dropsMedia: true)
    serve("#domain,#severity\n\(line)\nother.example,silence\n")
    let list = try await subscribe(.apply)

    let outcome = try await desk.refresh(list)

    #expect(outcome.applied == 1)
    #expect(node.services.policy.isSuspended("sub.evil.example"))
    let waiting = try await drafts()
    #expect(waiting.map(\.rule.pattern) == ["*.sub.evil.example"])
    #expect(waiting.first?.concern?.contains("*.evil.example") == true)
  }

  @Test func aListOfTheAllowedOpensAClosedNodeAndNoBlock() async throws {
    try await own("*", .suspend)
    try await own("lists.example", .allow)
    try await own("*.evil.example", .suspend)
    serve("friend.example\nsub.evil.example\n")
    let list = try await subscribe(.apply, .allows)

    _ = try await desk.refresh(list)

    #expect(!node.services.policy.isSuspended("friend.example"))
    #expect(node.services.policy.isSuspended("sub.evil.example"))
    #expect(try await drafts().map(\.rule.pattern) == ["sub.evil.example"])
  }

  @Test func aDraftDoesNotReplaceWhatSomebodyHasWrittenMeanwhile() async throws {
    serve("#domain,#severity\na.example,silence\n")
    _ = try await desk.refresh(try await subscribe(.drafts))
    let waiting = try await drafts()
    try await own("*.a.example", .suspend)

    await #expect(throws: Refusal.self) {
      try await node.database.write { [desk] in try desk.approve(waiting, by: "alice", in: $0) }
    }

    let rule = try await node.database.read { try $0.policies.all().first }
    #expect(rule?.action == .suspend && rule?.list == nil)
  }

  @Test func aSubscriptionThatEndsWhileItsListCannotBeHadStaysEnded() async throws {
    serve("", status: 500)
    let list = try await subscribe(.apply)
    let url = url
    try await node.database.write { try $0.policyLists.remove(url) }

    await #expect(throws: Refusal.self) { try await desk.refresh(list) }

    #expect(try await node.database.read { try $0.policyLists.all() }.isEmpty)
  }

  /// A rule that somebody wrote here.
  private func own(
    _ pattern: String,
    _ action: PolicyRule.Action,
    dropsMedia: Bool = false
  ) async throws {
    let rule = PolicyRule(
      pattern: pattern,
      action: action,
      dropsMedia: dropsMedia,
      author: "admin",
      reason: "own",
      createdAt: node.clock.now
    )
    try await node.database.write { try $0.policies.save(rule) }
    try await node.services.policy.reload(from: node.database)
  }
}
