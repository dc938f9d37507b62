import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Events of other software, as apps show them (FEP-8a8e).
@Suite("Events in apps")
struct EventEntityTests {
  /// The event of Mobilizon's fixture, changed, in the home timeline of who follows its author.
  private func shown(_ change: (JSON) -> JSON = { $0 }) async throws -> JSON {
    let scene = try await ClientScene()
    let create = try Fixtures.json("mobilizon/create-event")
    let lea = try RemoteActor(of: "https://mobilizon.example/@lea")
    try await scene.node.follow(lea, by: scene.alice)
    let event = change(try required(create["object"]))
    try await scene.node.process(create.setting("object", to: event), from: lea)
    return try required(try await scene.get("/api/v1/timelines/home").json()[0])
  }

  @Test("When and where stand before the text, and as members beside it")
  func event() async throws {
    let status = try await shown()

    let content = try required(status["content"]?.string)
    #expect(
      content.hasPrefix(
        "<p>Quand : 2026-12-05 14:00 – 18:00 Europe/Paris<br>Où : Maison des associations, "
          + "4 rue des Écoles, 22300 Lannion"
      )
    )
    #expect(content.hasSuffix("<p>Apportez vos outils.</p>"))
    let event = try required(status["maillage"]?["event"])
    #expect(event["starts_at"] == "2026-12-05T13:00:00.000Z")
    #expect(event["ends_at"] == "2026-12-05T17:00:00.000Z")
    #expect(event["time_zone"] == "Europe/Paris")
    #expect(event["status"] == "scheduled")
    #expect(event["join_mode"] == "restricted")
    #expect(event["places"]?[0]?["name"] == "Maison des associations")
    #expect(event["places"]?[0]?["latitude"]?.double == 48.7326)
    #expect(event["places"]?[0]?["virtual"] == false)
  }

  @Test("One that is called off says so, in the language of its text")
  func cancelled() async throws {
    let status = try await shown {
      $0.setting("ical:status", to: "CANCELLED").setting("inLanguage", to: "en")
        .setting("contentMap", to: ["en": "<p>Bring your tools.</p>"])
    }

    let content = try required(status["content"]?.string)
    #expect(content.hasPrefix("<p>When: 2026-12-05 14:00 – 18:00 Europe/Paris (CANCELLED)<br>"))
    #expect(status["maillage"]?["event"]?["status"] == "cancelled")
  }

  @Test("Whatever the name of a place says is text (threat 23)")
  func hostilePlace() async throws {
    let status = try await shown {
      $0.setting(
        "location",
        to: ["type": "Place", "name": "<script>x()</script>", "address": "\" onclick='x()'"]
      )
    }

    let content = try required(status["content"]?.string)
    #expect(content.contains("&lt;script&gt;x()&lt;/script&gt;"))
    #expect(!content.contains("<script") && !content.contains("'x()'"))
  }

  @Test("A post that is no event has neither")
  func note() async throws {
    let scene = try await ClientScene()

    let status = try await scene.post("Bonjour")

    #expect(status["content"] == "<p>Bonjour</p>\n")
    #expect(status["maillage"]?["event"] == nil)
  }
}
