/// How many people every set of wanted skills takes at least: the exact minimum, set by set.
///
/// Dynamic programming over sets: whoever covers the first skill of a set leaves a smaller set. With T
/// skills and at most 2^T different people that is O(4^T), however many candidates there are.
struct CoverSizes {
  private let sizes: [Int]

  /// - Parameters:
  ///   - masks: The sets of skills that single people have.
  ///   - goal: What they cover together.
  init(masks: [Int], goal: Int) {
    let skills = 0..<(Int.bitWidth - goal.leadingZeroBitCount)
    let holders = skills.map { skill in masks.filter { $0 & 1 << skill != 0 } }
    var sizes = [Int](repeating: 0, count: goal + 1)
    for open in 0...goal where open != 0 && open & ~goal == 0 {
      var least = Int.max
      for mask in holders[open.trailingZeroBitCount] { least = min(least, sizes[open & ~mask]) }
      sizes[open] = least + 1
    }
    self.sizes = sizes
  }

  /// The least number of people who cover a set together.
  subscript(open: Int) -> Int { sizes[open] }
}
