import Foundation
import Testing

@testable import MaillageCLI

@Suite("Needs and offers on the command line")
struct NeedCommandTests {
  private func home() async throws -> CommandHome {
    let home = try await CommandHome.make()
    for line in ["member add lea", "member add marc"] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.output) \(reply.errors)")
    }
    return home
  }

  @Test("a need is made, found, answered, done, confirmed and closed")
  func wholeWay() async throws {
    let home = try await home()
    let line =
      "need create lea \"Souder un portail\" \"Un camion\" --skill https://skills.example/1:2 --amount 4 "
      + "--near Nantes --within 20 --open 4w --audience node"
    let tried = await home.run("\(line) --dry-run")
    #expect(tried.exitCode == 0, "\(tried.errors)")
    let need = try #require(try await home.json(line) as? [String: Any])
    let uri = try #require(need["uri"] as? String)
    #expect((need["skills"] as? [[String: Any]])?.count == 1)
    let listed = try #require(try await home.json("need list --as marc") as? [[String: Any]])
    #expect(listed.map { $0["uri"] as? String } == [uri])
    #expect((try await home.json("need list") as? [Any])?.isEmpty == true)

    let answer = "agreement propose marc \(uri) --words \"Samedi ?\""
    let offered = try #require(try await home.json(answer) as? [String: Any])
    let id = try #require(offered["id"] as? Int)
    for line in [
      "agreement accept lea \(id)", "agreement done marc \(id) --amount 3.5 --on 2026-01-05",
      "agreement confirm lea \(id)", "need close lea \(uri)",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }

    let done = try #require(try await home.json("agreement show marc \(id)") as? [String: Any])
    #expect(done["stage"] as? String == "fulfilled")
    #expect((done["primary"] as? [String: Any])?["doneAmount"] as? String == "3.5")
    let closed = try #require(try await home.json("need show \(uri)") as? [String: Any])
    #expect(closed["status"] as? String == "answered")
    #expect((try await home.json("need list --as marc") as? [Any])?.isEmpty == true)
    #expect(await home.run("agreement confirm lea \(id)").exitCode == 1)
    #expect(await home.run("agreement show lea 99").exitCode == 3)
    try await home.close()
  }

  @Test("an offer answers to a need, and says why")
  func matching() async throws {
    let home = try await home()
    for line in [
      "offer create marc \"Je soude\" \"Le soir\" --skill https://skills.example/1:3 --audience node",
      "need create lea \"Un portail\" \"Plié\" --skill https://skills.example/1:2 --audience node",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.errors)")
    }
    let listed = try #require(try await home.json("need list --as lea") as? [[String: Any]])
    let uri = try #require(listed.first?["uri"] as? String)

    let found = try #require(try await home.json("need matches lea \(uri)") as? [String: Any])

    let counterparts = try #require(found["counterparts"] as? [[String: Any]])
    #expect(counterparts.map { $0["title"] as? String } == ["Je soude"])
    #expect(await home.run("need matches lea \(uri)").output.contains("Je soude"))
    try await home.close()
  }

  @Test("what nobody has comes with the call for it, which can be typed")
  func callingForWhatIsMissing() async throws {
    let home = try await home()

    let composed = try #require(
      try await home.json(
        "talent compose https://skills.example/1:3 --near Nantes --organisations 1"
      )
        as? [String: Any]
    )

    let missing = try #require(composed["uncovered"] as? [[String: Any]])
    let call = try #require(missing.first?["call"] as? String)
    #expect(call.hasPrefix("maillage call publish MEMBER '"))
    #expect(call.contains(":3'") && call.contains("--near 44109 --within 30"))
    // No peer shares needs with this node.
    let reply = await home.run("call publish lea Souder --skill https://skills.example/1:3")
    #expect(reply.exitCode == 1 && reply.errors.contains("No node can be called"))
    try await home.close()
  }
}
