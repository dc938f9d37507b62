import ActivityStreams
import Foundation

/// When something takes place, as people write it.
package enum EventTime {
  /// Reads a moment with its offset (RFC 3339), or a wall time in a zone: `2026-12-05T18:00`.
  ///
  /// A wall time that is there twice, or not at all, as clocks are put back or forth, is read by the
  /// offset before the change.
  package static func date(_ text: String, in zone: TimeZone) -> Date? {
    guard !hasOffset(text) else { return AS.Timestamp.date(text) }
    guard text.utf8.count <= 19, text.utf8.count >= 16,
      let wall = AS.Timestamp.date(completed(text))
    else { return nil }
    let before = zone.secondsFromGMT(for: wall.addingTimeInterval(-86_400))
    let after = zone.secondsFromGMT(for: wall.addingTimeInterval(86_400))
    let fitting = [before, after].first { offset in
      zone.secondsFromGMT(for: wall.addingTimeInterval(-TimeInterval(offset))) == offset
    }
    return wall.addingTimeInterval(-TimeInterval(fitting ?? before))
  }

  /// Whether a time says how far it is from UTC, after its day.
  private static func hasOffset(_ text: String) -> Bool {
    text.dropFirst(11).contains { "Zz+-".contains($0) }
  }

  /// A wall time as if it were UTC.
  private static func completed(_ text: String) -> String {
    let text = text.replacing(" ", with: "T", maxReplacements: 1)
    return text.count == 16 ? "\(text):00Z" : "\(text)Z"
  }
}
