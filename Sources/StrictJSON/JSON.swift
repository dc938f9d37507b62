/// A JSON value exactly as it was written: members keep their order, numbers keep their digits.
///
/// Signatures are made over text, so nothing here may round a number or drop a duplicate key the
/// way a general decoder does (RFC 8259, RFC 8785).
package enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number's text, kept exactly: `1.0` and `1` are different values.
  case number(String)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  /// Compares strings byte for byte, where `String` itself would compare canonical equivalents.
  package static func == (lhs: JSON, rhs: JSON) -> Bool {
    switch (lhs, rhs) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left.hasSameBytes(as: right)
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// The number of an integer.
  package static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }
}

// MARK: - Reading

extension JSON {
  /// The member of an object; nil for every other kind of value.
  package subscript(key: String) -> JSON? { object?[key] }

  /// The element of an array; nil out of range and for every other kind of value.
  package subscript(index: Int) -> JSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  package var array: [JSON]? {
    guard case .array(let value) = self else { return nil }
    return value
  }

  package var object: JSONObject? {
    guard case .object(let value) = self else { return nil }
    return value
  }

  /// The number when it is written as an integer that fits.
  package var int: Int? {
    guard case .number(let lexeme) = self else { return nil }
    return Int(lexeme)
  }

  /// The number as a double; nil when it overflows to infinity.
  package var double: Double? {
    guard case .number(let lexeme) = self, let value = Double(lexeme), value.isFinite else {
      return nil
    }
    return value
  }

  package var isNull: Bool { self == .null }
}

// MARK: - Writing by literal

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral {
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByStringInterpolation {}

extension JSON: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  package init(integerLiteral value: Int) { self = .number(String(value)) }

  package init(floatLiteral value: Double) {
    precondition(value.isFinite, "JSON has no infinity")
    self = .number(String(value))
  }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }

  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }
}
