import Foundation
import Testing

@testable import MaillageCLI

@Suite("Endorsements and recommendations on a real home")
struct RecommendationCommandTests {
  private func home() async throws -> CommandHome {
    let home = try await CommandHome.make()
    #expect(await home.run("member add alice").exitCode == 0)
    #expect(await home.run("member add bob --password-stdin", input: "long enough").exitCode == 0)
    return home
  }

  private func said(_ line: String, _ home: CommandHome) async throws -> [[String: Any]] {
    let listed = try await home.json(line) as? [String: Any]
    return listed?["said"] as? [[String: Any]] ?? []
  }

  @Test("a skill is endorsed, shown once the member itself agrees, exported, and hidden again")
  func endorsing() async throws {
    let home = try await home()
    let line = "talent endorse alice bob https://skills.example/1 --link colleague --text \"Good\""

    #expect(await home.run("\(line) --dry-run").exitCode == 0)
    #expect(try await said("recommendation list bob --waiting", home).isEmpty)
    #expect(await home.run(line).exitCode == 0)
    #expect(await home.run(line).exitCode == 1)
    let waiting = try #require(try await said("recommendation list bob --waiting", home).first)
    let id = try #require(waiting["id"] as? Int)
    #expect(try await said("talent endorsements bob", home).isEmpty)

    let accept = "recommendation accept bob \(id) --ring everyone --reply \"Thank you\""
    #expect(await home.run("\(accept) --password-stdin", input: "something else").exitCode == 1)
    #expect(await home.run("\(accept) --password-stdin", input: "long enough").exitCode == 0)
    let shown = try #require(try await said("talent endorsements bob", home).first)
    #expect(shown["reply"] as? String == "Thank you")
    #expect(shown["organisation"] as? String == "atelier.example")
    #expect(await home.run("recommendation show \(id)").output.contains("Thank you"))
    let export = "talent export bob --format openbadges --password-stdin"
    let badge = await home.run(export, input: "long enough").output
    #expect(badge.split(separator: ".").count == 3)

    let reply = "recommendation reply bob \(id) \"Well\" --password-stdin"
    #expect(await home.run(reply, input: "long enough").exitCode == 0)
    let hide = "recommendation hide bob \(id) --password-stdin"
    #expect(await home.run(hide, input: "long enough").exitCode == 0)
    #expect(try await said("talent endorsements bob", home).isEmpty)
    #expect(await home.run("recommendation show \(id)").exitCode != 0)
    try await home.close()
  }

  @Test("the organisation is recommended, and whoever looks after the node answers")
  func organisation() async throws {
    let home = try await home()
    let node = "https://atelier.example/actor"

    let given = await home.run("recommendation give alice \(node) --link employee --text \"Fair\"")
    #expect(given.exitCode == 0, "\(given.output)")
    let waiting = try #require(try await said("recommendation list \(node) --waiting", home).first)
    let id = try #require(waiting["id"] as? Int)
    #expect(await home.run("recommendation accept \(node) \(id) --ring everyone").exitCode == 0)
    #expect(try await said("recommendation list \(node)", home).count == 1)

    #expect(await home.run("recommendation withdraw alice \(id)").exitCode == 0)
    #expect(try await said("recommendation list \(node)", home).isEmpty)
    try await home.close()
  }
}
