import Foundation
import Model
import Node
import Testing

@testable import MaillageCLI

@Suite("Groups and events on the command line")
struct GroupCommandTests {
  @Test("a closed group is made, lets somebody in, is written in, and says so")
  func closedGroup() async throws {
    let home = try await CommandHome.make()
    for line in [
      "member add alice --role admin", "member add bob", "member add dora",
      "group create cercle --title \"Le cercle\" --summary \"Entre *nous*\" --closed",
      "group add cercle alice --as moderator", "follow alice cercle", "follow bob cercle",
    ] {
      let reply = await home.run(line)
      #expect(reply.exitCode == 0, "\(line): \(reply.output) \(reply.errors)")
    }
    let asking = try #require(try await home.json("group requests cercle") as? [[String: Any]])

    let approved = await home.run("group approve cercle bob")
    let written = await home.run("post bob \"bonjour\" --group cercle")
    let refused = await home.run("post dora \"bonjour\" --group cercle")
    let wide = await home.run("post bob \"bonjour\" --group cercle --audience public")

    let group = try #require(try await home.json("group show cercle") as? [String: Any])
    let people = try #require(group["affiliations"] as? [[String: Any]])
    #expect(asking.count == 1)
    #expect(approved.exitCode == 0, "\(approved.errors)")
    #expect(written.exitCode == 0, "\(written.errors)")
    #expect(refused.exitCode == 1)
    #expect(wide.exitCode == 1)
    #expect(group["isClosed"] as? Bool == true)
    #expect(group["followers"] as? Int == 2)
    #expect(people.map { $0["affiliation"] as? String } == ["moderator", "member"])
    #expect(await home.run("timeline alice").output.contains("bonjour"))
    #expect(await home.run("timeline dora").output.contains("bonjour") == false)
    #expect(await home.run("group deny cercle dora").exitCode == 3)
    try await home.close()
  }

  @Test("in a moderated group posts wait, and a moderator takes one out")
  func moderatedGroup() async throws {
    let home = try await CommandHome.make()
    for line in [
      "member add alice", "member add bob", "group create jardin --moderated",
      "group add jardin alice --as moderator", "follow alice jardin",
      "post bob \"des graines\" --group jardin",
    ] {
      #expect(await home.run(line).exitCode == 0, "\(line)")
    }
    let waiting = try #require(try await home.json("group waiting jardin") as? [[String: Any]])
    let uri = try #require(waiting.first?["uri"] as? String)
    #expect(await home.run("timeline alice").output.contains("graines") == false)

    let released = await home.run("group release jardin \(uri)")
    let seen = await home.run("timeline alice").output
    let foreign = await home.run("group take-out jardin \(uri) --as bob")
    let taken = await home.run("group take-out jardin \(uri) --as alice")

    #expect(released.exitCode == 0, "\(released.errors)")
    #expect(seen.contains("graines"))
    #expect(seen.contains("boosted by @jardin@"))
    #expect(foreign.exitCode == 1)
    #expect(taken.exitCode == 0, "\(taken.errors)")
    #expect(await home.run("timeline alice").output.contains("graines") == false)
    #expect(await home.run("group release jardin \(uri)").exitCode == 3)
    try await home.close()
  }

  @Test("an event is shown where people meet, by the clock there")
  func event() throws {
    let start = Date(timeIntervalSince1970: 1_796_475_600)
    let event = Event(
      startsAt: start,
      endsAt: start.addingTimeInterval(4 * 3600),
      timeZone: "Europe/Paris",
      status: .cancelled,
      places: [
        Event.Place(name: "Salle des fêtes", address: "4 rue des Écoles"),
        Event.Place(url: "https://live.example/1", isVirtual: true),
      ]
    )

    let lines = EventShape(event).shown

    #expect(lines.first == "When: 2026-12-05 14:00 – 18:00 Europe/Paris (CANCELLED)")
    #expect(lines.dropFirst().first == "Where: Salle des fêtes, 4 rue des Écoles")
    #expect(lines.last == "Where: online: https://live.example/1")
  }

  @Test("an event without a zone is shown in UTC, and one without a time says so")
  func eventWithoutZone() {
    let event = Event(startsAt: Date(timeIntervalSince1970: 0), timeZone: "Mars/Olympus")

    #expect(EventShape(event).shown == ["When: 1970-01-01 00:00 UTC"])
    #expect(EventShape(Event(startsAt: nil)).shown == ["When: not known"])
  }
}
