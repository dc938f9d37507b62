/// A commune where somebody works or lives; nothing finer is ever kept.
package struct TalentPlace: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The commune of work.
    case work
    /// A commune of life: the home, the family's, the association's.
    case life
  }

  /// The INSEE code of the commune.
  package var code: String
  package var kind: Kind

  /// - Throws: `Refusal.malformed` for what has not the form of an INSEE code.
  package init(code: String, kind: Kind) throws(Refusal) {
    guard Self.isCode(code) else {
      throw .malformed(
        "‘\(code.prefix(20))’ is no INSEE code of a commune, such as 44109 or 2A004."
      )
    }
    (self.code, self.kind) = (code, kind)
  }

  /// Five characters; the second may be one of Corsica's letters.
  package static func isCode(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(6))
    return bytes.count == 5
      && bytes.enumerated().allSatisfy { place, byte in
        (0x30...0x39).contains(byte)
          || (place == 1 && (byte == UInt8(ascii: "A") || byte == UInt8(ascii: "B")))
      }
  }
}
