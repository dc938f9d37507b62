import Foundation
import Logging
import Synchronization
import Testing

@testable import Node

@Suite("Log")
struct LoggingTests {
  /// The lines that a logger writes while it is used.
  private static func lines(_ format: LogFormat, use: (inout Logger) -> Void) -> [String] {
    // A class, since the handler keeps what it writes to.
    final class Sink: Sendable { let lines = Mutex<[String]>([]) }
    let sink = Sink()
    var logger = Logger(label: "test") { label in
      NodeLogHandler(
        label: label,
        level: .info,
        format: format,
        now: { Date(timeIntervalSince1970: 1795470492.0625) },
        write: { line in sink.lines.withLock { $0.append(line) } }
      )
    }
    use(&logger)
    return sink.lines.withLock { $0 }
  }

  @Test("A line for people has time, level, logger, message and fields in order")
  func text() {
    let lines = Self.lines(.text) { logger in
      logger[metadataKey: "request"] = "r1"
      logger.info("activity accepted", metadata: ["actor": "https://a.example/u", "note": "a b"])
      logger.debug("not shown")
    }

    #expect(
      lines == [
        "2026-11-23T21:48:12.062Z info     test: activity accepted "
          + "actor=https://a.example/u note=\"a b\" request=r1"
      ]
    )
  }

  @Test(
    "Text from outside cannot start a line, forge a field or steer a terminal",
    arguments: [
      "x\n2026-11-23T00:00:00.000Z info node: forged", "x\r\nforged", "\u{1b}[2Jx", "a=b c=\"d\"",
      "\u{2028}line", "\u{202e}gnp.exe", "\u{0}", "\\", "\u{85}next", "",
    ]
  )
  func injection(text: String) throws {
    for format in [LogFormat.text, .json] {
      let lines = Self.lines(format) { logger in
        logger.info("\(text)", metadata: ["value": "\(text)", "na\nme": "x"])
      }

      let line = try #require(lines.first)
      #expect(lines.count == 1)
      for scalar in line.unicodeScalars {
        #expect(scalar.properties.generalCategory != .control)
        #expect(![0x2028, 0x202e, 0x85].contains(scalar.value))
      }
      if format == .json {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let fields = object?["fields"] as? [String: String]
        #expect(object?["message"] as? String == text)
        #expect(fields?["value"] == text)
      } else if text.contains("=") {
        #expect(line.contains("value=\"a=b c=\\\"d\\\"\""))
      }
    }
  }

  @Test("A line for programs is one JSON object, errors included")
  func json() throws {
    struct Failure: Error {}

    let line = try #require(
      Self.lines(.json) { $0.warning("it \"failed\"", error: Failure()) }.first
    )

    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(object?["time"] as? String == "2026-11-23T21:48:12.062Z")
    #expect(object?["level"] as? String == "warning")
    #expect(object?["logger"] as? String == "test")
    #expect(object?["message"] as? String == "it \"failed\"")
    #expect((object?["fields"] as? [String: String])?["error"] == "Failure()")
  }

  @Test("A very long value is cut")
  func cuts() throws {
    let long = String(repeating: "é", count: 100_000)

    let line = try #require(Self.lines(.text) { $0.info("m", metadata: ["v": "\(long)"]) }.first)

    #expect(line.count < 2_200)
  }

  @Test("Times before 1970 and at turns of the year are right")
  func timestamps() {
    #expect(Timestamp.text(of: Date(timeIntervalSince1970: 0)) == "1970-01-01T00:00:00.000Z")
    #expect(
      Timestamp.text(of: Date(timeIntervalSince1970: 1798761599.999))
        == "2026-12-31T23:59:59.999Z"
    )
    #expect(Timestamp.text(of: Date(timeIntervalSince1970: -1)) == "1969-12-31T23:59:59.000Z")
    #expect(Timestamp.text(of: Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59.500Z")
  }
}
