import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Events by the API, and the calendars that other programs read.
@Suite("Events by the API")
struct EventRoutesTests {
  private let scene: ClientScene

  init() async throws { scene = try await ClientScene() }

  private func ask(
    _ path: String,
    _ form: [(String, String)] = [],
    as name: String = "alice"
  ) async throws -> TestServer.Reply {
    try await scene.send(.post, "/api/maillage/v1/\(path)", form, as: name)
  }

  private func hold(_ extra: [(String, String)] = []) async throws -> JSON {
    let names = extra.map(\.0)
    let form = [
      ("status", "Venez."), ("title", "Portes ouvertes"), ("starts_at", "2030-12-05T18:00"),
      ("ends_at", "2030-12-05T20:00"), ("time_zone", "Europe/Paris"), ("visibility", "public"),
    ]
    return try await ask("events", form.filter { !names.contains($0.0) } + extra).json()
  }

  @Test("One is held, found in the calendar, joined and left")
  func tour() async throws {
    let event = try await hold([("capacity", "1")])
    let id = try required(event["id"]?.string)
    let details = try required(event["maillage"]?["event"])
    #expect(details["title"] == "Portes ouvertes")
    #expect(details["starts_at"] == "2030-12-05T17:00:00.000Z")
    #expect(details["join_mode"] == "free")
    #expect(details["attendees_count"]?.int == 0)
    let hidden = try await scene.get("/api/maillage/v1/events/\(id)/attendees", as: "bob").json()
    #expect(hidden == [])

    let joined = try await ask("events/\(id)/join", [("message", "J’arrive")], as: "bob").json()
    #expect(joined["state"] == "accepted")
    #expect(joined["message"] == "J’arrive")
    let shown = try await scene.get("/api/v1/statuses/\(id)", as: "bob").json()
    #expect(shown["maillage"]?["event"]?["attending"] == "accepted")
    #expect(shown["maillage"]?["event"]?["attendees_count"]?.int == 1)
    let guests = try await scene.get("/api/maillage/v1/events/\(id)/attendees").json()
    #expect(guests[0]?["account"]?["username"] == "bob")
    let told = try await scene.get("/api/v1/notifications").json()
    #expect(told[0]?["type"] == "maillage.event_join")
    let mine = try await scene.get("/api/maillage/v1/events?attending=true", as: "bob").json()
    #expect(mine.array?.count == 1)

    #expect(try await ask("events/\(id)/leave", as: "bob").status == 200)
    let left = try await scene.get("/api/maillage/v1/events?attending=true", as: "bob").json()
    #expect(left == [])
    let all = try await scene.get("/api/maillage/v1/events", as: nil).json()
    #expect(all.array?.count == 1)
  }

  @Test("A calendar has what is for everyone; a member's own has what it takes part in")
  func calendars() async throws {
    let open = try required(try await hold()["id"]?.string)
    _ = try await hold([("title", "Entre nous"), ("local_only", "true")])

    let calendar = try await scene.get("/events.ics")
    #expect(calendar["content-type"] == "text/calendar; charset=utf-8")
    #expect(calendar.text.contains("SUMMARY:Portes ouvertes"))
    #expect(!calendar.text.contains("Entre nous"))
    #expect(try await scene.get("/users/alice/events.ics").text.contains("Portes ouvertes"))
    #expect(try await scene.get("/posts/\(open)/event.ics").text.contains("BEGIN:VEVENT"))

    let made = try await ask("calendar").json()
    let path = try required(made["url"]?.string).replacing(scene.node.origin, with: "")
    let own = try await scene.get(path)
    #expect(own.text.contains("Entre nous"))
    #expect(own["cache-control"] == "private, no-store")
    _ = try await ask("calendar")
    #expect(try await scene.get(path).status == 404)
  }

  @Test("Nobody else changes an event or answers its guests")
  func others() async throws {
    let id = try required(try await hold([("join_mode", "restricted")])["id"]?.string)
    let asked = try await ask("events/\(id)/join", as: "bob").json()
    #expect(asked["state"] == "requested")
    let account = try required(asked["account"]?["id"]?.string)
    let path = "events/\(id)/attendees/\(account)/accept"

    #expect(try await ask(path, as: "bob").status == 404)
    #expect(try await ask(path).json()["state"] == "accepted")
    let edit = try await scene.send(
      .put,
      "/api/maillage/v1/events/\(id)",
      [("status", "x"), ("title", "Autre")],
      as: "bob"
    )
    #expect(edit.status == 404)
  }

  @Test(
    "What is wrong is said",
    arguments: [
      ("title", ""), ("starts_at", "demain"), ("join_mode", "perhaps"), ("capacity", "0"),
      ("ends_at", "2030-12-05T17:00"), ("time_zone", "Europe/Redon"),
    ]
  )
  func wrong(_ name: String, _ value: String) async throws {
    let form = [
      ("status", "x"), ("title", "x"), ("starts_at", "2030-12-05T18:00"),
      ("time_zone", "Europe/Paris"),
    ]
    let answer = try await ask("events", form.filter { $0.0 != name } + [(name, value)])
    #expect(answer.status == 422)
  }
}
