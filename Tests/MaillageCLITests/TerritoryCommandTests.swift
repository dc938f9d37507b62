import Foundation
import Node
import Testing

@testable import MaillageCLI

@Suite("Territories by command")
struct TerritoryCommandTests {
  private static let charter = "{\"fr\":\"# Charte\",\"en\":\"# Charter\"}"

  /// A home that has founded a territory alone, in which one endorsement admits.
  private func founded(_ options: String = "") async throws -> CommandHome {
    let home = try await CommandHome.make()
    let line = "territory found \"Grenoble Métropole\" --text c.md --endorsements 1 \(options)"
    let reply = await home.run(line, input: Self.charter)
    #expect(reply.exitCode == 0, "\(reply.errors)")
    return home
  }

  @Test("a founder is a member at once")
  func foundingMakesMember() async throws {
    let home = try await founded()

    let list = try #require(try await home.json("territory list") as? [[String: Any]])
    let shown = try #require(try await home.json("territory show") as? [String: Any])

    #expect(list.map { $0["localName"] as? String } == ["grenoble-metropole"])
    #expect(list.map { $0["state"] as? String } == ["member"])
    #expect(
      (shown["members"] as? [[String: Any]])?.map { $0["host"] as? String } == ["atelier.example"]
    )
    #expect((shown["warnings"] as? [String])?.count == 1)
    #expect(await home.run("territory show --territory nowhere").exitCode == 3)
    try await home.close()
  }

  @Test("a trial of founding founds nothing")
  func foundingIsTried() async throws {
    let home = try await CommandHome.make()

    let reply = await home.run("territory found G --text c.md --dry-run", input: Self.charter)

    #expect(reply.output.hasPrefix("Would found G."))
    #expect(await home.run("territory show").exitCode == 3)
    try await home.close()
  }

  @Test("the charter has text, clauses and rules, and members accept it")
  func charterIsAccepted() async throws {
    let home = try await founded("--clause retention-days=30 resale=no --private-members")
    _ = await home.run("member add alice")
    let before = try #require(try await home.json("territory decide") as? [[String: Any]])

    let accepted = await home.run("territory charter --accept alice --reason paper")

    let charter = try #require(try await home.json("territory charter") as? [String: Any])
    #expect((charter["text"] as? [String: String])?["en"] == "# Charter")
    #expect(charter["clauses"] as? [String: String] == ["retention-days": "30", "resale": "no"])
    let rules = charter["rules"] as? [String: Any]
    #expect(rules?["endorsements"] as? Int == 1 && rules?["isMembershipPublic"] as? Bool == false)
    #expect(accepted.exitCode == 0 && charter["acceptedBy"] as? Int == 1)
    #expect(before.map { $0["kind"] as? String } == ["acceptance"])
    #expect(await home.run("territory decide").output == "Nothing waits for you.")
    try await home.close()
  }

  @Test("an amendment is proposed from the terms that hold, and counted")
  func amendmentIsProposed() async throws {
    let home = try await founded("--clause retention-days=30 resale=no")

    let amend = "territory propose amend --clause retention-days=60 resale= --reason longer"
    let trial = await home.run("\(amend) --dry-run")
    let proposed = try #require(try await home.json(amend) as? [String: Any])

    let shown = Styled.rendered(trial.output, inColor: false)
    #expect(shown.contains("retention-days  60") && !shown.contains("resale"))
    #expect(proposed["isCarried"] as? Bool == true && proposed["needed"] as? Int == 1)
    let same = await home.run("territory propose amend --endorsements 1 --reason same")
    #expect(same.exitCode == 1 && same.errors.contains("hold already"))
    try await home.close()
  }

  @Test("fractions and numbers of the rules are given when founding, and amended")
  func rulesAreGiven() async throws {
    let home = try await founded("--exclude 2/3 --suspend 3 --window 4 --growth 2/25")

    let charter = try #require(try await home.json("territory charter") as? [String: Any])
    let options = "--amend 3/4 --recover 0/1 --growth 7/0 --reason r --dry-run"
    let reply = await home.run("territory propose amend \(options)")
    let trial = Styled.rendered(reply.output, inColor: false)

    let rules = try #require(charter["rules"] as? [String: Any])
    #expect(rules["suspend"] as? Int == 3 && rules["window"] as? Int == 4)
    #expect(rules["growthMinimum"] as? Int == 2 && rules["growthPercent"] as? Int == 25)
    #expect(trial.contains("excludes") && trial.contains("more than 2/3 of those who vote"))
    #expect(trial.contains("more than 3/4 of those who vote"))
    #expect(trial.contains("more than 0/1 of those who vote"))
    #expect(trial.contains("7 or 0 % of the members a seal"))
    try await home.close()
  }

  @Test(
    "rules that are none are wrong usage",
    arguments: [
      "--exclude 3/2", "--amend 1", "--recover 1/0", "--suspend 0", "--window 1001",
      "--growth 0/10", "--growth 5/101",
    ]
  )
  func wrongRules(options: String) async throws {
    let home = try await CommandHome.make()

    #expect(await home.run("territory found G --text c.md \(options)").exitCode == 2)
    try await home.close()
  }

  @Test("the log shows what was stated, and all of it can be verified")
  func logIsVerified() async throws {
    let home = try await founded()
    _ = await home.run("territory propose amend --clause a=1 --reason why")

    let log = try #require(try await home.json("territory log") as? [[String: Any]])
    let verified = await home.run("territory verify")

    #expect(log.map { $0["type"] as? String } == ["join", "propose", "vote"])
    #expect(log.map { $0["seq"] as? Int } == [0, 1, 2])
    #expect(verified.exitCode == 0 && verified.output.contains("3, each with its proof"))
    try await home.close()
  }

  @Test("leaving says what it means, and wants a yes")
  func leavingAsks() async throws {
    let home = try await founded()

    let asked = await home.run("territory leave")
    let left = await home.run("territory leave --yes --reason moved")

    #expect(
      asked.exitCode == 1 && asked.errors.contains("0 with a vote, which is fewer than three")
    )
    #expect(left.exitCode == 0)
    let list = try #require(try await home.json("territory list") as? [[String: Any]])
    #expect(list.map { $0["state"] as? String } == ["left"])
    #expect(await home.run("audit tail").output.contains("territory leave"))
    try await home.close()
  }

  @Test("status counts peers and territories, and what waits")
  func statusCounts() async throws {
    let home = try await founded()
    _ = await home.run("member add alice")

    let status = try #require(try await home.json("status") as? [String: Any])

    let ties = status["ties"] as? [String: [String: Int]]
    #expect(ties?["territories"] == ["member": 1, "invited": 0, "waits": 1])
    #expect(ties?["peers"]?["active"] == 0)
    try await home.close()
  }

  @Test("a code of a commune that is none is warned of, and the node opens all the same")
  func mergedCommune() async throws {
    let home = CommandHome.newHome()
    _ = try await CommandHome.initialise(home, "--host", "atelier.example")
    let file = URL(filePath: home.configurationFile)
    let text = try String(contentsOf: file, encoding: .utf8)
    let changed = text.replacing(
      "node:\n",
      with: "node:\n  territoryPlaces: [\"44184\", \"44999\"]\n"
    )
    try #require(changed != text)
    try Data(changed.utf8).write(to: file)

    let node = CommandHome(home: home, node: try await CommandHome.open(home))
    let call = Call(input: nil, caller: "tester", now: Date(), isServing: false)
    let checks = try await NodeExamination(node: node.node, call: call).checks()

    let check = try #require(checks.first { $0.check == "places" })
    #expect(check.result == .warning && check.detail.contains("44999"))
    #expect(!check.detail.contains("44184"))
    try await node.close()
  }

  @Test("nothing is set aside in a territory whose seals nobody disputes")
  func nothingAside() async throws {
    let home = try await founded()

    let reply = await home.run("territory accept-history --yes")

    #expect(reply.exitCode == 1 && reply.errors.contains("Nothing is set aside"))
    try await home.close()
  }
}
