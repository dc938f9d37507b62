import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("Blocks, reports, rules, state and audit")
struct SteeringStoreTests {
  @Test("a block stands until its author takes it back")
  func blocks() throws {
    let scene = try Scene()

    try scene { tx in
      let (ada, bob) = (try tx.member("ada"), try tx.stranger("bob"))
      try tx.blocks.add(uri: "1", by: ada, against: bob, at: Scene.now)
      try tx.blocks.add(uri: "2", by: ada, against: bob, at: Scene.now)

      #expect(try tx.blocks.exists(by: ada, against: bob))
      #expect(try !tx.blocks.exists(by: bob, against: ada))
      #expect(try tx.blocks.target(uri: "1", by: ada) == bob)
      #expect(try tx.blocks.target(uri: "1", by: bob) == nil)
      #expect(try tx.blocks.uri(by: ada, against: bob) == "1")
      #expect(try tx.blocks.uri(by: bob, against: ada) == nil)
      #expect(try !tx.blocks.remove(by: bob, against: ada))
      #expect(try tx.blocks.remove(by: ada, against: bob))
      #expect(try !tx.blocks.exists(by: ada, against: bob))
    }
  }

  @Test("a report is kept once, the latest come first")
  func reports() throws {
    let scene = try Scene()

    try scene { tx in
      let bob = try tx.stranger("bob")
      let reports = (1...3).map {
        Report(
          uri: "https://far.example/\($0)",
          reporterID: bob,
          objects: ["https://home.example/\($0)", "with\nbreak", ""],
          content: "spam",
          createdAt: .later(Double($0))
        )
      }
      for report in reports + reports { try tx.reports.insert(report) }

      #expect(try tx.reports.latest() == reports.reversed())
      #expect(try tx.reports.latest(limit: 2).count == 2)
      #expect(try tx.reports.latest(limit: -1).count == 1)
    }
  }

  @Test("a rule of the same pattern replaces the one before")
  func rules() throws {
    let scene = try Scene()

    try scene { tx in
      var rule = PolicyRule(
        pattern: "*.evil.example",
        action: .silence,
        author: "ada",
        reason: "noise",
        createdAt: Scene.now,
        reviewAt: .later(100)
      )
      try tx.policies.save(rule)
      #expect(try tx.policies.all() == [rule])
      rule.action = .suspend
      rule.reviewAt = nil
      try tx.policies.save(rule)
      #expect(try tx.policies.all() == [rule])

      #expect(try tx.policies.remove(pattern: rule.pattern))
      #expect(try !tx.policies.remove(pattern: rule.pattern))
      #expect(try tx.policies.all().isEmpty)
    }
  }

  @Test("a fact about the node is set and set anew")
  func state() throws {
    let scene = try Scene()

    try scene { tx in
      #expect(try tx.state.value("origin") == nil)
      try tx.state.set("origin", to: "a")
      try tx.state.set("origin", to: "b")
      #expect(try tx.state.value("origin") == "b")
    }
  }

  private func entry(_ number: Int) -> AuditEntry {
    AuditEntry(
      at: .later(Double(number)),
      who: "ada",
      what: "suspend",
      target: "evil.example",
      why: "\(number)"
    )
  }

  @Test("the audit log shows its end, oldest first")
  func tail() throws {
    let scene = try Scene()

    try scene { tx in
      for number in 1...300 { try tx.audit.append(entry(number)) }

      #expect(try tx.audit.tail(2) == [entry(299), entry(300)])
      #expect(try tx.audit.tail(0).count == 1)
      #expect(try tx.audit.tail(-1).count == 1)
      #expect(try tx.audit.tail(.max).count == 200)
    }
  }

  @Test(
    "the audit log can be neither changed, shortened nor written over, not even in SQL",
    arguments: [
      "UPDATE audit SET who = 'nobody'", "UPDATE OR REPLACE audit SET id = 2 WHERE id = 1",
      "DELETE FROM audit", "DELETE FROM audit WHERE id = 1",
      "REPLACE INTO audit (id, at, who, what, target, why) VALUES (1, 0, 'x', 'x', 'x', 'x')",
      "INSERT OR IGNORE INTO audit (id, at, who, what, target, why) VALUES (1, 0, '', '', '', '')",
    ]
  )
  func appendOnly(sql: String) throws {
    let scene = try Scene()
    try scene { tx in
      for number in 1...2 { try tx.audit.append(entry(number)) }
    }

    let error = #expect(throws: DatabaseError.self) {
      try scene.queue.write { try $0.execute(sql: sql) }
    }

    #expect(error?.message == "the audit log is append-only")
    #expect(try scene { try $0.audit.tail(10) } == [entry(1), entry(2)])
  }
}
