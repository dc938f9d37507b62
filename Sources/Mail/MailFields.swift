/// Lines of a message, whatever ends them; what is no text is replaced.
enum MailLines {
  static func split(_ bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
    }
  }
}

/// The fields at the head of a message, of a part of it, or of a group in a report (RFC 5322 §2.2).
struct MailFields {
  private var fields: [(name: String, value: String)] = []

  /// Takes fields up to the first empty line, and that line.
  init(taking lines: inout ArraySlice<String>) {
    while let line = lines.popFirst(), !line.isEmpty {
      if line.first == " " || line.first == "\t" {
        guard !fields.isEmpty else { continue }
        fields[fields.count - 1].value += " " + Self.printable(line[...])
      } else if let colon = line.firstIndex(of: ":") {
        let name = line[..<colon].lowercased()
        fields.append((name, Self.printable(line[line.index(after: colon)...])))
      }
    }
  }

  /// The first field of a name, which is in small letters.
  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// Without space around it and without what a terminal would take for a command.
  private static func printable(_ text: Substring) -> String {
    let kept = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    var value = Substring(String(String.UnicodeScalarView(kept)))
    while value.first?.isWhitespace ?? false { value.removeFirst() }
    while value.last?.isWhitespace ?? false { value.removeLast() }
    return String(value)
  }
}

/// The value of a field such as `Content-Type`, and what stands after it (RFC 2045 §5.1).
struct MailParameters {
  /// In small letters.
  let value: String
  private var parameters: [String: String] = [:]

  init(_ text: String) {
    let parts = Self.parts(of: text)
    value = Self.trimmed(parts[0]).lowercased()
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let name = Self.trimmed(String(part[..<equals])).lowercased()
      parameters[name] = Self.trimmed(String(part[part.index(after: equals)...]))
    }
  }

  subscript(name: String) -> String? { parameters[name] }

  /// What stands between semicolons, without quotes.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var (isQuoted, isEscaped) = (false, false)
    for character in text {
      switch character {
      case _ where isEscaped:
        parts[parts.count - 1].append(character)
        isEscaped = false
      case "\\" where isQuoted: isEscaped = true
      case "\"": isQuoted.toggle()
      case ";" where !isQuoted: parts.append("")
      default: parts[parts.count - 1].append(character)
      }
    }
    return parts
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
