import Federation
import Foundation
import Model
import TestSupport
import Testing

/// Calendars for other programs (RFC 5545) and times as people write them.
@Suite struct CalendarFileTests {
  private func entry(
    _ event: Event,
    html: String = "<p>Venez.</p>"
  ) async throws
    -> CalendarFile.Entry
  {
    let node = try await TestNode.make()
    let lea = try await node.member("lea")
    let post = Post(
      id: PostID(rawValue: 1),
      uri: "https://atelier.example/posts/1",
      authorID: lea.id,
      isLocal: true,
      audience: .public,
      isListed: true,
      kind: "Event",
      body: PostBody(html: html, event: event),
      thread: PostThread(),
      page: nil,
      publishedAt: Date(timeIntervalSince1970: 1_700_000_000)
    )
    return CalendarFile.Entry(post, by: lea)
  }

  /// Lines as they were before they were folded (RFC 5545 §3.1).
  private func lines(_ text: String) -> [String] {
    text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
  }

  @Test func anEventHasItsTimesInUTC() async throws {
    let start = Date(timeIntervalSince1970: 1_764_939_600)
    let event = Event(
      title: "Atelier; vélo, \\ etc.",
      startsAt: start,
      endsAt: start.addingTimeInterval(7_200),
      timeZone: "Europe/Paris",
      status: .cancelled,
      places: [Event.Place(name: "Salle", latitude: 48.5, longitude: -3.25)]
    )
    let text = CalendarFile([try await entry(event)], named: "Agenda").text
    let lines = lines(text)

    #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR")
    #expect(lines.contains("METHOD:PUBLISH"))
    #expect(lines.contains("X-WR-CALNAME:Agenda"))
    #expect(lines.contains("UID:https://atelier.example/posts/1"))
    #expect(lines.contains("DTSTART:20251205T130000Z"))
    #expect(lines.contains("DTEND:20251205T150000Z"))
    #expect(lines.contains("SUMMARY:Atelier\\; vélo\\, \\\\ etc."))
    #expect(lines.contains("STATUS:CANCELLED"))
    #expect(lines.contains { $0.hasPrefix("GEO:48.5") })
    #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
  }

  @Test func nothingThatIsSaidBecomesALineOfItsOwn() async throws {
    let event = Event(
      title: "a\r\nATTACH:file:///etc/passwd",
      startsAt: Date(timeIntervalSince1970: 1_764_939_600),
      places: [Event.Place(name: "b\nBEGIN:VALARM")]
    )
    let html = "<p>x\u{0}</p><p>END:VEVENT</p>"
    let lines = lines(CalendarFile([try await entry(event, html: html)]).text)

    #expect(!lines.contains { $0.hasPrefix("ATTACH") || $0.hasPrefix("BEGIN:VALARM") })
    #expect(lines.filter { $0 == "END:VEVENT" }.count == 1)
  }

  @Test func anInvitationNamesItsGuestAndTheAnswer() async throws {
    var entry = try await entry(
      Event(title: "x", startsAt: Date(timeIntervalSince1970: 1_764_939_600))
    )
    entry.guest = (entry.organizer, .accepted)
    let lines = lines(CalendarFile([entry], .request).text)

    #expect(lines.contains("METHOD:REQUEST"))
    #expect(lines.contains { $0.hasPrefix("ATTENDEE;") && $0.contains("PARTSTAT=ACCEPTED") })
    #expect(lines.contains { $0.hasPrefix("ORGANIZER;CN=") })
  }

  @Test func whatHasNoTimeYetIsInNoCalendar() async throws {
    let text = CalendarFile([try await entry(Event(title: "x", startsAt: nil))]).text

    #expect(!text.contains("VEVENT"))
  }

  @Test(
    "A time is read in its zone",
    arguments: [
      ("2026-12-05T18:00", "2026-12-05T17:00:00Z"), ("2026-07-05 18:00", "2026-07-05T16:00:00Z"),
      ("2026-12-05T18:00:30", "2026-12-05T17:00:30Z"),
      ("2026-12-05T18:00:00+09:00", "2026-12-05T09:00:00Z"),
      // Not there: clocks go from 2 to 3.
      ("2026-03-29T02:30", "2026-03-29T01:30:00Z"), ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
      // Twice there: the first.
      ("2026-10-25T02:30", "2026-10-25T00:30:00Z"), ("2026-10-25T03:00", "2026-10-25T02:00:00Z"),
      ("2026-10-25T00:30", "2026-10-24T22:30:00Z"), ("2026-03-29T01:30", "2026-03-29T00:30:00Z"),
    ]
  )
  func time(_ text: String, _ expected: String) throws {
    let zone = try required(TimeZone(identifier: "Europe/Paris"))

    #expect(EventTime.date(text, in: zone)?.formatted(.iso8601) == expected)
  }

  @Test("What is no time is none", arguments: ["", "demain", "2026-13-05T18:00", "2026-12-05"])
  func noTime(_ text: String) {
    #expect(EventTime.date(text, in: .gmt) == nil)
  }
}
