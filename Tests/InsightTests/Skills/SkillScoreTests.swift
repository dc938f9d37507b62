import Insight
import Model
import Testing

/// The order of people in the answer to a search.
@Suite("The order of people by skills")
struct SkillScoreTests {
  private static let skills =
    [
      Skill(id: .named("food"), labels: ["fr": "Bouche"]),
      Skill(id: .named("bread"), labels: ["fr": "Pain"], broader: [.named("food")]),
      Skill(id: .named("rye"), labels: ["fr": "Seigle"], broader: [.named("bread")]),
    ] + siblings
  private static let siblings = (0..<20).map {
    Skill(
      id: .named("sibling \($0)"),
      labels: [:],
      broader: [.named("food")]
    )
  }

  private let rarity = SkillRarity(people: 99, holders: [.named("bread"): 9, .named("law"): 49])
  private var hierarchy: SkillHierarchy { SkillHierarchy(Self.skills) }

  private func need(_ names: String...) -> SkillNeed {
    SkillNeed(names.map(SkillID.named), in: hierarchy, rarity: rarity)
  }

  private func claim(
    _ name: String,
    _ level: SkillLevel = .practice,
    by who: Set<String> = []
  )
    -> SkillClaim
  {
    SkillClaim(skill: .named(name), level: level, endorsers: who)
  }

  /// Whether one offer stands before the other, and not the other before it.
  private func order(_ one: SkillOffer, _ other: SkillOffer, for need: SkillNeed) -> Bool {
    let (one, other) = (SkillScore(of: one, for: need), SkillScore(of: other, for: need))
    return one.precedes(other) && !other.precedes(one)
  }

  @Test("Level, match, endorsement, nearness, availability and recency each decide by themselves")
  func factors() {
    let bread = need("bread")
    let usual = SkillOffer(claims: [claim("bread")], kilometres: 10)
    let better = [
      SkillOffer(claims: [claim("bread", .mastery)], kilometres: 10),
      SkillOffer(claims: [claim("bread", by: ["a"])], kilometres: 10),
      SkillOffer(claims: [claim("bread")], kilometres: 9),
      SkillOffer(claims: [claim("bread")], availability: .limited, kilometres: 10),
    ]
    let worse = [
      SkillOffer(claims: [claim("bread", .notions)], kilometres: 10),
      SkillOffer(claims: [claim("rye")], kilometres: 10),
      SkillOffer(claims: [claim("food")], kilometres: 10),
      SkillOffer(claims: [claim("sibling 1")], kilometres: 10),
      SkillOffer(claims: [claim("bread")]),
      SkillOffer(claims: [claim("bread")], availability: .busy, kilometres: 10),
      SkillOffer(claims: [claim("bread")], kilometres: 10, daysSinceConfirmed: 400),
    ]

    for offer in better { #expect(order(offer, usual, for: bread), "\(offer)") }
    for offer in worse { #expect(order(usual, offer, for: bread), "\(offer)") }
  }

  @Test("The rarer of two skills counts more")
  func rarer() {
    let both = need("bread", "law")

    #expect(rarity.weight(of: .named("bread")) > rarity.weight(of: .named("law")))
    #expect(
      order(SkillOffer(claims: [claim("bread")]), SkillOffer(claims: [claim("law")]), for: both)
    )
  }

  @Test("A skill that everybody has still orders by level")
  func common() {
    let everybody = SkillRarity(people: 3, holders: [.named("bread"): 3])
    let need = SkillNeed([.named("bread")], in: hierarchy, rarity: everybody)

    #expect(
      order(
        SkillOffer(claims: [claim("bread", .expertise)]),
        SkillOffer(claims: [claim("bread", .notions)]),
        for: need
      )
    )
  }

  @Test("A long list of related skills does not outweigh the one that was asked for")
  func stuffing() {
    let stuffed = SkillOffer(claims: (0..<20).map { claim("sibling \($0)", .expertise) })

    #expect(order(SkillOffer(claims: [claim("bread", .mastery)]), stuffed, for: need("bread")))
    #expect(SkillScore(of: stuffed, for: need("bread")).reasons.count == 1)
  }

  @Test("The reasons say which skill answers to which, and who vouches")
  func reasons() throws {
    let offer = SkillOffer(claims: [claim("rye", .mastery, by: ["a", "b"]), claim("law")])

    let reasons = SkillScore(of: offer, for: need("bread", "law")).reasons

    #expect(reasons.map(\.asked) == [.named("bread"), .named("law")])
    #expect(reasons.map(\.offered) == [.named("rye"), .named("law")])
    #expect(reasons.map(\.match) == [.narrower, .exact])
    #expect(reasons.map(\.level) == [.mastery, .practice])
    #expect(reasons.map(\.organisations) == [2, 0])
  }

  @Test("Who only wants to learn a skill has no level in it")
  func learner() {
    let learner = SkillOffer(claims: [SkillClaim(skill: .named("bread"), level: nil)])

    #expect(SkillScore(of: learner, for: need("bread")).reasons.map(\.level) == [nil])
  }

  @Test("Whoever has none of the skills has no reasons and stands before nobody")
  func none() {
    let nobody = SkillScore(of: SkillOffer(claims: [claim("metal")]), for: need("bread"))
    let other = SkillScore(of: SkillOffer(claims: []), for: need("bread"))

    #expect(nobody.reasons.isEmpty)
    #expect(!nobody.precedes(other))
  }

  @Test("Numbers that are none do no harm", arguments: [Double.nan, .infinity, -5, -.infinity])
  func numbers(value: Double) {
    let odd = SkillOffer(claims: [claim("bread")], kilometres: value, daysSinceConfirmed: value)
    let near = SkillOffer(claims: [claim("bread", .expertise)], availability: .free, kilometres: 0)
    let need = SkillNeed([.named("bread")], in: hierarchy, rarity: rarity, reach: value)

    #expect(order(near, odd, for: need))
  }
}
