import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite("The chain of the audit log")
struct AuditChainTests {
  private func entry(_ number: Int) -> AuditEntry {
    AuditEntry(at: Scene.now, who: "ada", what: "post \(number)", target: "t", why: "w")
  }

  /// A log of five lines.
  private func log() throws -> Scene {
    let scene = try Scene()
    try scene { tx in for number in 1...5 { try tx.audit.append(entry(number)) } }
    return scene
  }

  /// Does what the database refuses, as another program would.
  private func tamper(_ scene: Scene, _ sql: String) throws {
    try scene.queue.write { db in
      let guards = try Row.fetchAll(
        db,
        sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"
      )
      for row in guards { try db.execute(sql: "DROP TRIGGER \(row[0] as String)") }
      try db.execute(sql: sql)
      for row in guards { try db.execute(sql: row[1] as String) }
    }
  }

  private func complaints(
    _ scene: Scene,
    _ heads: [AuditStore.Head] = []
  ) throws -> [AuditStore.Complaint] {
    try scene { try $0.audit.complaints(knowing: heads) }
  }

  @Test("a log that nobody touched is whole")
  func whole() throws {
    let scene = try log()
    let head = try #require(try scene { try $0.audit.head() })

    #expect(try complaints(scene, [head]).isEmpty)
    #expect(head.number == 5)
    try scene { try $0.audit.append(entry(6)) }
    #expect(try complaints(scene, [head]).isEmpty)
  }

  private func latest(
    _ scene: Scene,
    _ head: AuditStore.Head?,
    atMost limit: Int = 100
  ) throws -> [AuditStore.Complaint] {
    try scene { try $0.audit.latestComplaints(after: head, atMost: limit).complaints }
  }

  @Test("from a noted end on it is looked at what came after, and at the end itself")
  func latest() throws {
    let scene = try log()
    let head = try #require(try scene { try $0.audit.head() })
    try scene { tx in for number in 6...9 { try tx.audit.append(entry(number)) } }
    #expect(try latest(scene, head).isEmpty && latest(scene, nil).isEmpty)
    #expect(try scene { try $0.audit.latestComplaints(after: head, atMost: 100).since } == 6)

    try tamper(scene, "UPDATE audit SET who = 'eve' WHERE id = 2")
    // That is before; all of it is looked at by others.
    #expect(try latest(scene, head).isEmpty)
    #expect(try latest(scene, nil) == [.changed(2)] && complaints(scene) == [.changed(2)])
    try tamper(scene, "UPDATE audit SET who = 'eve' WHERE id = 7")
    #expect(try latest(scene, head) == [.changed(7)])
    #expect(try latest(scene, nil, atMost: 1).isEmpty)
    #expect(try latest(scene, nil, atMost: 3) == [.changed(7)])
    try tamper(scene, "DELETE FROM audit WHERE id = 9")
    #expect(try latest(scene, head) == [.changed(7), .missing(9...9)])
    try tamper(scene, "UPDATE audit SET hash = zeroblob(32) WHERE id = 5")
    #expect(try latest(scene, head) == [.headMissing(5)])
  }

  @Test(
    "a changed field of a line is found",
    arguments: ["at = at + 1", "who = 'eve'", "what = 'x'", "target = 'x'", "why = ''"]
  )
  func changed(_ change: String) throws {
    let scene = try log()

    try tamper(scene, "UPDATE audit SET \(change) WHERE id = 3")

    #expect(try complaints(scene) == [.changed(3)])
  }

  @Test("a removed line is found, also the last one")
  func removed() throws {
    let (middle, end) = (try log(), try log())

    try tamper(middle, "DELETE FROM audit WHERE id = 3")
    try tamper(end, "DELETE FROM audit WHERE id = 5")

    #expect(try complaints(middle) == [.missing(3...3), .changed(4)])
    #expect(try complaints(end) == [.missing(5...5)])
    // And it stays found when others follow.
    try end { try $0.audit.append(entry(6)) }
    #expect(try complaints(end) == [.missing(5...5)])
  }

  @Test("a chain that was written anew is found by an end that was noted before")
  func rewritten() throws {
    let scene = try log()
    let head = try #require(try scene { try $0.audit.head() })

    try tamper(
      scene,
      "DELETE FROM audit WHERE id > 3; UPDATE sqlite_sequence SET seq = 3 WHERE name = 'audit'"
    )
    #expect(try complaints(scene).isEmpty)
    #expect(try complaints(scene, [head]) == [.headMissing(5)])

    try scene { tx in for number in 7...8 { try tx.audit.append(entry(number)) } }
    #expect(try complaints(scene, [head]) == [.headMissing(5)])
  }

  @Test("a line without a hash is refused by the database")
  func unchained() throws {
    let scene = try Scene()
    #expect(throws: DatabaseError.self) {
      try scene.queue.write {
        try $0.execute(
          sql: "INSERT INTO audit (at, who, what, target, why) VALUES (0, '', '', '', '')"
        )
      }
    }
  }

  @Test("lines from before get their place in the chain")
  func migrated() throws {
    let queue = try DatabaseQueue()
    try Schema.migrator.migrate(queue, upTo: M0036Indicators.name)
    try queue.write { db in
      for number in 1...3 {
        try db.execute(
          sql: "INSERT INTO audit (at, who, what, target, why) VALUES (?, 'é', 'w', 't', 'y')",
          arguments: [number]
        )
      }
    }

    try Schema.migrator.migrate(queue)

    try queue.write { db in
      let audit = AuditStore(db: db)
      #expect(try audit.complaints(knowing: []).isEmpty)
      #expect(try audit.lines().count == 3)
      try audit.append(entry(4))
      #expect(try audit.complaints(knowing: []).isEmpty)
    }
  }
}
