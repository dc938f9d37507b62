import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Old seals are not undone without a person.
@Suite struct HorizonTests {
  private let founded: Founded
  private var a: TestNode { founded.nodes[0] }
  private var b: TestNode { founded.nodes[1] }
  private var c: TestNode { founded.nodes[2] }

  init() async throws {
    founded = try await Founded("a.example", "b.example", "c.example")
  }

  /// A seal by the first node, cosigned by the second: a quorum.
  ///
  /// - Returns: The two statements, which nobody has yet.
  private func seal(_ version: Int, after previous: Digest, round: Int) throws -> [JSONObject] {
    let seal = try founded.statement(
      [
        "type": "Update",
        "object": [
          "type": "Seal", "version": .integer(version), "previous": .string(previous.text),
          "round": .integer(round), "admit": [], "drop": [], "exclude": [],
        ],
      ],
      of: a
    )
    return [
      seal, try founded.statement(founded.vote(for: Digest(of: seal), type: "Update"), of: b),
    ]
  }

  private func bring(_ statements: [JSONObject], to nodes: TestNode...) async throws {
    for node in nodes {
      let bringer = node.host == a.host ? b : a
      _ = try await founded.bring(statements, to: node, by: bringer)
    }
  }

  /// Four seals that are as old as given, in seconds.
  ///
  /// - Returns: Their digests.
  private func seals(aged age: TimeInterval) async throws -> [Digest] {
    var seals = [founded.id]
    for version in 1...4 {
      let statements = try seal(version, after: seals[version - 1], round: 1)
      try await bring(statements, to: a, b, c)
      seals.append(try Digest(of: statements[0]))
    }
    #expect(try c.state(of: founded.id).version == 4)
    founded.network.clock.advance(by: age)
    return Array(seals.dropFirst())
  }

  private func holding(_ node: TestNode) throws -> TerritoryRegistry.Holding {
    try required(node.services.territories.holding(founded.id))
  }

  @Test func `What would undo old seals is kept and set aside, until the admin accepts it`()
    async throws
  {
    let seals = try await seals(aged: 31 * 86_400)
    let rival = try seal(1, after: founded.id, round: 2)

    try await bring(rival, to: c)

    #expect(try holding(c).ledger.seals == seals)
    let aside = try required(holding(c).other)
    #expect(aside.aside.isSubset(of: Set(try rival.map { try Digest(of: $0) })))
    #expect(aside.ledger.state.version == 1 && !aside.aside.isEmpty)
    // Passed on like others: the sets are equal.
    try await bring(rival, to: b)
    #expect(try holding(b).sync.root == holding(c).sync.root)
    // Also after a restart.
    let again = try await c.restarted()
    #expect(try holding(again).ledger.seals == seals)
    #expect(try holding(again).other?.aside == aside.aside)
    #expect(try holding(again).sync.root == holding(c).sync.root)

    try await again.desk.acceptOtherHistory(of: founded.id)
    #expect(try holding(again).ledger.seals == [Digest(of: rival[0])])
    let third = try await again.restarted()
    #expect(try holding(third).other == nil && holding(third).state.version == 1)
  }

  @Test func `They are written together with the note that they are set aside, or not at all`()
    async throws
  {
    let seals = try await seals(aged: 31 * 86_400)
    let rival = try seal(1, after: founded.id, round: 2)
    try await c.execute(
      """
      CREATE TRIGGER crash BEFORE INSERT ON nodeState WHEN NEW.key LIKE 'aside %'
      BEGIN SELECT RAISE(ABORT, 'crash'); END
      """
    )

    try? await bring(rival, to: c)

    try await c.execute("DROP TRIGGER crash")
    let again = try await c.restarted()
    founded.network.connect(again)
    #expect(try holding(again).ledger.seals == seals && holding(again).other == nil)
    try await bring(rival, to: again)
    #expect(try holding(again).ledger.seals == seals && holding(again).other != nil)
  }

  @Test func `Young seals are given up by what the statements say`() async throws {
    _ = try await seals(aged: 86_400)
    let rival = try seal(1, after: founded.id, round: 2)

    try await bring(rival, to: c)

    #expect(try holding(c).other == nil)
    #expect(try holding(c).ledger.seals == [Digest(of: rival[0])])
  }

  @Test func `Other statements that come with it count`() async throws {
    let seals = try await seals(aged: 31 * 86_400)
    let rival = try seal(1, after: founded.id, round: 2)
    let leave = try founded.statement(
      ["type": "Leave", "object": .string("\(b.origin)/territories/\(founded.id.text)")],
      of: b
    )

    try await bring([rival[1], leave, rival[0]], to: c)

    #expect(try holding(c).ledger.seals == seals)
    #expect(try c.hosts(of: founded.id) == ["a.example", "c.example"])
  }
}
