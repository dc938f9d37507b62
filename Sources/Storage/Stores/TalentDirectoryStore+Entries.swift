import Foundation
import GRDB
import Model

/// The entries of directories as rows, and the postings by which they are found.
extension TalentDirectoryStore {
  func entries(
    in bucket: Int,
    of directory: Directory,
    origin: String
  ) throws -> [TalentEntry] {
    let rows = try db.all(
      "SELECT \(StoredEntry.columns) FROM talentEntry WHERE directoryID = ? AND bucket = ?",
      [directory.id, bucket],
      StoredEntry.init(row:)
    )
    return try rows.map { try $0.entry(origin: origin, skillsIn: self) }
      .sorted { $0.number < $1.number }
  }

  /// An entry by its row's number, with the number of its directory.
  func stored(_ id: Int64) throws -> (directory: Int64, entry: StoredEntry)? {
    try db.first(
      "SELECT \(StoredEntry.columns), directoryID FROM talentEntry WHERE id = ?",
      [id]
    ) { ($0[12], try StoredEntry(row: $0)) }
  }

  /// Writes an entry and, where it is searched, its postings.
  func insert(_ entry: TalentEntry, in directory: Directory, version: Int64) throws {
    let postings = try entry.skills.map { skill in
      TalentPosting(
        skill: try skills.insert(skill.id, from: .seen),
        level: skill.level,
        isWanted: skill.isWanted
      )
    }
    try db.run(
      """
      INSERT INTO talentEntry (directoryID, bucket, number, person, name, skills, places, hours,
        startsOn, endsOn, release, help, updatedAt, expiresAt, version)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        directory.id, TalentEntry.bucket(of: entry.number), Self.bytes(entry.number),
        entry.person.uri.withoutOrigin, entry.person.name, TalentPosting.data(postings),
        entry.places.map(\.shortText).joined(separator: " "),
        entry.availability?.hoursPerMonth, entry.availability?.from?.number,
        entry.availability?.until?.number, entry.availability?.release,
        entry.help.reduce(0) { $0 | $1.bit }, entry.updatedAt.milliseconds,
        entry.expiresAt.milliseconds, version,
      ]
    )
    guard directory.isIndexed else { return }
    let id = db.lastInsertedRowID
    for posting in postings {
      try db.run(
        "INSERT OR IGNORE INTO talentPosting (skillID, entryID, level) VALUES (?, ?, ?)",
        [posting.skill, id, posting.code]
      )
    }
  }

  /// - Returns: Whether it was there.
  @discardableResult
  func removeEntry(_ number: String, of directory: Directory) throws -> Bool {
    try removeEntries(
      of: directory,
      where: "directoryID = ? AND bucket = ? AND number = ?",
      [directory.id, TalentEntry.bucket(of: number), Self.bytes(number)]
    ) > 0
  }

  @discardableResult
  func removeEntries(
    of directory: Directory,
    where condition: StaticString,
    _ arguments: Arguments
  ) throws -> Int {
    let found = try db.all(
      "SELECT id, skills FROM talentEntry WHERE \(fixed: condition)",
      arguments
    ) { ($0[0] as Int64, $0[1] as Data) }
    for (id, skills) in found {
      if directory.isIndexed {
        for posting in TalentPosting.postings(skills) {
          try db.run(
            "DELETE FROM talentPosting WHERE skillID = ? AND entryID = ?",
            [posting.skill, id]
          )
        }
      }
      try db.run("DELETE FROM talentEntry WHERE id = ?", [id])
    }
    return found.count
  }

  /// Deletes entries of other nodes whose time is over, a portion at a time: nobody else will.
  ///
  /// - Returns: How many.
  package func purge(expiredBefore now: Date, limit: Int) throws -> Int {
    let directories = Dictionary(uniqueKeysWithValues: try all().map { ($0.id, $0) })
    let ended = try db.all(
      "SELECT id, directoryID FROM talentEntry WHERE expiresAt <= ? LIMIT ?",
      [now.milliseconds, limit]
    ) { ($0[0] as Int64, $0[1] as Int64) }
    var count = 0
    for (id, directoryID) in ended {
      // This node's own are taken out with a word, and their bucket signed anew.
      guard let directory = directories[directoryID], !directory.isOwn else { continue }
      count += try removeEntries(of: directory, where: "id = ?", [id])
    }
    return count
  }

  /// How many entries a directory has, and when it lost and got one.
  package func count(of directory: Directory) throws -> Int {
    try db.count("SELECT count(*) FROM talentEntry WHERE directoryID = ?", [directory.id])
  }

  /// The words for skills of some numbers.
  func skillIDs(_ numbers: Set<Int64>) throws -> [Int64: SkillID] {
    var found: [Int64: SkillID] = [:]
    for number in numbers {
      found[number] = try db.first("SELECT uri FROM skill WHERE id = ?", [number]) { row in
        SkillID(row[0] as String)
      }?.flatMap { $0 }
    }
    return found
  }
}

/// A skill of an entry, by the skill's number.
struct TalentPosting: Hashable {
  var skill: Int64
  var level: SkillLevel?
  var isWanted: Bool

  /// One byte: the level, 0 for none, and 8 for what the person wants to learn.
  var code: Int { (level?.rawValue ?? 0) | (isWanted ? 8 : 0) }

  init(skill: Int64, level: SkillLevel?, isWanted: Bool) {
    (self.skill, self.level, self.isWanted) = (skill, level, isWanted)
  }

  init(skill: Int64, code: Int) {
    self.init(skill: skill, level: SkillLevel(rawValue: code & 7), isWanted: code & 8 != 0)
  }

  /// Each as its code and its number in as many bytes as it needs, seven bits each (LEB128).
  static func data(_ postings: [TalentPosting]) -> Data {
    var data = Data()
    for posting in postings {
      data.append(UInt8(posting.code))
      var rest = UInt64(bitPattern: posting.skill)
      while rest >= 0x80 {
        data.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      data.append(UInt8(rest))
    }
    return data
  }

  static func postings(_ data: Data) -> [TalentPosting] {
    var (postings, bytes): ([TalentPosting], Data.Iterator) = ([], data.makeIterator())
    while let code = bytes.next() {
      var (number, shift): (UInt64, UInt64) = (0, 0)
      while let byte = bytes.next() {
        number |= UInt64(byte & 0x7F) << shift
        shift += 7
        guard byte & 0x80 != 0, shift < 63 else { break }
      }
      postings.append(TalentPosting(skill: Int64(bitPattern: number), code: Int(code)))
    }
    return postings
  }
}

/// A row of `talentEntry` before its skills and addresses are spelt out.
struct StoredEntry {
  static let columns = """
    number, person, name, skills, places, hours, startsOn, endsOn, release, help, updatedAt, expiresAt
    """

  let number: Data
  let path: String
  let name: String
  let postings: [TalentPosting]
  let places: [TalentPlace]
  let availability: Availability?
  let help: Int
  let updatedAt: Date
  let expiresAt: Date

  init(row: Row) throws {
    (number, path, name) = (row[0], row[1], row[2])
    postings = TalentPosting.postings(row[3])
    places = TalentPlace.list(row[4])
    availability = try (row[5] as Int?).map { hours in
      try Availability(
        hoursPerMonth: hours,
        from: (row[6] as Int?).map(Day.init(number:)),
        until: (row[7] as Int?).map(Day.init(number:)),
        release: row[8]
      )
    }
    (help, updatedAt, expiresAt) = (row[9], row.date(10), row.date(11))
  }

  func entry(origin: String, skillsIn store: TalentDirectoryStore) throws -> TalentEntry {
    let words = try store.skillIDs(Set(postings.map(\.skill)))
    return TalentEntry(
      number: TalentDirectoryStore.text(number),
      person: TalentEntry.Person(uri: origin + path, name: name),
      skills: postings.compactMap { posting in
        words[posting.skill].map {
          TalentEntry.Skill(id: $0, level: posting.level, isWanted: posting.isWanted)
        }
      },
      places: places,
      availability: availability,
      help: HelpKind.kinds(of: help),
      updatedAt: updatedAt,
      expiresAt: expiresAt
    )
  }
}

extension TalentPlace {
  /// `w44109` or `l44109`.
  fileprivate var shortText: String { (kind == .work ? "w" : "l") + code }

  static func list(_ text: String) -> [TalentPlace] {
    text.split(separator: " ").compactMap { part in
      try? TalentPlace(code: String(part.dropFirst()), kind: part.first == "w" ? .work : .life)
    }
  }
}

extension String {
  /// The path of a URL, with what follows it.
  var withoutOrigin: String {
    guard let scheme = range(of: "://") else { return self }
    guard let slash = self[scheme.upperBound...].firstIndex(of: "/") else { return "" }
    return String(self[slash...])
  }
}
