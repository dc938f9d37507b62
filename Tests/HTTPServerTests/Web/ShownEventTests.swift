import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// Events on pages: what apps are told in a text is told in the reader's words.
@Suite("Events as pages show them")
struct ShownEventTests {
  private func shown(_ content: String, _ event: JSON) throws -> JSON {
    var words = try required(Languages.shipped.words("fr"))
    words.zone = try required(TimeZone(identifier: "Europe/Paris"))
    let status: JSON = [
      "id": "1", "content": .string(content), "maillage": ["audience": "public", "event": event],
    ]
    return ShownStatus(status, viewer: nil, words).json
  }

  @Test("The title stands there once, and when and where are told in the reader's words")
  func once() throws {
    let content = """
      <p>Quand : 2027-03-06 14:00 Europe/Paris<br>Où : Nantes</p>
      <p><strong>Visite &amp; goûter d’"ici"</strong></p><p>Bottes utiles.</p>
      """
    let json = try shown(
      content,
      [
        "title": "Visite & goûter d’\"ici\"", "starts_at": "2027-03-06T13:00:00.000Z",
        "time_zone": "Europe/Paris", "status": "postponed", "capacity": 20, "attendees_count": 3,
        "places": [["name": "Nantes", "virtual": false]],
      ]
    )

    let text = try required(json["content"]?.string)
    #expect(text.contains("Bottes utiles") && !text.contains("Visite") && !text.contains("2027-03"))
    let event = try required(json["event"])
    #expect(event["title"] == "Visite & goûter d’\"ici\"")
    #expect(event["when"]?.string?.contains("6 mars 2027") == true)
    #expect(event["when"]?.string?.contains("14:00") == true)
    #expect(event["changed"] == "Reporté" && event["room"] == "3 personnes sur 20")
    #expect(event["places"]?[0]?["name"] == "Nantes")
  }

  @Test("Another zone is named, and what is not said is not made up")
  func elsewhere() throws {
    let json = try shown(
      "<p>Quand : pas encore connu</p>\n<p>Bientôt</p>",
      ["title": "Marche", "starts_at": "2027-03-06T13:00:00.000Z", "time_zone": "America/Cayenne"]
    )
    let event = try required(json["event"])
    #expect(event["when"]?.string?.contains("10:00 (America/Cayenne)") == true)
    #expect(event["room"]?.isNull == true && event["has_places"] == false)
    let unknown = try shown("<p>Quand : pas encore connu</p>\n<p>Bientôt</p>", ["title": "Marche"])
    #expect(unknown["event"]?["when"] == "pas encore connu")
    #expect(unknown["content"]?.string?.contains("Bientôt") == true)
  }
}
