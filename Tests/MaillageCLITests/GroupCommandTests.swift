import Federation
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

  @Test("a group is run otherwise and gets new keys; a member shows itself otherwise")
  func changing() async throws {
    let home = try await CommandHome.make()
    for line in ["member add alice", "group create jardin --summary \"Entre nous\""] {
      #expect(await home.run(line).exitCode == 0, "\(line)")
    }
    let before = try #require(try await home.json("key list jardin") as? [[String: Any]])

    let edited = try #require(
      try await home.json("group edit jardin --title \"Le jardin\" --closed --moderated")
        as? [String: Any]
    )
    #expect(edited["isClosed"] as? Bool == true && edited["isModerated"] as? Bool == true)
    #expect(edited["posting"] as? String == "followers")
    #expect((edited["actor"] as? [String: Any])?["displayName"] as? String == "Le jardin")
    #expect(await home.run("group edit jardin --posting anyone").exitCode == 1)
    #expect(await home.run("group edit jardin").exitCode == 2)
    #expect(await home.run("group edit jardin --no-closed --posting members").exitCode == 0)

    #expect(await home.run("key rotate jardin --reason yearly").exitCode == 0)
    let after = try #require(try await home.json("key list jardin") as? [[String: Any]])
    let old = before.first { $0["algorithm"] as? String == "ed25519" }?["publicKey"] as? String
    #expect(after.count == 3)
    #expect(after.contains { $0["publicKey"] as? String == old })

    let profile = try #require(
      try await home.json(
        "member profile alice --display-name \"Alice M.\" --bio \"Potière à *Lannion*\""
      ) as? [String: Any]
    )
    #expect(profile["displayName"] as? String == "Alice M.")
    // As it was typed: what one saves again stays as it is.
    #expect(profile["bio"] as? String == "Potière à *Lannion*")
    let cleared = try await home.json("member profile alice --bio \"\"") as? [String: Any]
    #expect(cleared?["bio"] as? String == "" && cleared?["displayName"] as? String == "Alice M.")
    #expect(await home.run("member profile alice").exitCode == 2)
    let long = String(repeating: "x", count: 101)
    #expect(await home.run("member profile alice --display-name \(long)").exitCode == 1)
    let unnamed = try await home.json("member profile alice --display-name \"\"") as? [String: Any]
    #expect(unnamed?["displayName"] as? String == "alice")
    try await home.close()
  }

  @Test("what pictures show is read out in a timeline")
  func descriptions() async throws {
    let home = try await CommandHome.make()
    #expect(await home.run("member add alice").exitCode == 0)
    let alice = try await home.node.member(named: "alice")
    var draft = PostDraft(source: "Le four", audience: .node)
    draft.attachments = [
      Attachment(
        url: "https://atelier.example/media/four.png",
        mediaType: "image/png",
        name: "Un four à bois"
      )
    ]

    _ = try await home.node.services.outbox.publish(draft, as: alice.actorID)

    #expect(await home.run("timeline alice --local").output.contains("    Un four à bois"))
    let entries = try await home.json("timeline alice --local") as? [[String: Any]]
    let post = entries?.first?["post"] as? [String: Any]
    let file = (post?["attachments"] as? [[String: Any]])?.first
    #expect(file?["description"] as? String == "Un four à bois")
    #expect(file?["mediaType"] as? String == "image/png")
    try await home.close()
  }
}
