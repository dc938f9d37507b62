import StrictJSON

/// A card of a person in the two spellings of vCard 4.0: text (RFC 6350) and JSON (RFC 7095).
struct ContactCard: Sendable {
  /// One line of it.
  struct Property: Sendable {
    let name: String
    var parameters: [(String, String)] = []
    /// `text`, or `uri`.
    var type = "text"
    let value: String
  }

  var properties: [Property] = []

  mutating func add(
    _ name: String,
    _ value: String,
    type: String = "text",
    _ parameters: [(String, String)] = []
  ) {
    properties.append(Property(name: name, parameters: parameters, type: type, value: value))
  }

  // MARK: Text

  /// Lines end with CR LF; none has more than 75 bytes (RFC 6350 §3.2).
  var text: String {
    let lines =
      ["BEGIN:VCARD", "VERSION:4.0"] + properties.map(Self.line) + ["END:VCARD"]
    return lines.flatMap(Self.folded).map { "\($0)\r\n" }.joined()
  }

  private static func line(_ property: Property) -> String {
    let parameters = property.parameters.map { ";\($0.0.uppercased())=\($0.1)" }.joined()
    let value = property.type == "text" ? escaped(property.value) : property.value
    return "\(property.name.uppercased())\(parameters):\(value)"
  }

  /// RFC 6350 §3.4.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for letter in text {
      switch letter {
      case "\\": escaped += "\\\\"
      case ",": escaped += "\\,"
      case ";": escaped += "\\;"
      case "\n", "\r", "\r\n": escaped += "\\n"
      default: escaped.append(letter)
      }
    }
    return escaped
  }

  private static let width = 75

  private static func folded(_ line: String) -> [String] {
    var (lines, current, length) = ([String](), "", 0)
    for scalar in line.unicodeScalars {
      let bytes = String(scalar).utf8.count
      if length + bytes > width {
        lines.append(current)
        (current, length) = (" ", 1)
      }
      current.unicodeScalars.append(scalar)
      length += bytes
    }
    return lines + [current]
  }

  // MARK: JSON

  var json: JSON {
    let version: JSON = ["version", .object(JSONObject()), "text", "4.0"]
    return ["vcard", .array([version] + properties.map(Self.array))]
  }

  private static func array(_ property: Property) -> JSON {
    let parameters = property.parameters.map { ($0.0.lowercased(), JSON.string($0.1)) }
    return [
      .string(property.name.lowercased()), .object(JSONObject(parameters)),
      .string(property.type), .string(property.value),
    ]
  }
}
