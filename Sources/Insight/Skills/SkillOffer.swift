/// What one person has to offer to a search: skills, and how near and how free they are.
package struct SkillOffer: Sendable {
  /// How free somebody says they are.
  package enum Availability: Sendable, CaseIterable {
    case free
    case limited
    case unsaid
    case busy

    /// Chosen, to be tuned with use; nobody disappears for being busy.
    var weight: Double {
      switch self {
      case .free: 1
      case .limited: 0.7
      case .unsaid: 0.6
      case .busy: 0.2
      }
    }
  }

  package var claims: [SkillClaim]
  package var availability: Availability
  /// From the place that was asked for; nil where either place is unknown.
  package var kilometres: Double?
  /// Since they last confirmed or changed their skills.
  package var daysSinceConfirmed: Double

  package init(
    claims: [SkillClaim],
    availability: Availability = .unsaid,
    kilometres: Double? = nil,
    daysSinceConfirmed: Double = 0
  ) {
    (self.claims, self.availability) = (claims, availability)
    (self.kilometres, self.daysSinceConfirmed) = (kilometres, daysSinceConfirmed)
  }
}
