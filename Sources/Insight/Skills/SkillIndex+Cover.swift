extension SkillIndex {
  /// How much of what was asked for some numbered things cover, word by word.
  struct Cover {
    /// What each thing covers, in weight.
    private(set) var shares: [Float]
    /// How many of the words each thing has, and how its worst was found.
    private(set) var words: [UInt8]
    private(set) var worst: [SkillLexicon.StandIn.Way]
    /// The things that have any of the words.
    private(set) var touched: [Int32] = []
    /// The last word that each thing was given a share for.
    private var last: [UInt8]
    private var word: UInt8 = 0

    init(count: Int) {
      shares = Array(repeating: 0, count: count)
      words = Array(repeating: 0, count: count)
      worst = Array(repeating: .equal, count: count)
      last = words
    }

    /// Opens the next word; `SkillText.mostWords` keeps them countable.
    mutating func beginWord() { word += 1 }

    /// Gives a thing a share for the open word, unless it has one.
    mutating func add(_ share: Float, to thing: Int, by way: SkillLexicon.StandIn.Way) {
      guard last[thing] != word else { return }
      if words[thing] == 0 { touched.append(Int32(truncatingIfNeeded: thing)) }
      last[thing] = word
      words[thing] += 1
      shares[thing] += share
      if way.rawValue > worst[thing].rawValue { worst[thing] = way }
    }
  }
}
