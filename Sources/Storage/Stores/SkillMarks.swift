/// Who has what of the skills that are wanted: rows of marks, one for each entry, kept flat since there may be
/// hundreds of thousands.
struct SkillMarks {
  typealias Met = TalentDirectoryStore.Met

  /// How many skills are wanted.
  private let width: Int
  /// The entry of each row.
  private(set) var entries: [Int64] = []
  private var rows: [Int64: Int] = [:]
  private var marks: [Met?] = []

  init(width: Int) { self.width = width }

  /// Notes that an entry meets a wanted skill, unless it does so better by another.
  mutating func add(_ met: Met, to entry: Int64, at place: Int) {
    let row: Int
    if let known = rows[entry] {
      row = known
    } else {
      row = entries.count
      rows[entry] = row
      entries.append(entry)
      marks.append(contentsOf: repeatElement(nil, count: width))
    }
    let mark = row * width + place
    guard marks[mark].map({ met.isBetter(than: $0) }) ?? true else { return }
    marks[mark] = met
  }

  /// What a row meets, by the place of the wanted skill.
  func met(_ row: Int) -> [Int: Met] {
    var met: [Int: Met] = [:]
    for place in 0..<width { met[place] = marks[row * width + place] }
    return met
  }

  /// The rows by number of entry.
  var byEntry: [Int] { entries.indices.sorted { entries[$0] < entries[$1] } }

  /// The rows, those first that meet most and best.
  var byStrength: [Int] {
    let strengths = entries.indices.map { row in
      marks[row * width..<(row + 1) * width].reduce(0) { $0 + ($1?.strength ?? 0) }
    }
    return entries.indices.sorted { one, other in
      strengths[one] == strengths[other]
        ? entries[one] < entries[other] : strengths[one] > strengths[other]
    }
  }
}

extension TalentDirectoryStore.Met {
  /// What it counts for before people are looked at closely: who does not say how well counts as practising.
  fileprivate var strength: Double { match * Double(level?.rawValue ?? 2) }

  /// A closer match first, then the higher level.
  fileprivate func isBetter(than other: Self) -> Bool {
    (match, level?.rawValue ?? 0) > (other.match, other.level?.rawValue ?? 0)
  }
}
