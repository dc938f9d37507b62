import StrictJSON

/// The one spelling of a JSON value by the JSON Canonicalization Scheme (RFC 8785).
package enum CanonicalJSON {
  /// A number that is not a finite double, which the scheme cannot write (§3.2.2.3).
  package struct NumberOutOfRange: Error, Hashable, Sendable {
    package let lexeme: String
  }

  /// Writes a value canonically: no white space, keys sorted, numbers as ECMAScript prints them.
  package static func bytes(of value: JSON) throws(NumberOutOfRange) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(1024)
    try write(value, to: &output)
    return output
  }

  /// Writes an object canonically.
  package static func bytes(of object: JSONObject) throws(NumberOutOfRange) -> [UInt8] {
    try bytes(of: .object(object))
  }

  private static func write(_ value: JSON, to output: inout [UInt8]) throws(NumberOutOfRange) {
    switch value {
    case .null: output.append(contentsOf: "null".utf8)
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let lexeme):
      guard let text = ECMAScriptNumber.text(of: lexeme) else {
        throw NumberOutOfRange(lexeme: lexeme)
      }
      output.append(contentsOf: text.utf8)
    case .string(let text): JSON.writeQuoted(text, to: &output)
    case .array(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        try write(element, to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let object): try write(object, to: &output)
    }
  }

  /// Keys are sorted by their UTF-16 code units (§3.2.3), which is not the order of code points.
  private static func write(
    _ object: JSONObject,
    to output: inout [UInt8]
  ) throws(NumberOutOfRange) {
    let members = object.members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
    output.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      JSON.writeQuoted(member.key, to: &output)
      output.append(UInt8(ascii: ":"))
      try write(member.value, to: &output)
    }
    output.append(UInt8(ascii: "}"))
  }
}
