import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Rules and announcements on a real home")
struct NodeWordCommandTests {
  @Test("Rules are added, said anew in each language, named by reports, and taken out of force")
  func rules() async throws {
    let home = try await CommandHome.make()
    for line in [
      "member add alice", "member add bob", "rule add \"Pas d'insultes\" --hint \"Ni ici\"",
      "rule add \"Pas de pub\"", "rule edit 1 --lang EN --text \"No insults\"",
      "rule edit 1 --hint \"Nulle part\"",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }

    let list = try #require(try await home.json("rule list") as? [[String: Any]])
    #expect(list.map { $0["text"] as? String } == ["Pas d'insultes", "Pas de pub"])
    #expect(list.first?["hint"] as? String == "Nulle part")
    let words = list.first?["translations"] as? [String: [String: Any]]
    #expect(words?["en"]?["text"] as? String == "No insults")
    for (line, code) in [
      ("rule add \"\"", 1), ("rule edit 9 --text x", 3), ("rule remove 9", 3),
      ("rule edit 1 --lang \"!\" --text x", 1), ("rule edit 2 --lang en --hint x", 1),
      ("rule edit 1", 2), ("rule remove 2 --dry-run", 0),
    ] {
      #expect(await home.run(line).exitCode == code, "\(line)")
    }
    #expect(await home.run("rule remove 2").exitCode == 0)
    #expect(await home.run("rule remove 2").exitCode == 3)
    let left = try await home.json("rule list") as? [[String: Any]]
    #expect(left?.count == 1)

    #expect(await home.run("report create alice bob \"trop\"").exitCode == 0)
    try await home.node.database.write { try $0.rules.note([1], in: 1) }
    let shown = try #require(try await home.json("report show 1") as? [String: Any])
    #expect(shown["rules"] as? [String] == ["Pas d'insultes"])
    #expect(await home.run("report show 1").output.contains("breaks    Pas d'insultes"))
    let log = await home.run("audit export").output
    for step in ["add", "edit", "remove"] { #expect(log.contains(",rule \(step),"), "\(step)") }
    try await home.close()
  }

  @Test("Announcements are made, listed and ended")
  func announcements() async throws {
    let home = try await CommandHome.make()

    let made = try #require(
      try await home.json("announcement create \"Arrêt **ce soir**\"") as? [String: Any]
    )
    #expect(made["state"] as? String == "current" && made["text"] as? String == "Arrêt **ce soir**")
    for (line, code) in [
      ("announcement create \" \"", 1), ("announcement create x --ends hier", 1),
      ("announcement create x --ends 2001-01-01T00:00:00Z", 1),
      ("announcement create x --starts 2099-01-02T00:00:00Z --ends 2099-01-01T00:00:00Z", 1),
      ("announcement end 9", 3), ("announcement end 1", 0), ("announcement end 1", 1),
    ] {
      #expect(await home.run(line).exitCode == code, "\(line)")
    }
    let list = try await home.json("announcement list") as? [[String: Any]]
    #expect(list?.map { $0["state"] as? String } == ["ended"])
    try await home.close()
  }
}
