import ActivityStreams
import Federation
import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

/// Events of other software, read with their time and place (FEP-8a8e).
@Suite struct EventTests {
  /// What a fixture's post is once it came by the inbox of a node that follows its author.
  private func applied(
    _ file: String,
    _ edits: (JSON) -> JSON = { $0 }
  ) async throws -> (TestNode, Post, RemoteActor) {
    let json = edits(try Fixtures.json(file))
    let id = try required(json["actor"]?.string, "an actor")
    let author = try RemoteActor(of: id)
    let node = try await TestNode.make()
    let alice = try await node.member("alice")
    try await node.follow(author, by: alice)

    try await node.process(json, from: author)

    let uri = json["object"]?["id"]?.string ?? ""
    return (node, try required(await node.post(uri), "the event of \(file)"), author)
  }

  @Test func mobilizonsEventHasItsTimeItsZoneAndItsAddress() async throws {
    let (_, post, _) = try await applied("mobilizon/create-event")
    let event = try required(post.body.event, "an event")

    #expect(post.kind == "Event")
    #expect(post.body.html.contains("Atelier vélo"))
    #expect(event.startsAt == AS.Timestamp.date("2026-12-05T13:00:00Z"))
    #expect(event.endsAt == AS.Timestamp.date("2026-12-05T17:00:00Z"))
    #expect(event.timeZone == "Europe/Paris")
    #expect(event.status == .scheduled)
    #expect(event.joinMode == .restricted)
    let place = try required(event.places.first, "a place")
    #expect(place.name == "Maison des associations")
    #expect(place.address == "4 rue des Écoles, 22300 Lannion, Bretagne, France")
    #expect(place.latitude == 48.7326 && place.longitude == -3.4566)
    #expect(event.organizers.isEmpty)
  }

  @Test func ganciosEventHasSeveralPlacesAndOrganizers() async throws {
    let (_, post, _) = try await applied("gancio/create-event")
    let event = try required(post.body.event, "an event")

    #expect(event.places.map(\.isVirtual) == [false, true])
    #expect(event.places.first?.address == "Place du Centre, Lannion")
    #expect(event.places.last?.url == "https://peertube.example/w/live")
    #expect(
      event.organizers == [
        "https://gancio.example/federation/u/agenda", "https://cafe.example/actor",
      ]
    )
    #expect(event.joinMode == .none)
  }

  @Test func friendicasEventHasAPlaceWithNumbersInQuotes() async throws {
    let (_, post, _) = try await applied("friendica/create-event")
    let event = try required(post.body.event, "an event")

    #expect(event.places.map(\.name) == ["Salle des fêtes"])
    #expect(event.places.first?.latitude == 48.7)
    #expect(event.timeZone == nil)
  }

  @Test func anUpdateMovesAndCancelsAnEvent() async throws {
    let (node, post, author) = try await applied("mobilizon/create-event")
    let event = try required(try Fixtures.json("mobilizon/create-event")["object"])
    let cancelled = event.setting("ical:status", to: "CANCELLED")
      .setting("startTime", to: "2026-12-06T14:00:00+01:00")
      .setting("endTime", to: nil).setting("location", to: nil)
      .setting("updated", to: "2026-11-21T10:00:00Z")

    try await node.process(author.activity("Update", cancelled), from: author)

    let changed = try required(await node.post(post.uri)?.body.event, "an event")
    #expect(changed.status == .cancelled)
    #expect(changed.startsAt == AS.Timestamp.date("2026-12-06T13:00:00Z"))
    #expect(changed.endsAt == nil)
    #expect(changed.places.isEmpty)
  }

  @Test func aDeletedEventLeavesNothing() async throws {
    let (node, post, author) = try await applied("gancio/create-event")

    try await node.process(author.activity("Delete", .string(post.uri)), from: author)

    let left = try await node.database.read { try $0.events.find(post.id) }
    #expect(left == nil)
  }

  @Test func aneventThatEndsBeforeItBeginsHasAnOpenEnd() async throws {
    let (_, post, _) = try await applied("mobilizon/create-event") { json in
      let object = json["object"] ?? .null
      return json.setting("object", to: object.setting("endTime", to: "2026-12-01T00:00:00Z"))
    }

    #expect(post.body.event?.endsAt == nil)
    #expect(post.body.event?.startsAt != nil)
  }

  @Test func whatCannotBeReadOfAnEventIsLeftOut() async throws {
    let place: JSON = [
      "type": "Place", "name": "A\u{1B}[2Jb\nc", "latitude": 91, "longitude": 0,
      "address": ["type": "PostalAddress", "streetAddress": "1\u{202E}rue"],
    ]
    let (_, post, _) = try await applied("mobilizon/create-event") { json in
      let object = (json["object"] ?? .null)
        .setting("timezone", to: "../../etc/passwd\u{0}")
        .setting("location", to: [place, 17, [:], ["type": "Place"]])
        .setting("joinMode", to: ["free"]).setting("ical:status", to: ["type": "x"])
        .setting("externalParticipationUrl", to: "javascript:alert(1)")
        .setting("organizers", to: ["items": ["file:///etc", "https://a.example/b", 3]])
      return json.setting("object", to: object)
    }
    let event = try required(post.body.event, "an event")

    #expect(event.timeZone == nil)
    #expect(event.places.map(\.name) == ["A[2Jb c"])
    #expect(event.places.first?.address == "1rue")
    #expect(event.places.first?.latitude == nil)
    #expect(event.joinMode == .free)
    #expect(event.status == .scheduled)
    #expect(event.participationURL == nil)
    #expect(event.organizers == ["https://a.example/b"])
  }

  @Test("An event with too much of something, or with a time that is none, is refused or cut off")
  func bounds() throws {
    let event = try required(try Fixtures.json("mobilizon/create-event")["object"])
    let many = JSON.array(Array(repeating: ["type": "Place", "name": "x"], count: 100))
    let long = event.setting(
      "location",
      to: ["type": "Place", "name": .string(String(repeating: "x", count: 501))]
    )

    #expect(throws: AS.Malformed.self) {
      try AS.Note(json: event.setting("startTime", to: "tomorrow"))
    }
    #expect(try AS.Note(json: event.setting("location", to: many)).event?.places.isEmpty == true)
    #expect(try AS.Note(json: long).event?.places.isEmpty == true)
  }
}
