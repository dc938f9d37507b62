import Foundation
import Testing

@testable import Model

/// What anybody but the person may change of a profile: nothing that others would see more of.
@Suite("How far a changed profile reaches")
struct TalentReachTests {
  private let old: TalentProfile

  init() throws {
    var profile = TalentProfile(
      member: ActorID(rawValue: 1),
      number: String(repeating: "a", count: 32),
      updatedAt: Date(timeIntervalSince1970: 0)
    )
    let skill = try #require(SkillID("https://skills.example/1"))
    profile.talents = [try Talent(skill: skill, level: .practice, ring: .territory)]
    profile.places = [.init(try TalentPlace(code: "44109", kind: .work), ring: .everyone)]
    profile.availability = .init(try Availability(hoursPerMonth: 4), ring: .territory)
    profile.help = [.init(.mentoring, ring: .territory)]
    profile.listedUntil = Date(timeIntervalSince1970: 1_000)
    old = profile
  }

  private func after(_ change: (inout TalentProfile) throws -> Void) rethrows -> Bool {
    var profile = old
    try change(&profile)
    return profile.reachesNoFurther(than: old)
  }

  @Test("What is narrowed, taken away, or new inside the organisation reaches no further")
  func narrowing() throws {
    let other = try #require(SkillID("https://skills.example/2"))

    #expect(after { _ in })
    #expect(after { $0.talents[0].ring = .organisation })
    #expect(after { $0.talents[0].evidence = "A diploma" })
    #expect(after { $0.places[0].ring = .territory })
    #expect(after { $0.talents = [] })
    #expect(after { ($0.places, $0.help, $0.availability) = ([], [], nil) })
    #expect(try after { $0.talents.append(try Talent(skill: other, level: .mastery)) })
    #expect(after { $0.help.append(.init(.project)) })
    #expect(after { $0.listedUntil = nil })
    #expect(after { $0.listedUntil = Date(timeIntervalSince1970: 999) })
  }

  @Test("What is widened, or said otherwise beyond the organisation, reaches further")
  func widening() throws {
    let other = try #require(SkillID("https://skills.example/2"))

    #expect(!after { $0.talents[0].ring = .everyone })
    #expect(!after { $0.talents[0].level = .expertise })
    #expect(!after { $0.talents[0].isWanted = true })
    #expect(
      try !after { $0.talents.append(try Talent(skill: other, level: .notions, ring: .territory)) }
    )
    #expect(!after { $0.help[0].ring = .everyone })
    #expect(!after { $0.help.append(.init(.project, ring: .territory)) })
    #expect(try !after { $0.places[0].value = try TalentPlace(code: "44143", kind: .work) })
    #expect(!after { $0.availability?.value.hoursPerMonth = 9 })
    #expect(!after { $0.availability?.ring = .everyone })
    #expect(!after { $0.listedUntil = Date(timeIntervalSince1970: 1_001) })
  }

  @Test("Who was not listed is listed by nobody else")
  func listing() {
    var unlisted = old
    unlisted.listedUntil = nil

    #expect(!old.reachesNoFurther(than: unlisted))
  }
}
