import Foundation
import GRDB
import Model

/// Finding people by skills, place and time, in what this node holds: nothing is sent anywhere.
extension TalentDirectoryStore {
  /// What is looked for.
  package struct Query: Sendable {
    /// One of the skills that are wanted.
    package struct Wanted: Sendable {
      /// The skills that may stand for it, by number, with how well they do, 0 to 1.
      package var matches: [Int64: Double]
      package var minimum: SkillLevel
      /// Whether those are looked for who want to learn it, in place of those who know it.
      package var isToLearn: Bool

      package init(
        matches: [Int64: Double],
        minimum: SkillLevel = .notions,
        isToLearn: Bool = false
      ) {
        (self.matches, self.minimum, self.isToLearn) = (matches, minimum, isToLearn)
      }
    }

    package var wanted: [Wanted]
    /// INSEE codes of the communes that are near enough; nothing: everywhere.
    package var communes: Set<String>?
    /// Hours in a month; nothing: also those who say nothing of their time.
    package var hours: Int?
    package var from: Day?
    package var until: Day?
    package var help: HelpKind?

    package init(wanted: [Wanted]) { self.wanted = wanted }
  }

  /// Somebody who has some of the skills.
  package struct Candidate: Sendable {
    package let entry: Int64
    package let directory: Int64
    /// The entry's number, which is the same in all directories of a node.
    package let number: String
    /// For each wanted skill that is met, by its place: with which skill and level.
    package var met: [Int: Met] = [:]
    package let places: [TalentPlace]
    package let hoursPerMonth: Int?
    package let updatedAt: Date
  }

  /// How a wanted skill is met.
  package struct Met: Sendable, Hashable {
    package var skill: Int64
    package var level: SkillLevel?
    /// 0 to 1.
    package var match: Double
  }

  /// Who an entry is of, for showing.
  package struct Shown: Sendable, Hashable {
    package var entry: TalentEntry
    package var host: String
    package var scope: TalentScope
    package var validatedAt: Date
  }

  /// How long a directory counts whose node was not heard, in seconds: seven days.
  package static let patience: TimeInterval = 7 * 86_400

  /// Everybody with at least one of the wanted skills who fits in place and time, by number of entry; or
  /// of those only the ones who answer best, the best first.
  ///
  /// Postings are read first, which lie together by skill; entries, which lie anywhere, only of those who are
  /// wanted.
  package func candidates(
    _ query: Query,
    at now: Date,
    best limit: Int = .max
  ) throws -> [Candidate] {
    let directories = try searched(at: now)
    let marks = try marks(query.wanted)
    let order = limit == .max ? marks.byEntry : marks.byStrength
    var found: [Candidate] = []
    for mark in order {
      let candidate = try db.first(Self.entry, [marks.entries[mark], now.milliseconds]) { row in
        directories[row[1]] != nil && query.accepts(row)
          ? Candidate(row: row, met: marks.met(mark)) : nil
      }
      guard let candidate = candidate.flatMap(\.self) else { continue }
      found.append(candidate)
      guard found.count < limit else { break }
    }
    return found
  }

  /// Who has what of the wanted skills, entry by entry.
  private func marks(_ wanted: [Query.Wanted]) throws -> SkillMarks {
    var marks = SkillMarks(width: wanted.count)
    for (place, wanted) in wanted.enumerated() {
      let sql = Self.holders(isToLearn: wanted.isToLearn)
      for (skill, match) in wanted.matches.sorted(by: { $0.key < $1.key }) {
        try db.each(sql, [skill, wanted.minimum.rawValue]) { row in
          let code: Int = row[1]
          let level = SkillLevel(rawValue: code & 7)
          marks.add(Met(skill: skill, level: level, match: match), to: row[0], at: place)
        }
      }
    }
    return marks
  }

  private static func holders(isToLearn: Bool) -> String {
    let condition: StaticString = isToLearn ? "level & 8 AND ?2 > 0" : "level & 7 >= ?2"
    return "SELECT entryID, level FROM talentPosting WHERE skillID = ?1 AND \(fixed: condition)"
  }

  private static let entry = """
    SELECT id, directoryID, places, hours, startsOn, endsOn, help, updatedAt, number
    FROM talentEntry WHERE id = ? AND expiresAt > ?
    """

  /// The directories that are searched: this node's own, and those whose node was heard of late.
  private func searched(at now: Date) throws -> [Int64: Directory] {
    let oldest = now.addingTimeInterval(-Self.patience)
    let fresh = try all().filter { $0.isIndexed && ($0.isOwn || $0.validatedAt > oldest) }
    return Dictionary(uniqueKeysWithValues: fresh.map { ($0.id, $0) })
  }

  /// How many people let themselves be found, and how many answer exactly to what is wanted: what makes a
  /// skill rare.
  ///
  /// Whoever only wants to learn a skill makes it no less rare for those who look for somebody who knows it.
  package func frequencies(
    _ wanted: [Query.Wanted]
  ) throws -> (people: Int, holders: [Int64: Int]) {
    var holders: [Int64: Int] = [:]
    for wanted in wanted {
      let condition: StaticString = wanted.isToLearn ? "level & 8" : "level & 7"
      for (skill, match) in wanted.matches where match == 1 {
        holders[skill] = try db.count(
          "SELECT count(*) FROM talentPosting WHERE skillID = ? AND \(fixed: condition)",
          [skill]
        )
      }
    }
    // This node's own people stand in several directories of its own, and are searched in one.
    let people = try db.count(
      """
      SELECT ifnull(sum(entries), 0) FROM talentDirectory
      WHERE host <> '' OR scope = 'organisation'
      """
    )
    return (people, holders)
  }

  /// The widest entry that is held of a person.
  package func entry(
    of uri: String,
    host: String?,
    ownOrigin: String,
    at now: Date
  ) throws -> Shown? {
    let path = uri.withoutOrigin
    for directory in try searched(at: now).values.sorted(by: { $0.id < $1.id })
    where directory.host == host ?? "" {
      let id = try db.first(
        "SELECT id FROM talentEntry WHERE directoryID = ? AND person = ? AND expiresAt > ?",
        [directory.id, path, now.milliseconds]
      ) { $0[0] as Int64 }
      if let id { return try shown([id], ownOrigin: ownOrigin)[id] }
    }
    return nil
  }

  /// What is known of those who were found.
  package func shown(_ entries: [Int64], ownOrigin: String) throws -> [Int64: Shown] {
    let directories = Dictionary(uniqueKeysWithValues: try all().map { ($0.id, $0) })
    var found: [Int64: Shown] = [:]
    for id in entries {
      guard let (directoryID, stored) = try stored(id), let directory = directories[directoryID]
      else { continue }
      let origin = directory.isOwn ? ownOrigin : "https://\(directory.host)"
      found[id] = Shown(
        entry: try stored.entry(origin: origin, skillsIn: self),
        host: directory.host,
        scope: directory.scope,
        validatedAt: directory.validatedAt
      )
    }
    return found
  }
}

extension TalentDirectoryStore.Query {
  /// Whether somebody fits in place, time and help.
  fileprivate func accepts(_ row: Row) -> Bool {
    if let communes {
      let places = TalentPlace.list(row[2])
      guard places.contains(where: { communes.contains($0.code) }) else { return false }
    }
    if let help, (row[6] as Int) & help.bit == 0 { return false }
    guard hours != nil || from != nil || until != nil else { return true }
    guard let own = row[3] as Int?,
      let time = try? Availability(
        hoursPerMonth: own,
        from: (row[4] as Int?).map(Day.init(number:)),
        until: (row[5] as Int?).map(Day.init(number:))
      )
    else { return false }
    return time.covers(hours: hours ?? 1, from: from, until: until)
  }
}

extension TalentDirectoryStore.Candidate {
  fileprivate init(row: Row, met: [Int: TalentDirectoryStore.Met]) {
    self.init(
      entry: row[0],
      directory: row[1],
      number: TalentDirectoryStore.text(row[8]),
      met: met,
      places: TalentPlace.list(row[2]),
      hoursPerMonth: row[3],
      updatedAt: row.date(7)
    )
  }
}
