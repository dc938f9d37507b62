import Foundation
import Model

/// The place of a person in the answer to one search, and the reasons for it.
///
/// Σ rarity · level · match · endorsement, × nearness × availability × recency. The number itself
/// stays in here: it orders one answer and means nothing outside, and no person is ever shown one.
package struct SkillScore: Sendable {
  /// The best answer to each skill that was asked for, in the order of the search; empty where the
  /// person has none of them.
  package let reasons: [SkillReason]
  private let value: Double

  /// How much endorsements add: ½ · ln(1 + organisations).
  private static let endorsement = 0.5
  /// Skills that were not confirmed for so many days count half.
  private static let halfLife = 730.0

  package init(of offer: SkillOffer, for need: SkillNeed) {
    var reasons: [SkillReason] = []
    var sum = 0.0
    for wish in need.wishes {
      // Only the best counts: a long list of related skills makes nobody better at the one.
      let answers = offer.claims.compactMap { Self.reason(of: $0, for: wish) }
      guard let best = answers.max(by: { Self.strength(of: $0) < Self.strength(of: $1) })
      else { continue }
      reasons.append(best)
      sum += wish.weight * Self.strength(of: best)
    }
    self.reasons = reasons
    let circumstances = Self.nearness(of: offer, within: need.reach) * Self.recency(of: offer)
    value = sum * circumstances * offer.availability.weight
  }

  /// Whether this one stands before another in the same answer.
  package func precedes(_ other: SkillScore) -> Bool { value > other.value }

  private static func reason(of claim: SkillClaim, for wish: SkillNeed.Wish) -> SkillReason? {
    guard let match = wish.matches[claim.skill] else { return nil }
    return SkillReason(
      asked: wish.skill,
      offered: claim.skill,
      match: match,
      level: claim.level,
      organisations: claim.endorsers.count
    )
  }

  private static func strength(of reason: SkillReason) -> Double {
    // Those who only want to learn are sought by themselves: among them the level orders nobody.
    let known = reason.level ?? .notions
    let level = Double(known.rawValue) / Double(SkillLevel.expertise.rawValue)
    return level * reason.match.weight
      * (1 + endorsement * log(1 + Double(reason.organisations)))
  }

  /// e^(−d/d₀); an unknown distance counts as d₀.
  private static func nearness(of offer: SkillOffer, within reach: Double) -> Double {
    let known = offer.kilometres.flatMap { $0.isFinite ? max($0, 0) : nil }
    return exp(-(known ?? reach) / reach)
  }

  private static func recency(of offer: SkillOffer) -> Double {
    let days = offer.daysSinceConfirmed.isFinite ? max(offer.daysSinceConfirmed, 0) : halfLife
    return exp2(-days / halfLife)
  }
}
