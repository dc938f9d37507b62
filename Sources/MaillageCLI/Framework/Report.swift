import Foundation

/// What a command has to say: a JSON document with stable names, and the same for people.
struct Report: Sendable {
  /// The text for people, without a final line feed.
  var text: String
  /// The JSON document.
  var json: String
  /// 0, unless the command did its work and found something wrong.
  var exitCode: Int32 = 0

  init(_ text: String, _ value: some Encodable, exitCode: Int32 = 0) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    self.text = text
    self.json = String(decoding: try encoder.encode(value), as: UTF8.self)
    self.exitCode = exitCode
  }

  func output(asJSON: Bool) -> String { asJSON ? json : text }
}
