import Foundation
import Insight
import Model
import Storage

/// Finds who could answer a need or an offer in what this node holds; nothing is asked of anybody.
package struct NeedMatcher: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// A need or an offer that answers to another, and why.
  package struct Counterpart: Sendable {
    package let post: Post
    package let need: Need
    package let match: NeedMatch
  }

  /// All that answers to a need or an offer.
  package struct Matches: Sendable {
    package let counterparts: [Counterpart]
    /// People in the directories; only of what is needed, not of what is offered.
    package let people: [TalentSearch.Found]
  }

  /// What a member may know of that answers to a need or an offer, the best first.
  package func matches(
    of need: Need,
    for reader: ActorID,
    limit: Int = 20
  ) async throws -> Matches {
    let counterparts = try await counterparts(of: need, for: reader)
    return Matches(
      counterparts: Array(counterparts.prefix(limit)),
      people: try await people(for: need, reader, limit)
    )
  }

  private func people(
    for need: Need,
    _ reader: ActorID,
    _ limit: Int
  ) async throws -> [TalentSearch.Found] {
    guard need.purpose == .request, !need.skills.isEmpty else { return [] }
    var wish = try TalentWish(
      skills: need.skills.map { TalentWish.Skill(id: $0.id, minimum: $0.level) }
    )
    if let place = need.place, let commune = place.code.flatMap({ Communes.find(code: $0) }) {
      let wished = place.kilometres ?? Need.usualReach
      wish.near = try TalentWish.Nearness(
        commune: commune,
        kilometres: min(max(wished, 1), TalentWish.Nearness.farthest)
      )
    }
    let own = try await services.database.read { try $0.actors.find(reader)?.uri }
    return try await TalentSearch(services: services)
      .find(wish, for: reader, limit: limit * 2)
      .filter { found in
        // Who says nothing of its time may have it.
        let time = found.shown.entry.availability
        return found.shown.entry.person.uri != own
          && time.map { need.overlaps(from: $0.from, until: $0.until) } ?? true
      }
      .prefix(limit).map(\.self)
  }

  /// Open needs for an offer, open offers for a need, that somebody may read.
  func counterparts(of need: Need, for reader: ActorID) async throws -> [Counterpart] {
    let catalog = try await services.skillCatalog.current(from: services.database)
    let now = services.now()
    let skills = catalog.hierarchy.skills(answering: need)
    let found = try await services.database.read { tx in
      try tx.needs.matching(
        need.purpose.opposite,
        skills: skills,
        resource: need.primary.resource,
        at: now
      )
      .compactMap { id -> Post? in
        let facts = try tx.posts.facts(about: id, for: .member(reader))
        guard let facts, facts.authorID != reader,
          Permission.allows(.member(reader), toComeAcross: facts),
          try !tx.blocks.exists(by: reader, against: facts.authorID)
        else { return nil }
        return try tx.posts.find(id)
      }
    }
    return found.compactMap { post in
      guard let other = post.body.need,
        let match = Self.match(need, other, in: catalog.hierarchy)
      else { return nil }
      return Counterpart(post: post, need: other, match: match)
    }
    .sorted { ($0.match.strength, $0.post.id.rawValue) > ($1.match.strength, $1.post.id.rawValue) }
  }

  /// Compares a need with an offer, whichever is which.
  static func match(_ one: Need, _ other: Need, in hierarchy: SkillHierarchy) -> NeedMatch? {
    one.purpose == .request
      ? NeedMatch(one, with: other, in: hierarchy) : NeedMatch(other, with: one, in: hierarchy)
  }
}
