import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// Every file in `Protocol/examples/indicators` is what this node reads and writes.
@Suite("Examples of indicators") struct IndicatorExamplesTests {
  private static let now = Date(milliseconds: 1_795_430_000_000)

  static var messages: [String] {
    get throws {
      try ProtocolFiles.names(in: "examples/indicators").filter { $0.hasPrefix("sync-") }
    }
  }

  private func key() throws -> String {
    let founders = try ProtocolFiles.json("examples/territory/charter.json").list("founders")
    let node = try founders.map { try NodeRecord(json: $0) }.first { $0.host == "atelier.example" }
    return try required(node).key
  }

  private func document() throws -> JSONObject {
    try required(ProtocolFiles.json("examples/indicators/report.json").object)
  }

  @Test("The report is read, its proof holds, and it is written again as it was")
  func reading() throws {
    let document = try document()
    let report = try IndicatorReport(
      document,
      from: "atelier.example",
      signedBy: try key(),
      at: Self.now
    )

    #expect(report.month == Month("2026-10"))
    #expect(report.indicators.count == 6)
    #expect(report.indicators.count { $0.value == nil } == 1)
    let written = report.document(naming: ["quartier.example", "ville.example"])
    #expect(JSON.object(written).inOrder == JSON.object(document.removing("proof")).inOrder)
    let less = IndicatorReport(
      host: report.host,
      month: report.month,
      indicators: report.indicators
    ).document(naming: [])
    #expect(less["figures"]?.array?.count == 3, "who shares no indicators is not named")
  }

  @Test("A message is read and written again as it was", arguments: try messages)
  func message(name: String) throws {
    let json = try ProtocolFiles.json("examples/indicators/\(name)")

    #expect(JSON.object(try IndicatorMessage(json).document).inOrder == json.inOrder)
  }

  @Test("A report is refused for another node, another key, and before its month is settled")
  func refusals() throws {
    let document = try document()
    let key = try key()
    let other = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    let early = try required(Month("2026-11")).start.addingTimeInterval(2 * 86_400)
    #expect(throws: Refusal.self) {
      try IndicatorReport(document, from: "ville.example", signedBy: key, at: Self.now)
    }
    #expect(throws: Refusal.self) {
      try IndicatorReport(document, from: "atelier.example", signedBy: other, at: Self.now)
    }
    #expect(throws: Refusal.self) {
      try IndicatorReport(document, from: "atelier.example", signedBy: key, at: early)
    }
    var changed = document
    changed["month"] = "2026-09"
    changed["id"] = "https://atelier.example/indicators/2026-09"
    #expect(throws: Refusal.self) {
      try IndicatorReport(changed, from: "atelier.example", signedBy: key, at: Self.now)
    }
  }
}
