import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import MaillageCLI

@Suite("Who said two things, by command")
struct EquivocationCommandTests {
  /// A home that has founded a territory alone.
  private func founded() async throws -> (CommandHome, TerritoryRegistry.Holding) {
    let home = try await CommandHome.make()
    let line = "territory found Grenoble --text c.md --endorsements 1"
    #expect(await home.run(line, input: "{\"fr\":\"# Charte\"}").exitCode == 0)
    return (home, try required(home.node.services.territories.all.first))
  }

  /// Lets the node say something else under a number that it has used since.
  ///
  /// - Returns: The digests of both, sorted.
  private func fork(_ home: CommandHome, _ old: TerritoryRegistry.Holding) async throws -> [String]
  {
    let services = home.node.services
    let log = try required(old.entry.memberID)
    let amend = "territory propose amend --clause a=1 --reason one"
    let first = try #require(try await home.json(amend) as? [String: Any])
    let place = StatementDraft.Place(
      territory: old.id,
      log: log,
      head: old.ledger.head(of: log)
    )
    let second = try StatementDraft.propose(.suspend(log), terms: nil, reason: "two")
      .signed(at: place, in: old.ledger, with: services)
    let intake = try await TerritoryLog(services: services)
      .take([.object(second.document)], into: old.id)
    #expect(intake.added == 1)
    let digest = try required(first["id"] as? String)
    return [digest, second.statement.digest.text]
  }

  @Test("two statements under one number are shown, with both as evidence")
  func statements() async throws {
    let (home, old) = try await founded()
    let evidence = try await fork(home, old)

    let verified = await home.run("territory verify")
    #expect(verified.exitCode == 1)
    #expect(evidence.allSatisfy { verified.output.contains($0) }, "\(verified.output)")
    #expect(verified.output.contains("said two things under 1"))
    #expect(!verified.output.contains("another state"))

    let log = try #require(try await home.json("territory log") as? [[String: Any]])
    let forked = log.filter { $0["isForked"] as? Bool == true }
    #expect(Set(forked.compactMap { $0["digest"] as? String }) == Set(evidence))

    let waits = try #require(try await home.json("territory decide") as? [[String: Any]])
    let task = try #require(waits.first { $0["kind"] as? String == "equivocation" })
    let what = try #require(task["what"] as? String)
    #expect(evidence.allSatisfy { what.contains($0.prefix(10)) }, "\(what)")
    let command = try #require(task["command"] as? String)
    let followed = await home.run(String(command.dropFirst("maillage ".count)))
    #expect(followed.exitCode == 0 && followed.output.contains("said two things"))

    let shown = Styled.rendered(await home.run("territory show").output, inColor: false)
    #expect(shown.contains("said two things"), "\(shown)")
    let call = Call(input: nil, caller: "tester", now: Date(), isServing: false)
    let checks = try await NodeExamination(node: home.node, call: call).ties()
    let check = try #require(checks.first { $0.check == "territories" })
    #expect(check.result == .warning && check.mend == command)
    #expect(check.detail.contains("said two things under number 1"), "\(check.detail)")
    #expect(check.detail.contains("that is this node"))
    try await home.close()
  }

  @Test("two publications under one number are listed by verify, with both as evidence")
  func publications() async throws {
    let (home, holding) = try await founded()
    let log = try required(holding.entry.memberID)
    let before = await home.run("territory verify")
    #expect(before.exitCode == 0 && before.output.contains("publications"))
    let digests = (1...3).map { Digest(of: [$0]) }
    try await home.node.database.write { tx in
      for (number, digest) in zip([1, 2, 2], digests) {
        let entry = PublicationStore.Entry(
          territory: holding.id,
          log: log,
          sequence: number,
          digest: digest,
          previous: number == 1 ? nil : digests[0],
          activityURI: "https://atelier.example/activities/\(digest.text)",
          postURI: nil,
          body: nil,
          receivedAt: Date(milliseconds: 0)
        )
        _ = try tx.publications.insert(entry)
      }
    }

    let verified = await home.run("territory verify")

    #expect(verified.exitCode == 1)
    #expect(verified.output.contains("atelier.example published two things under 2"))
    #expect(verified.output.contains(digests[1].text) && verified.output.contains(digests[2].text))
    #expect(!verified.output.contains(digests[0].text))
    try await home.close()
  }
}
