/// The header fields of a message: names in lower case, every line in its order.
package struct HeaderFields: Hashable, Sendable {
  /// One field line.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      let hasUppercase = name.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      self.name = hasUppercase ? name.lowercased() : name
      self.value = value
    }
  }

  package private(set) var fields: [Field]

  package init(_ fields: [Field] = []) { self.fields = fields }

  package init(_ pairs: some Sequence<(String, String)>) {
    fields = pairs.map { Field($0, $1) }
  }

  package mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name, value))
  }

  package mutating func append(_ field: Field) { fields.append(field) }

  package mutating func remove(_ name: String) {
    fields.removeAll { $0.name == name }
  }

  package func contains(_ name: String) -> Bool { fields.contains { $0.name == name } }

  package func values(of name: String) -> [String] {
    fields.lazy.filter { $0.name == name }.map(\.value)
  }

  /// The value a signature covers: lines trimmed and joined by a comma and a space (RFC 9421 §2.1).
  ///
  /// - Parameter name: The field's name in lower case.
  /// - Returns: nil when there is no such field.
  package func combined(_ name: String) -> String? {
    var combined: String?
    for field in fields where field.name == name {
      let value = Self.trimmed(field.value)
      combined = combined.map { $0 + ", " + value } ?? value
    }
    return combined
  }

  private static func trimmed(_ value: String) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    guard
      let first = value.utf8.first, let last = value.utf8.last, isBlank(first) || isBlank(last)
    else { return value }
    let bytes = value.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return String(decoding: Array(bytes), as: UTF8.self)
  }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }
}
