import Foundation
import Model
import Node
import Storage
import TestSupport
import Testing

@testable import Federation
@testable import MaillageCLI

@Suite("Another history, by command")
struct HistoryCommandTests {
  /// Takes in a seal by this node alone, which is a quorum, as if it had come at another time.
  private func seal(
    _ seal: Seal,
    at time: Date,
    _ home: CommandHome,
    _ id: Digest
  ) async throws -> Digest {
    let services = home.node.services
    let holding = try required(services.territories.holding(id))
    let log = try required(holding.entry.memberID)
    let place = StatementDraft.Place(territory: id, log: log, head: holding.ledger.head(of: log))
    let signed = try StatementDraft.seal(seal).signed(at: place, in: holding.ledger, with: services)
    let entry = signed.entry(at: time)
    try await services.database.write { _ = try $0.statements.insert(entry) }
    services.territories.insert([signed.statement], into: id, at: time)
    return signed.statement.digest
  }

  /// A home whose territory has four old seals, and a rival of the first that came just now; closed.
  ///
  /// - Returns: The home, the territory, and the last of the four.
  private func divided() async throws -> (NodeHome, Digest, last: Digest) {
    let home = try await CommandHome.make()
    let line = "territory found Grenoble --text c.md --endorsements 1"
    #expect(await home.run(line, input: "{\"fr\":\"# Charte\"}").exitCode == 0)
    let id = try required(home.node.services.territories.all.first).id
    let old = Date(timeIntervalSinceNow: -40 * 86_400)
    var last = id
    for version in 1...4 {
      let next = Seal(version: version, previous: last, round: 1)
      last = try await seal(next, at: old, home, id)
    }
    let services = home.node.services
    let holding = try required(services.territories.holding(id))
    let log = try required(holding.entry.memberID)
    let place = StatementDraft.Place(territory: id, log: log, head: holding.ledger.head(of: log))
    let rival = try StatementDraft.seal(Seal(version: 1, previous: id, round: 2))
      .signed(at: place, in: holding.ledger, with: services)
    let intake = try await TerritoryLog(services: services)
      .take([.object(rival.document)], into: id)
    #expect(intake.added == 1, "\(intake)")
    try await home.node.close()
    return (home.home, id, last)
  }

  private func opened(_ home: NodeHome) async throws -> CommandHome {
    CommandHome(home: home, node: try await CommandHome.open(home))
  }

  @Test("what would undo old seals is shown everywhere, and followed when the admin says so")
  func conflict() async throws {
    let (place, id, last) = try await divided()
    try await decide(try await opened(place), id, last)

    let again = try await opened(place)
    #expect(again.node.services.territories.holding(id)?.state.version == 1)
    try await again.close()
  }

  private func decide(_ home: CommandHome, _ id: Digest, _ last: Digest) async throws {
    let territories = home.node.services.territories
    #expect(territories.holding(id)?.state.seal == last)

    let waits = try #require(try await home.json("territory decide") as? [[String: Any]])
    let task = try #require(waits.first { $0["kind"] as? String == "otherHistory" })
    #expect((task["what"] as? String)?.contains("1 statements would undo the seals") == true)
    let command = try required(task["command"] as? String).dropFirst("maillage ".count)
    #expect(await home.run("territory verify").output.contains("set aside"))
    #expect(await home.run("territory show").output.contains("set aside"))

    let trial = await home.run("\(command) --dry-run")
    #expect(trial.exitCode == 0 && trial.output.contains("4, then 1"), "\(trial)")
    #expect(trial.output.contains("Nothing was changed"))
    let unsure = await home.run(String(command))
    #expect(unsure.exitCode == 1 && territories.holding(id)?.state.version == 4)

    let reply = await home.run("\(command) --yes --reason \"asked the others\"")

    #expect(reply.exitCode == 0 && reply.output.contains("at version 1 now"), "\(reply)")
    #expect(territories.holding(id)?.state.version == 1)
    #expect(await home.run("territory verify").exitCode == 0)
    #expect(!(await home.run("territory decide").output.contains("undo")))
    #expect(await home.run("\(command) --yes").exitCode == 1)
    try await home.node.close()
  }
}
