import Foundation
import Testing

@testable import ActivityStreams

@Suite struct TimestampTests {
  @Test(
    "Times are read as the fediverse writes them and written in one way",
    arguments: [
      ("2026-11-23T10:15:00Z", "2026-11-23T10:15:00Z"),
      ("2026-11-23t10:15:00z", "2026-11-23T10:15:00Z"),
      ("2026-11-23T10:15:00", "2026-11-23T10:15:00Z"),
      ("2026-11-23T11:15:00+01:00", "2026-11-23T10:15:00Z"),
      ("2026-11-22T23:15:00-1100", "2026-11-23T10:15:00Z"),
      ("2021-10-07T18:06:52.555500Z", "2021-10-07T18:06:52.555Z"),
      ("2021-10-07T18:06:52.5Z", "2021-10-07T18:06:52.500Z"),
      ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
      ("1969-12-31T23:59:59.001Z", "1969-12-31T23:59:59.001Z"),
      ("2000-02-29T00:00Z", "2000-02-29T00:00:00Z"),
      ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
      ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
      ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ]
  )
  func read(text: String, expected: String) throws {
    let date = try #require(AS.Timestamp.date(text))

    #expect(AS.Timestamp.text(date) == expected)
  }

  @Test(
    "What is no time is refused",
    arguments: [
      "", "yesterday", "2026-11-23", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z",
      "2026-11-23T10:15:00+25:00", "2026-11-23T10:15:00.Z", "2026-11-23T10:15:00ZZ",
      "0000-01-01T00:00:00Z", "20260-11-23T10:15:00Z", "٢٠٢٦-11-23T10:15:00Z",
    ]
  )
  func refused(text: String) {
    #expect(AS.Timestamp.date(text) == nil)
  }

  @Test func `A known moment comes out right`() {
    #expect(AS.Timestamp.text(Date(timeIntervalSince1970: 951_782_400)) == "2000-02-29T00:00:00Z")
    #expect(AS.Timestamp.text(Date(timeIntervalSince1970: 0.25)) == "1970-01-01T00:00:00.250Z")
  }
}
