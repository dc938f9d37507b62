import Foundation
import Model
import Testing

@Suite("What a member gets by mail")
struct MailPreferenceTests {
  private static let zone = TimeZone(identifier: "Europe/Paris") ?? .gmt

  private static func time(_ text: String) throws -> Date {
    try Date(text + "+01:00", strategy: .iso8601)
  }

  @Test(
    "is due at its pace: at once, at eight of the next day, Monday, first of the month",
    arguments: [
      (MailPace.never, "2027-01-15T09:00:00", false),
      (.atOnce, "2026-11-26T20:04:00", false), (.atOnce, "2026-11-26T20:05:00", true),
      (.daily, "2026-11-27T07:59:00", false), (.daily, "2026-11-27T08:00:00", true),
      (.weekly, "2026-11-29T12:00:00", false), (.weekly, "2026-11-30T08:00:00", true),
      (.monthly, "2026-12-01T07:00:00", false), (.monthly, "2026-12-01T08:00:00", true),
    ]
  )
  func pace(pace: MailPace, now: String, isDue: Bool) throws {
    // A Thursday.
    let last = try Self.time("2026-11-26T20:00:00")
    let preference = MailPreference(pace: pace, digestedAt: last)

    #expect(preference.isDue(at: try Self.time(now), in: Self.zone) == isDue)
  }

  @Test("waits in quiet hours, also over midnight")
  func quiet() throws {
    let last = try Self.time("2026-11-26T12:00:00")
    let hours: QuietHours = try #require(QuietHours("22-7"))
    let night = MailPreference(pace: .atOnce, quiet: hours, digestedAt: last)

    #expect(!night.isDue(at: try Self.time("2026-11-26T23:00:00"), in: Self.zone))
    #expect(!night.isDue(at: try Self.time("2026-11-27T06:59:00"), in: Self.zone))
    #expect(night.isDue(at: try Self.time("2026-11-27T07:00:00"), in: Self.zone))
    #expect(night.isDue(at: try Self.time("2026-11-26T21:59:00"), in: Self.zone))
  }

  @Test(
    "reads hours of the day and nothing else",
    arguments: ["", "22", "7-7", "24-3", "a-b", "-1-3"]
  )
  func hours(text: String) {
    #expect(QuietHours(text) == nil)
  }

  @Test("goes to the confirmed address alone, whatever its case")
  func confirmed() {
    let preference = MailPreference(confirmed: "Ada@example.org", digestedAt: .distantPast)

    #expect(preference.isConfirmed("ada@EXAMPLE.org"))
    #expect(!preference.isConfirmed("eve@example.org") && !preference.isConfirmed(nil))
  }

  @Test(
    "an address is one of RFC 5321 without extensions",
    arguments: [
      ("ada@example.org", true), ("a.b+c@localhost", true), ("", false), ("ada", false),
      ("a@b@c", false), (".a@b.c", false), ("a..b@c.d", false), ("a b@c.d", false),
      ("a@-b.c", false), ("a@b..c", false), ("a@b.c\r\nBcc: d", false), ("<a@b.c>", false),
      ("é@b.c", false), ("a@b.c ", false),
    ]
  )
  func address(text: String, isOne: Bool) {
    #expect((MailAddress(text) != nil) == isOne)
  }

  @Test("a letter is tried again less and less often, and given up at the end of its life")
  func retrying() throws {
    let now = Date(timeIntervalSince1970: 1_000_000)
    var letter = QueuedLetter(
      to: nil,
      kind: .passwordReset,
      recipient: try #require(MailAddress("a@b.example")),
      sealed: [],
      writtenAt: now
    )

    #expect(letter.retry(at: now) == now.addingTimeInterval(30))
    letter.attempts = 3
    #expect(letter.retry(at: now) == now.addingTimeInterval(240))
    #expect(letter.retry(at: now.addingTimeInterval(3_500)) == nil)
  }
}
