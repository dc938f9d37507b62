/// Base64 for URLs without padding (RFC 4648 §5), strict: one text for one value.
package enum Base64URL {
  package static func encode(_ bytes: some Collection<UInt8>) -> String {
    let text = Base64.encode(bytes).utf8.prefix { $0 != UInt8(ascii: "=") }
    return String(decoding: text.map(Self.forURL), as: UTF8.self)
  }

  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard text.utf8.count % 4 != 1, !text.utf8.contains(where: Self.isForeign) else { return nil }
    let padding = repeatElement(UInt8(ascii: "="), count: (4 - text.utf8.count % 4) % 4)
    return Base64.decode(text.utf8.map(Self.plain) + padding)
  }

  private static func forURL(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    default: letter
    }
  }

  private static func plain(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: letter
    }
  }

  private static func isForeign(_ letter: UInt8) -> Bool {
    [UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "=")].contains(letter)
  }
}
