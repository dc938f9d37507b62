import Foundation
import Model
import Testing

@testable import MaillageCLI

@Suite("What is written down of members’ talents on the command line")
struct TalentCommandTests {
  private static let skill = "https://skills.example/1"

  private func home() async throws -> CommandHome {
    let home = try await CommandHome.make()
    #expect(await home.run("member add lea --password-stdin", input: "long enough").exitCode == 0)
    return home
  }

  private func mine(_ home: CommandHome) async throws -> [String: Any] {
    let found = try await home.json("talent mine lea --password-stdin", input: "long enough")
    return try #require(found as? [String: Any])
  }

  /// All that the member wrote, to be compared.
  private func written(_ home: CommandHome) async -> String {
    let reply = await home.run("talent mine lea --json --password-stdin", input: "long enough")
    return reply.exitCode == 0 ? reply.output : "\(UUID())"
  }

  @Test(
    "beyond the organisation a part is written with the member’s own password alone",
    arguments: [
      "talent add lea https://skills.example/1 --level 3", "talent place lea --work Nantes",
      "talent time lea --hours 6", "talent help-with lea mentoring",
    ]
  )
  func widening(line: String) async throws {
    let home = try await home()
    let start = "talent add lea \(Self.skill) --level 2"
    #expect(await home.run(start).exitCode == 0)
    let list = "talent list lea --password-stdin"
    #expect(await home.run(list, input: "long enough").exitCode == 0)
    let before = await written(home)

    for ring in ["territory", "everyone"] {
      let refused = await home.run("\(line) --ring \(ring)")
      #expect(refused.exitCode == 1 && refused.errors.contains("--password-stdin"))
      let wrong = await home.run("\(line) --ring \(ring) --password-stdin", input: "something else")
      #expect(wrong.exitCode == 1)
    }
    #expect(await written(home) == before)
    let shown = await home.run("\(line) --ring everyone --password-stdin", input: "long enough")
    #expect(shown.exitCode == 0, "\(shown.errors)")
    #expect(try await home.text("talent mine lea --password-stdin").contains("everyone"))
    #expect(await home.run(line).exitCode == 0)
    #expect(try await !home.text("talent mine lea --password-stdin").contains("everyone"))
    try await home.close()
  }

  @Test("whoever asks does not learn whether a skill was there")
  func removing() async throws {
    let home = try await home()
    let add = "talent add lea \(Self.skill) --level 2 --evidence Diploma"
    #expect(await home.run(add).exitCode == 0)

    for options in [" --dry-run", "", ""] {
      let there = await home.run("talent remove lea \(Self.skill)\(options)")
      let absent = await home.run("talent remove lea https://skills.example/2\(options)")
      #expect(there.exitCode == 0 && absent.exitCode == 0)
      #expect(there.output == absent.output && there.errors == absent.errors)
    }
    #expect((try await mine(home)["skills"] as? [Any])?.isEmpty == true)
    try await home.close()
  }

  @Test(
    "nothing is erased without a word",
    arguments: ["talent place lea", "talent time lea", "talent help-with lea"]
  )
  func erasing(line: String) async throws {
    let home = try await home()
    for line in [
      "talent place lea --life Rezé",
      "talent time lea --hours 6 --until 2027-01-31 --release asked",
      "talent help-with lea mentoring",
    ] {
      #expect(await home.run(line).exitCode == 0)
    }
    let before = await written(home)

    let silent = await home.run(line)
    #expect(silent.exitCode == 2 && silent.errors.contains("--none"))
    #expect(await written(home) == before)

    #expect(await home.run("\(line) --none").exitCode == 0)
    #expect(await written(home) != before)
    try await home.close()
  }

  @Test("relations are not lost for coming before their skills")
  func relationsFirst() async throws {
    let home = try await home()
    let start = "conceptType,conceptUri,broaderType,broaderUri\nKnowledgeSkillCompetence,"
    let relations =
      "\(start)https://skills.example/new,KnowledgeSkillCompetence,https://skills.example/wide\n"
    let line = "talent import-taxonomy broaderRelationsSkillPillar.csv"

    let refused = await home.run(line, input: relations)
    #expect(refused.exitCode == 1 && refused.errors.contains("1 of 1 relations"))
    #expect(refused.errors.contains("skills_") && refused.errors.contains("--partial"))
    #expect(await home.run("\(line) --partial", input: relations).exitCode == 0)

    let skills = ["wide", "new"].map {
      "KnowledgeSkillCompetence,https://skills.example/\($0),\($0),\n"
    }
    let header = "conceptType,conceptUri,preferredLabel,altLabels\n"
    let file = header + skills.joined()
    #expect(await home.run("talent import-taxonomy skills_en.csv", input: file).exitCode == 0)
    #expect(await home.run(line, input: relations).exitCode == 0)
    let known = try await home.node.database.read { Array(try $0.skills.all().values) }
    let new = try #require(known.first { $0.id.description == "https://skills.example/new" })
    #expect(new.broader.map(\.description) == ["https://skills.example/wide"])
    try await home.close()
  }

  @Test("a member sees all that it wrote, with what shows it and for whom each part is")
  func all() async throws {
    let home = try await home()
    for line in [
      "talent add lea \(Self.skill) --level 3 --evidence \"Ten years\" --ring territory",
      "talent time lea --hours 6 --from 2026-12-01 --until 2027-01-31 --release yes --ring everyone",
    ] {
      let reply = await home.run("\(line) --password-stdin", input: "long enough")
      #expect(reply.exitCode == 0, "\(reply.errors)")
    }

    let shown = try await home.text("talent mine lea --password-stdin")
    for part in [
      "level 3", "territory", "Ten years", "6 hours a month", "from 2026-12-01",
      "until 2027-01-31", "released by the employer: yes", "everyone",
    ] {
      #expect(shown.contains(part), "\(part)")
    }
    let json = try await mine(home)
    let skill = try #require((json["skills"] as? [[String: Any]])?.first)
    #expect(skill["evidence"] as? String == "Ten years" && skill["ring"] as? String == "territory")
    #expect(json["from"] as? String == "2026-12-01" && json["until"] as? String == "2027-01-31")
    #expect(json["released"] as? String == "yes" && json["timeRing"] as? String == "everyone")
    try await home.close()
  }
}

extension CommandHome {
  /// What a command prints for people, with lea's password.
  fileprivate func text(_ line: String) async throws -> String {
    let reply = await run(line, input: "long enough")
    #expect(reply.exitCode == 0, "\(reply.errors)")
    return reply.output
  }
}
