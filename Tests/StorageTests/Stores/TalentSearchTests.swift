import Foundation
import Model
import Testing

@testable import Storage

/// Who is found by skills, level, place and time.
@Suite("Finding talents")
struct TalentSearchTests {
  private typealias Query = TalentDirectoryStore.Query

  private let scene: Scene
  private let skill = SkillID("https://skills.example/1")

  init() throws { scene = try Scene() }

  private func entry(
    _ digit: Character,
    level: SkillLevel?,
    isWanted: Bool = false
  ) throws -> TalentEntry {
    let id = try #require(skill)
    return TalentEntry(
      number: String(repeating: digit, count: 32),
      person: .init(uri: "https://far.example/users/\(digit)", name: "\(digit)"),
      skills: [.init(id: id, level: level, isWanted: isWanted)],
      places: [try TalentPlace(code: "44109", kind: .work)],
      availability: try Availability(hoursPerMonth: 6, from: Day("2026-12-01")),
      help: [.mentoring],
      updatedAt: Scene.now,
      expiresAt: .later(1_000)
    )
  }

  private func found(
    _ tx: Transaction,
    at now: Date = Scene.now,
    _ change: (inout Query) -> Void = { _ in }
  ) throws -> [String] {
    let id = try #require(skill)
    let number = try #require(try tx.skills.number(of: id))
    var query = Query(wanted: [.init(matches: [number: 1])])
    change(&query)
    return try tx.talentDirectories.candidates(query, at: now)
      .map { String($0.number.prefix(1)) }.sorted()
  }

  private func filled(_ tx: Transaction) throws -> TalentDirectoryStore.Directory {
    let directory = try tx.talentDirectories.open("far.example", .everyone, at: Scene.now)
    for (digit, level) in [("a", SkillLevel.notions), ("b", .practice), ("c", .expertise)] {
      try tx.talentDirectories.put(
        try entry(Character(digit), level: level),
        in: directory,
        version: 1
      )
    }
    try tx.talentDirectories.put(
      try entry("d", level: nil, isWanted: true),
      in: directory,
      version: 1
    )
    return directory
  }

  @Test("a level is the least that counts, and a wish to learn is no skill")
  func levels() throws {
    try scene { tx throws in
      _ = try filled(tx)
      #expect(try found(tx) == ["a", "b", "c"])
      #expect(try found(tx) { $0.wanted[0].minimum = .practice } == ["b", "c"])
      #expect(try found(tx) { $0.wanted[0].isToLearn = true } == ["d"])
    }
  }

  @Test("Of many only the best are looked up, the best first, and those who do not fit give way")
  func best() throws {
    try scene { tx throws in
      _ = try filled(tx)
      let id = try #require(skill)
      let number = try #require(try tx.skills.number(of: id))
      func best(_ limit: Int, help: HelpKind? = nil) throws -> [String] {
        var query = Query(wanted: [.init(matches: [number: 1])])
        query.help = help
        return try tx.talentDirectories.candidates(query, at: Scene.now, best: limit)
          .map { String($0.number.prefix(1)) }
      }
      #expect(try best(1) == ["c"])
      #expect(try best(2) == ["c", "b"])
      #expect(try best(2, help: .volunteering).isEmpty)
    }
  }

  @Test("How many people directories name is known as they come and go")
  func sizes() throws {
    try scene { tx throws in
      let directory = try filled(tx)
      #expect(try tx.talentDirectories.frequencies([]).people == 4)
      try tx.talentDirectories.put(try entry("a", level: .mastery), in: directory, version: 2)
      #expect(try tx.talentDirectories.frequencies([]).people == 4)
      let number = String(repeating: "b", count: 32)
      _ = try tx.talentDirectories.withdraw(number, from: directory, at: Scene.now, version: 3)
      #expect(try tx.talentDirectories.frequencies([]).people == 3)
    }
  }

  @Test(
    "Who only wants to learn a skill makes it no less rare, but for those who look for learners"
  )
  func rarity() throws {
    try scene { tx throws in
      _ = try filled(tx)
      let id = try #require(skill)
      let number = try #require(try tx.skills.number(of: id))
      let knowing = Query.Wanted(matches: [number: 1])
      let learning = Query.Wanted(matches: [number: 1], isToLearn: true)
      let near = Query.Wanted(matches: [number: 0.9])
      #expect(try tx.talentDirectories.frequencies([knowing]).holders == [number: 3])
      #expect(try tx.talentDirectories.frequencies([learning]).holders == [number: 1])
      #expect(try tx.talentDirectories.frequencies([near]).holders.isEmpty)
      for scope in [TalentScope.organisation, .everyone] {
        let own = try tx.talentDirectories.open("", scope, at: Scene.now)
        try tx.talentDirectories.put(try entry("e", level: .mastery), in: own, version: 1)
      }
      let both = try tx.talentDirectories.frequencies([knowing])
      #expect(both.people == 5 && both.holders == [number: 4])
    }
  }

  @Test("place, time and help have to fit")
  func fitting() throws {
    try scene { tx throws in
      _ = try filled(tx)
      #expect(try found(tx) { $0.communes = ["44109"] }.count == 3)
      #expect(try found(tx) { $0.communes = ["75056"] }.isEmpty)
      #expect(try found(tx) { $0.hours = 6 }.count == 3)
      #expect(try found(tx) { $0.hours = 7 }.isEmpty)
      #expect(try found(tx) { $0.until = Day("2026-11-30") }.isEmpty)
      #expect(try found(tx) { $0.until = Day("2026-12-31") }.count == 3)
      #expect(try found(tx) { $0.help = .mentoring }.count == 3)
      #expect(try found(tx) { $0.help = .project }.isEmpty)
    }
  }

  @Test("nobody is found whose time is over, or whose node is silent for a week")
  func ends() throws {
    try scene { tx throws in
      let directory = try filled(tx)
      #expect(try found(tx, at: .later(1_001)).isEmpty)
      try tx.talentDirectories.validate(
        directory,
        at: Scene.now.addingTimeInterval(-TalentDirectoryStore.patience - 1)
      )
      #expect(try found(tx).isEmpty)
    }
  }

  @Test("what is taken out leaves no posting, and a bucket is as it was put in")
  func removing() throws {
    try scene { tx throws in
      let directory = try filled(tx)
      let bucket = TalentEntry.bucket(of: String(repeating: "a", count: 32))
      let stored = try tx.talentDirectories.bucket(
        bucket,
        of: directory,
        version: 1,
        origin: "https://far.example"
      )
      #expect(stored.entries == [try entry("a", level: .notions)])

      let version: Int64 = 2
      let gone = try tx.talentDirectories.withdraw(
        String(repeating: "a", count: 32),
        from: directory,
        at: Scene.now,
        version: version
      )
      #expect(gone)
      #expect(try found(tx) == ["b", "c"])
      #expect(try tx.db.count("SELECT count(*) FROM talentPosting") == 3)
      #expect(try tx.talentDirectories.remove(directory, limit: 2) == false)
      #expect(try tx.talentDirectories.remove(directory, limit: 2))
      #expect(try tx.db.count("SELECT count(*) FROM talentPosting") == 0)
      #expect(try tx.talentDirectories.all().isEmpty)
    }
  }

  @Test("numbers of any size come back from their bytes")
  func numbers() {
    let postings = [0, 1, 127, 128, 16_383, 16_384, 5_000_000_000].map {
      TalentPosting(skill: Int64($0), level: .mastery, isWanted: $0 % 2 == 0)
    }

    #expect(TalentPosting.postings(TalentPosting.data(postings)) == postings)
  }
}
