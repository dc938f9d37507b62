import Foundation
import Testing

@testable import MaillageCLI

@Suite("Events on the command line")
struct EventCommandTests {
  @Test(
    "Whoever is suspended, leaves or is deleted makes room at once for who waits",
    arguments: [
      "member suspend marc", "account suspend marc", "member leave marc",
      "member delete marc --yes",
    ]
  )
  func places(line: String) async throws {
    let home = try await CommandHome.make()
    for name in ["lea", "marc", "zoe"] { _ = await home.run("member add \(name)") }
    let made = try await home.json(
      "event create lea Atelier Venez --starts 2099-03-06T14:00 --capacity 1 --audience node"
    )
    let event = try #require((made as? [String: Any])?["uri"] as? String)
    for name in ["marc", "zoe"] {
      let reply = await home.run("event join \(name) \(event)")
      #expect(reply.exitCode == 0, "\(reply.errors)")
    }
    #expect(try await states(of: event, home) == ["marc": "accepted", "zoe": "requested"])

    let reply = await home.run(line)

    #expect(reply.exitCode == 0, "\(reply.errors)")
    #expect(try await states(of: event, home) == ["zoe": "accepted"])
    try await home.close()
  }

  /// How the wishes of those who take part stand, by name.
  private func states(of event: String, _ home: CommandHome) async throws -> [String: String] {
    let listed = try await home.json("event attendees lea \(event)")
    let people = try #require(listed as? [[String: Any]])
    return try Dictionary(
      uniqueKeysWithValues: people.map { person in
        let actor = try #require(person["actor"] as? [String: Any])
        let uri = try #require(actor["uri"] as? String)
        return (
          try #require(uri.split(separator: "/").last.map(String.init)),
          try #require(person["state"] as? String)
        )
      }
    )
  }
}
