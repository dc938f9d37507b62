/// A set of logs, by the numbers that a ledger gives them: one bit each, so that tallies are cheap.
struct LogSet: Sendable {
  private var words: [UInt64] = []

  init() {}

  init(_ numbers: some Sequence<Int>) {
    for number in numbers { insert(number) }
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  func contains(_ number: Int) -> Bool {
    number / 64 < words.count && words[number / 64] & (1 << UInt64(number % 64)) != 0
  }

  mutating func insert(_ number: Int) {
    while number / 64 >= words.count { words.append(0) }
    words[number / 64] |= 1 << UInt64(number % 64)
  }

  mutating func remove(_ number: Int) {
    guard number / 64 < words.count else { return }
    words[number / 64] &= ~(1 << UInt64(number % 64))
  }

  func intersection(_ other: LogSet) -> LogSet {
    var common = LogSet()
    common.words = zip(words, other.words).map { $0 & $1 }
    return common
  }

  func countInCommon(with other: LogSet) -> Int {
    var count = 0
    for index in 0..<min(words.count, other.words.count) {
      count += (words[index] & other.words[index]).nonzeroBitCount
    }
    return count
  }

  /// The numbers, lowest first.
  var numbers: [Int] {
    words.indices.flatMap { index in
      (0..<64).filter { words[index] & (1 << UInt64($0)) != 0 }.map { index * 64 + $0 }
    }
  }
}
