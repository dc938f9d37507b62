/// The words of a command line, on their way to the node.
struct CommandLineWords {
  private(set) var words: [String]

  init(_ words: [String]) {
    self.words = words
  }

  /// After this word all others are values.
  private var end: Int { words.firstIndex(of: "--") ?? words.endIndex }

  /// Adds an option.
  mutating func insert(_ option: String) {
    words.insert(option, at: end)
  }

  /// Takes out a flag.
  mutating func remove(_ flag: String) {
    words = words[..<end].filter { $0 != flag } + words[end...]
  }

  /// The words without `--home`: the node knows where it lives, and a relative path means nothing
  /// in its working directory.
  var withoutHome: [String] {
    var kept: [String] = []
    var index = words.startIndex
    while index < end {
      if words[index] == "--home" {
        index += 2
        continue
      }
      if !words[index].hasPrefix("--home=") { kept.append(words[index]) }
      index += 1
    }
    return kept + words[min(max(index, end), words.endIndex)...]
  }
}
