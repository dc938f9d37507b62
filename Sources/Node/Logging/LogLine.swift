import Logging

/// One event of the log, about to become one line.
struct LogLine {
  let time: String
  let level: Logger.Level
  let label: String
  let message: String
  let fields: [(name: String, value: String)]

  // Longer texts come from outside, and nobody reads them in a log.
  private static let longestValue = 2_000

  /// For people: `time level label: message name=value`.
  var text: String {
    let word = level.rawValue.padding(to: 8)
    var line = "\(time) \(word) \(Self.escaped(label)): \(Self.escaped(message))"
    for field in fields {
      line += " \(Self.name(field.name))=\(Self.value(field.value))"
    }
    return line
  }

  /// A JSON object (RFC 8259) in one line; fields in an object of their own.
  var json: String {
    let fields = fields.map { "\(Self.string($0.name)):\(Self.string($0.value))" }
    let members = [
      "\"time\":\(Self.string(time))", "\"level\":\(Self.string(level.rawValue))",
      "\"logger\":\(Self.string(label))", "\"message\":\(Self.string(message))",
      "\"fields\":{\(fields.joined(separator: ","))}",
    ]
    return "{\(members.joined(separator: ","))}"
  }
}

// MARK: - Escaping

extension LogLine {
  /// A text in which no character ends the line, steers a terminal or turns the reading direction.
  private static func escaped(_ text: String) -> String {
    guard !isHarmless(text) else { return text }
    return cut(text).unicodeScalars.reduce(into: "") { result, scalar in
      result += isHarmful(scalar) ? readable(scalar) : String(scalar)
    }
  }

  /// A value of a field: in quotes when it would not stand as one word.
  private static func value(_ text: String) -> String {
    let isWord =
      !text.isEmpty && !text.contains { $0 == " " || $0 == "\"" || $0 == "=" || $0 == "\\" }
    guard !isWord else { return escaped(text) }
    let inner = cut(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where isHarmful(scalar): result += readable(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return "\"\(inner)\""
  }

  /// A name of a field, in which nothing but word characters is left.
  private static func name(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(100).map { scalar in
        isWordScalar(scalar) ? Character(scalar) : "_"
      }
    )
  }

  private static func string(_ text: String) -> String {
    let inner = cut(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where isHarmful(scalar): result += jsonEscape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return "\"\(inner)\""
  }

  private static func cut(_ text: String) -> String {
    text.unicodeScalars.count <= longestValue
      ? text : String(text.unicodeScalars.prefix(longestValue)) + "…"
  }

  private static func isHarmless(_ text: String) -> Bool {
    text.utf8.count <= longestValue && text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
  }

  /// Control characters, line separators, and marks that reorder the text around them.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1f, 0x7f...0x9f, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
      true
    default: false
    }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "-": true
    default: false
    }
  }

  private static func readable(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }

  private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
