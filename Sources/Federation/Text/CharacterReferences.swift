import CGumbo

/// Turns the raw source of a text or an attribute into what its reader is meant to see.
enum CharacterReferences {
  /// Where a text stands; HTML standard §13.2.5.73 is stricter inside of attributes.
  enum Place {
    case text
    case attribute
  }

  static func decode(_ source: ArraySlice<UInt8>, in place: Place) -> String {
    let text = VisibleText.clean(String(decoding: source, as: UTF8.self))
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    return VisibleText.clean(resolve(withoutMarkup(Array(text.utf8), in: place)))
  }

  /// Leaves gumbo nothing to do but references: with no `<` there is no tag and no tree.
  private static func withoutMarkup(_ source: [UInt8], in place: Place) -> [UInt8] {
    var flat: [UInt8] = []
    flat.reserveCapacity(source.count)
    for (index, byte) in source.enumerated() {
      switch byte {
      case UInt8(ascii: "<"): flat += "&lt;".utf8
      // `?a=1&copy=2` is a query, not a copyright sign.
      case UInt8(ascii: "&") where place == .attribute && !isClosedReference(source[index...]):
        flat += "&amp;".utf8
      default: flat.append(byte)
      }
    }
    return flat
  }

  private static func isClosedReference(_ source: ArraySlice<UInt8>) -> Bool {
    let longestName = 33
    let reference = source.dropFirst().prefix(longestName)
    guard let end = reference.firstIndex(of: UInt8(ascii: ";")) else { return false }
    return reference[..<end].allSatisfy { $0 == UInt8(ascii: "#") || $0.isASCIIAlphanumeric }
  }

  /// Parses as the content of a `<title>`, where HTML knows text and references only.
  private static func resolve(_ source: [UInt8]) -> String {
    var options = kGumboDefaultOptions
    options.fragment_context = GUMBO_TAG_TITLE
    options.max_errors = 0
    return source.withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      guard let output = gumbo_parse_with_options(&options, start, buffer.count) else { return "" }
      defer { gumbo_destroy_output(&options, output) }
      return text(in: output.pointee.root)
    }
  }

  private static func text(in root: UnsafeMutablePointer<GumboNode>) -> String {
    let children = root.pointee.v.element.children
    var text = ""
    for index in 0..<Int(children.length) {
      guard let child = children.data[index]?.assumingMemoryBound(to: GumboNode.self),
        child.pointee.type == GUMBO_NODE_TEXT || child.pointee.type == GUMBO_NODE_WHITESPACE
      else { continue }
      text += String(cString: child.pointee.v.text.text)
    }
    return text
  }
}

extension UInt8 {
  var isASCIIAlphanumeric: Bool {
    let lower = self | 0x20
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower)
  }
}
