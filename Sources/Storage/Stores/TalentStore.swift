import Foundation
import GRDB
import Model

/// What members say of their talents, for themselves until they opt in.
package struct TalentStore {
  let db: Database

  private var skills: SkillStore { SkillStore(db: db) }

  // MARK: Reading

  /// A member's own profile; nothing if it never wrote one.
  package func profile(of member: ActorID) throws -> TalentProfile? {
    let found = try db.first(
      "SELECT number, updatedAt, listedUntil FROM talentProfile WHERE memberID = ?",
      [member]
    ) { row in
      var profile = TalentProfile(member: member, number: row[0], updatedAt: row.date(1))
      profile.listedUntil = row.dateIfAny(2)
      return profile
    }
    guard var profile = found else { return nil }
    profile.talents = try talents(of: member)
    profile.places = try places(of: member)
    profile.availability = try availability(of: member)
    profile.help = try help(of: member)
    return profile
  }

  private func talents(of member: ActorID) throws -> [Talent] {
    try db.all(
      """
      SELECT uri, level, isWanted, evidence, ring FROM talent JOIN skill ON skill.id = skillID
      WHERE memberID = ? ORDER BY uri
      """,
      [member]
    ) { row in
      try SkillID(row[0] as String).map { id in
        try Talent(
          skill: id,
          level: (row[1] as Int?).flatMap(SkillLevel.init(rawValue:)),
          isWanted: row[2],
          evidence: row[3],
          ring: row[4]
        )
      }
    }
    .compactMap(\.self)
  }

  private func places(of member: ActorID) throws -> [TalentProfile.Ringed<TalentPlace>] {
    try db.all(
      "SELECT code, kind, ring FROM talentPlace WHERE memberID = ? ORDER BY kind, code",
      [member]
    ) { TalentProfile.Ringed(try TalentPlace(code: $0[0], kind: $0[1]), ring: $0[2]) }
  }

  private func availability(
    of member: ActorID
  ) throws -> TalentProfile.Ringed<Availability>? {
    try db.first(
      """
      SELECT hours, startsOn, endsOn, release, ring FROM talentAvailability WHERE memberID = ?
      """,
      [member]
    ) { row in
      TalentProfile.Ringed(
        try Availability(
          hoursPerMonth: row[0],
          from: (row[1] as Int?).map(Day.init(number:)),
          until: (row[2] as Int?).map(Day.init(number:)),
          release: row[3]
        ),
        ring: row[4]
      )
    }
  }

  private func help(of member: ActorID) throws -> [TalentProfile.Ringed<HelpKind>] {
    try db.all(
      "SELECT kind, ring FROM talentHelp WHERE memberID = ? ORDER BY kind",
      [member]
    ) { TalentProfile.Ringed($0[0], ring: $0[1]) }
  }

  /// The members who wrote a profile.
  package func members() throws -> [ActorID] {
    try db.all("SELECT memberID FROM talentProfile ORDER BY memberID") { $0[0] }
  }

  /// The members who say that they can do one of some skills, for whomever they say it.
  package func members(able skills: Set<String>) throws -> [ActorID] {
    let list = try String(decoding: JSONEncoder().encode(skills.sorted()), as: UTF8.self)
    return try db.all(
      """
      SELECT DISTINCT memberID FROM json_each(?) CROSS JOIN skill ON skill.uri = json_each.value
      CROSS JOIN talent ON talent.skillID = skill.id
      WHERE talent.level IS NOT NULL ORDER BY memberID
      """,
      [list]
    ) { $0[0] }
  }

  /// Members who changed what they say since it was last held against open needs.
  package func unmatched(limit: Int) throws -> [ActorID] {
    try db.all(
      "SELECT memberID FROM talentProfile WHERE matchedAt IS NULL ORDER BY memberID LIMIT ?",
      [limit]
    ) { $0[0] }
  }

  /// Notes that a profile was held against open needs, unless it was changed meanwhile.
  package func markMatched(_ profile: TalentProfile, at time: Date) throws {
    try db.run(
      "UPDATE talentProfile SET matchedAt = ? WHERE memberID = ? AND updatedAt = ?",
      [time.milliseconds, profile.member, profile.updatedAt.milliseconds]
    )
  }

  /// Members whose consent ends within a time and was not renewed.
  package func ending(before time: Date, after now: Date) throws -> [ActorID] {
    try db.all(
      """
      SELECT memberID FROM talentProfile WHERE listedUntil > ? AND listedUntil <= ?
      ORDER BY memberID
      """,
      [now.milliseconds, time.milliseconds]
    ) { $0[0] }
  }

  // MARK: Writing

  /// Keeps a profile as a whole.
  ///
  /// - Throws: `Refusal.conflict` for more skills or places than a profile holds.
  package func put(_ profile: TalentProfile) throws {
    guard profile.talents.count <= TalentProfile.mostTalents else {
      throw Refusal.conflict("A profile holds up to \(TalentProfile.mostTalents) skills.")
    }
    guard profile.places.count <= TalentProfile.mostPlaces else {
      throw Refusal.conflict("A profile holds up to \(TalentProfile.mostPlaces) places.")
    }
    try db.run(
      """
      INSERT INTO talentProfile (memberID, number, listedUntil, updatedAt) VALUES (?, ?, ?, ?)
      ON CONFLICT (memberID) DO UPDATE SET number = excluded.number,
        listedUntil = excluded.listedUntil, updatedAt = excluded.updatedAt, matchedAt = NULL
      """,
      [
        profile.member, profile.number, profile.listedUntil?.milliseconds,
        profile.updatedAt.milliseconds,
      ]
    )
    try putTalents(of: profile)
    try putRest(of: profile)
  }

  private func putTalents(of profile: TalentProfile) throws {
    try db.run("DELETE FROM talent WHERE memberID = ?", [profile.member])
    for talent in profile.talents {
      try db.run(
        """
        INSERT INTO talent (memberID, skillID, level, isWanted, evidence, ring)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          profile.member, try skills.insert(talent.skill, from: .seen), talent.level?.rawValue,
          talent.isWanted, talent.evidence, talent.ring,
        ]
      )
    }
  }

  private func putRest(of profile: TalentProfile) throws {
    let member = profile.member
    try db.run("DELETE FROM talentPlace WHERE memberID = ?", [member])
    for place in profile.places {
      try db.run(
        "INSERT OR IGNORE INTO talentPlace (memberID, kind, code, ring) VALUES (?, ?, ?, ?)",
        [member, place.value.kind, place.value.code, place.ring]
      )
    }
    try db.run("DELETE FROM talentHelp WHERE memberID = ?", [member])
    for help in profile.help {
      try db.run(
        "INSERT OR IGNORE INTO talentHelp (memberID, kind, ring) VALUES (?, ?, ?)",
        [member, help.value, help.ring]
      )
    }
    try db.run("DELETE FROM talentAvailability WHERE memberID = ?", [member])
    guard let available = profile.availability else { return }
    let time = available.value
    try db.run(
      """
      INSERT INTO talentAvailability (memberID, hours, startsOn, endsOn, release, ring)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        member, time.hoursPerMonth, time.from?.number, time.until?.number, time.release,
        available.ring,
      ]
    )
  }

  /// Deletes all that a member said of its talents, and what it was told for it.
  package func remove(_ member: ActorID) throws {
    try db.run("DELETE FROM needTold WHERE memberID = ?", [member])
    try db.run("DELETE FROM talentProfile WHERE memberID = ?", [member])
  }
}

extension TalentRing: DatabaseValueConvertible {}
extension TalentPlace.Kind: DatabaseValueConvertible {}
extension HelpKind: DatabaseValueConvertible {}
extension Availability.Release: DatabaseValueConvertible {}
