/// Six words by which two people make sure, by voice, that they see the same key.
///
/// They are the first 66 bits of a hash, eleven a word: too many for anybody to find another key
/// with the same words, and few enough to be read out.
package struct VerificationWords: Hashable, Sendable, CustomStringConvertible {
  private static let count = 6
  private static let bitsEach = 11

  /// Places in the list of 2048.
  private let places: [Int]

  /// Takes the 32 bytes of a SHA-256.
  package init(hash: [UInt8]) {
    precondition(hash.count == 32, "the words are made of a whole hash")
    places = (0..<Self.count).map { word in
      (0..<Self.bitsEach).reduce(0) { value, bit in
        let place = word * Self.bitsEach + bit
        return value << 1 | Int(hash[place / 8] >> UInt8(7 - place % 8) & 1)
      }
    }
  }

  /// Takes six words that a person typed; case, accents and what stands between do not matter.
  ///
  /// Numbers before the words are taken for what stands between.
  package init?(typed text: some StringProtocol) {
    guard text.utf8.count <= 400 else { return nil }
    let words = PlainSpelling(text).words.filter { !$0.allSatisfy(\.isNumber) }
    let places = words.compactMap { VerificationWordList.places[PlainSpelling($0)] }
    guard words.count == Self.count, places.count == Self.count else { return nil }
    self.places = places
  }

  /// Whether a person typed these words.
  package func matches(_ typed: String) -> Bool {
    VerificationWords(typed: typed) == self
  }

  package var words: [String] { places.map { VerificationWordList.words[$0] } }

  /// The words, as they are read out.
  package var description: String { words.joined(separator: " ") }
}
