import Foundation

/// The words of all labels, which labels they stand in, and which words can stand for one another.
struct SkillLexicon: Sendable {
  /// A word of a label in the place of a word that was asked for.
  struct StandIn {
    /// How the word was found; a label is found as its worst word is.
    enum Way: UInt8 {
      case equal
      case prefix
      case similar
    }

    let word: Int
    let way: Way
    /// 1 for the same word, less for others.
    let likeness: Float
  }

  /// The shortest word that is completed.
  static let shortestPrefix = 2
  /// How many longer words one beginning stands for: the shortest of them.
  static let mostCompletions = 200
  /// How many spellings one word stands for.
  static let mostSpellings = 24

  /// Sorted, so that what begins alike stands together.
  private let words: [String]
  private let labels: [[Int32]]
  private let weights: [Float]
  private let numbers: [String: Int]
  private let trigrams: SkillTrigrams

  /// Takes the labels of each word.
  init(_ occurrences: [String: [Int32]], labelCount: Int) {
    words = occurrences.keys.sorted()
    labels = words.map { occurrences[$0] ?? [] }
    weights = labels.map { Float(log(1 + Double(labelCount) / Double($0.count))) }
    var numbers: [String: Int] = [:]
    for (number, word) in words.enumerated() { numbers[word] = number }
    self.numbers = numbers
    trigrams = SkillTrigrams(words)
  }

  /// The words that a word which was asked for may mean: itself, its completions, its spellings;
  /// the likeliest first.
  func standIns(for word: String) -> [StandIn] {
    let number = numbers[word]
    var found = number.map { [StandIn(word: $0, way: .equal, likeness: 1)] } ?? []
    var seen = Set(found.map(\.word))
    found += completions(of: word).filter { seen.insert($0.word).inserted }
    for near in trigrams.nearest(to: word, limit: Self.mostSpellings)
    where seen.insert(Int(near.number)).inserted {
      // What is spelled right is meant as it is spelled, and its relatives count a little. Of what
      // is not, one slip costs three trigrams; the root is nearer to the share of right letters.
      let likeness = number == nil ? near.likeness.squareRoot() : 0.7 * near.likeness
      found.append(StandIn(word: Int(near.number), way: .similar, likeness: likeness))
    }
    return found.sorted { $0.likeness > $1.likeness }
  }

  /// The labels that a word stands in.
  func labels(with word: Int) -> [Int32] { labels[word] }

  /// How much a word tells a label from others: ln(1 + N/n).
  func weight(of word: Int) -> Float { weights[word] }

  /// What each label's words weigh together.
  func labelWeights(count: Int) -> [Float] {
    var sums = [Float](repeating: 0, count: count)
    for (number, places) in labels.enumerated() {
      for label in places { sums[Int(label)] += weights[number] }
    }
    return sums
  }

  private func completions(of word: String) -> [StandIn] {
    guard word.utf8.count >= Self.shortestPrefix else { return [] }
    let start = words.partition { $0 < word }
    let longer = words[start...].prefix { $0.hasPrefix(word) }.indices
    let shortest = longer.sorted { words[$0].utf8.count < words[$1].utf8.count }
    return shortest.prefix(Self.mostCompletions).map { number in
      let share = Float(word.utf8.count) / Float(words[number].utf8.count)
      return StandIn(word: number, way: .prefix, likeness: 0.5 + 0.4 * share)
    }
  }
}

extension [String] {
  /// The first index of a sorted array at which a condition no longer holds.
  fileprivate func partition(where holds: (String) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
