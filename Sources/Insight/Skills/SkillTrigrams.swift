/// Finds the words that are spelled nearly like another, by the trigrams that they share.
struct SkillTrigrams: Sendable {
  /// From this share on, two words are taken for spellings of one another: Jaccard's index, as in
  /// PostgreSQL's `pg_trgm`.
  static let threshold: Float = 0.4
  /// Shorter words have too few trigrams to tell a slip from another word.
  static let shortest = 4

  private let places: [UInt32: [Int32]]
  private let counts: [Int32]

  /// Takes the words in the order that they are numbered in.
  init(_ words: [String]) {
    var places: [UInt32: [Int32]] = [:]
    var counts: [Int32] = []
    counts.reserveCapacity(words.count)
    for (number, word) in words.enumerated() {
      let trigrams = Self.trigrams(of: word)
      counts.append(Int32(trigrams.count))
      for trigram in trigrams { places[trigram, default: []].append(Int32(number)) }
    }
    (self.places, self.counts) = (places, counts)
  }

  /// The numbers of the words most like this one, the nearest first.
  func nearest(to word: String, limit: Int) -> [(number: Int32, likeness: Float)] {
    let trigrams = Self.trigrams(of: word)
    guard word.utf8.count >= Self.shortest else { return [] }
    var shared = [Int32](repeating: 0, count: counts.count)
    for trigram in trigrams {
      for number in places[trigram] ?? [] { shared[Int(number)] += 1 }
    }
    var found: [(number: Int32, likeness: Float)] = []
    for (number, common) in shared.enumerated() where common > 0 {
      let union = Int32(trigrams.count) + counts[number] - common
      let likeness = Float(common) / Float(union)
      if likeness >= Self.threshold { found.append((Int32(number), likeness)) }
    }
    found.sort { ($1.likeness, $0.number) < ($0.likeness, $1.number) }
    return Array(found.prefix(limit))
  }

  /// Every three bytes of a word between two spaces and one, each once: the beginning of a word
  /// weighs more than its end.
  private static func trigrams(of word: String) -> [UInt32] {
    var window: UInt32 = 0x2020
    var trigrams: [UInt32] = []
    for byte in word.utf8 {
      window = (window << 8 | UInt32(byte)) & 0xFF_FFFF
      trigrams.append(window)
    }
    trigrams.append((window << 8 | 0x20) & 0xFF_FFFF)
    trigrams.sort()
    return trigrams.enumerated().filter { $0.offset == 0 || trigrams[$0.offset - 1] != $0.element }
      .map(\.element)
  }
}
