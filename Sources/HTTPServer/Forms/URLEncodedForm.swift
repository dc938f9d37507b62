import Model

/// Forms as browsers encode them in bodies and queries: `application/x-www-form-urlencoded` (WHATWG
/// URL §5.1), with nested names.
///
/// Where that standard would put U+FFFD for bytes that are not UTF-8, they are refused.
package enum URLEncodedForm {
  /// A name and its value, decoded.
  package struct Pair: Sendable, Hashable {
    package let name: String
    package let value: String
  }

  /// Reads a form into one object.
  package static func value(
    of bytes: ArraySlice<UInt8>,
    limits: FormLimits = .standard
  ) throws(Refusal) -> FormValue {
    let tree = FormTree()
    for pair in try pairs(of: bytes, limits: limits) {
      try tree.add(.string(pair.value), FormName(pair.name, limits: limits))
    }
    return tree.value
  }

  /// Reads the query of an address into one object.
  package static func value(
    ofQuery query: String?,
    limits: FormLimits = .standard
  ) throws(Refusal) -> FormValue {
    try value(of: Array((query ?? "").utf8)[...], limits: limits)
  }

  /// The fields in their order, names as they are written.
  package static func pairs(
    of bytes: ArraySlice<UInt8>,
    limits: FormLimits = .standard
  ) throws(Refusal) -> [Pair] {
    guard bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
    let fields = bytes.split(separator: UInt8(ascii: "&"), maxSplits: limits.values)
    guard fields.count <= limits.values else {
      throw .malformed("A form has more than \(limits.values) fields.")
    }
    var pairs: [Pair] = []
    pairs.reserveCapacity(fields.count)
    for field in fields {
      let end = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
      guard let name = decoded(field[..<end]), let value = decoded(field[end...].dropFirst()) else {
        throw .malformed("A form must be in UTF-8.")
      }
      pairs.append(Pair(name: name, value: value))
    }
    return pairs
  }

  /// Plus signs are spaces; a percent sign without two digits stays itself.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
        let high = hexadecimal(bytes[index + 1]), let low = hexadecimal(bytes[index + 2])
      {
        plain.append(high << 4 | low)
        index += 3
      } else {
        plain.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        index += 1
      }
    }
    return String(validating: plain, as: UTF8.self)
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
