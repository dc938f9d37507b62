import Foundation
import Insight
import Model
import Storage

/// Finds people by their talents in what this node holds; nothing is asked of anybody.
package struct TalentSearch: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// Somebody who was found, and why.
  package struct Found: Sendable {
    package let shown: TalentDirectoryStore.Shown
    /// Which of their skills answers to which that was asked for.
    package let reasons: [SkillReason]
    /// From the place that was asked for to the nearest of theirs.
    package let kilometres: Double?
  }

  /// How many of those who have most of what was asked for are looked at closely.
  private static let shortlist = 400

  /// The people who fit, the best answer first.
  ///
  /// - Parameters:
  ///   - wish: Who is looked for.
  ///   - reader: Who looks: nobody who was blocked by them, or blocks them, is shown.
  ///   - limit: How many at most.
  /// - Returns: Those who were found.
  /// - Throws: What the database throws.
  package func find(
    _ wish: TalentWish,
    for reader: ActorID? = nil,
    limit: Int
  ) async throws -> [Found] {
    let ready = try await ready(wish, best: max(Self.shortlist, limit))
    let rough = ready.candidates
    let need = SkillNeed(
      wish.skills.map(\.id),
      in: ready.catalog.hierarchy,
      rarity: ready.rarity
    )
    let endorsers = try await endorsers(of: rough.map(\.entry), in: ready)
    let scored = rough.map { candidate in
      let offer = ready.offer(
        of: candidate,
        at: services.now(),
        endorsedBy: endorsers[candidate.entry] ?? [:]
      )
      return (candidate, SkillScore(of: offer, for: need))
    }
    .sorted { $0.1.precedes($1.1) }.prefix(limit * 2)
    let shown = try await shown(scored.map(\.0.entry), to: reader)
    var (found, people): ([Found], Set<String>) = ([], [])
    // Somebody in two directories is one person.
    for (candidate, score) in scored {
      guard let entry = shown[candidate.entry],
        people.insert(entry.entry.person.uri).inserted
      else { continue }
      found.append(
        Found(shown: entry, reasons: score.reasons, kilometres: ready.distance(of: candidate))
      )
    }
    return Array(found.prefix(limit))
  }

  /// The widest entry that is held here of somebody.
  package func entry(of uri: String) async throws -> TalentDirectoryStore.Shown? {
    let (origin, now) = (services.addresses.origin.string, services.now())
    let host = services.addresses.isOwn(uri) ? nil : Origin(of: uri)?.authority
    return try await services.database.read {
      try $0.talentDirectories.entry(of: uri, host: host, ownOrigin: origin, at: now)
    }
  }

  /// Who entries are of, but for those whom this node suspended, or between whom and the reader there
  /// is a block.
  func shown(
    _ entries: [Int64],
    to reader: ActorID? = nil
  ) async throws -> [Int64: TalentDirectoryStore.Shown] {
    let origin = services.addresses.origin.string
    return try await services.database.read { tx in
      try tx.talentDirectories.shown(entries, ownOrigin: origin).filter { _, shown in
        guard let actor = try tx.actors.find(uri: shown.entry.person.uri) else { return true }
        guard actor.isActive else { return false }
        guard let reader else { return true }
        return try !tx.blocks.exists(by: reader, against: actor.id)
          && !tx.blocks.exists(by: actor.id, against: reader)
      }
    }
  }

  /// The organisations that endorse skills of those who are looked at closely, as far as this node
  /// holds their word and may show it.
  private func endorsers(
    of entries: [Int64],
    in ready: Ready
  ) async throws -> [Int64: [SkillID: Set<String>]] {
    let skills = Array(ready.skills.values)
    let endorsed = try await services.database.read { tx in
      try skills.flatMap { try tx.testimonials.endorsed($0) }
    }
    guard !endorsed.isEmpty else { return [:] }
    let voices = Dictionary(grouping: endorsed, by: \.person).mapValues { ofPerson in
      Dictionary(grouping: ofPerson, by: \.skill).mapValues { $0.map(\.voice).organisations }
    }
    return try await shown(entries).compactMapValues { voices[$0.entry.person.uri] }
  }

  // MARK: Reading what is held

  /// A wish with all that is held about it.
  struct Ready: Sendable {
    let wish: TalentWish
    let catalog: SkillCatalog.Loaded
    let candidates: [TalentDirectoryStore.Candidate]
    let rarity: SkillRarity
    /// The skills by their numbers here.
    let skills: [Int64: SkillID]
    /// How each skill answers to each that is wanted.
    let matches: [[Int64: SkillMatch]]
    /// Kilometres by commune, where a place was asked for.
    let distances: [String: Double]?

    func distance(of candidate: TalentDirectoryStore.Candidate) -> Double? {
      guard let distances else { return nil }
      return candidate.places.compactMap { distances[$0.code] }.min()
    }

    func offer(
      of candidate: TalentDirectoryStore.Candidate,
      at now: Date,
      endorsedBy endorsers: [SkillID: Set<String>] = [:]
    ) -> SkillOffer {
      let claims = candidate.met.values.compactMap { met in
        skills[met.skill].map { skill in
          SkillClaim(
            skill: skill,
            level: met.level,
            endorsers: endorsers[skill] ?? []
          )
        }
      }
      return SkillOffer(
        claims: claims,
        availability: candidate.hoursPerMonth == nil ? .unsaid : .free,
        kilometres: distance(of: candidate),
        daysSinceConfirmed: now.timeIntervalSince(candidate.updatedAt) / 86_400
      )
    }
  }

  /// Looks up everybody who has any of what is wanted, or something near it; or only the best of them.
  func ready(_ wish: TalentWish, best limit: Int = .max) async throws -> Ready {
    let catalog = try await services.skillCatalog.current(from: services.database)
    let expansions = wish.skills.map { catalog.hierarchy.expansion(of: $0.id) }
    let distances = wish.near.map { Communes.near($0.commune, within: $0.kilometres) }
    let now = services.now()
    return try await services.database.read { tx in
      var skills: [Int64: SkillID] = [:]
      let matches = try expansions.map { expansion in
        var numbers: [Int64: SkillMatch] = [:]
        for (id, match) in expansion {
          guard let number = try tx.skills.number(of: id) else { continue }
          numbers[number] = match
          skills[number] = id
        }
        return numbers
      }
      var query = TalentDirectoryStore.Query(
        wanted: zip(wish.skills, matches).map { skill, matches in
          .init(
            matches: matches.mapValues(\.weight),
            minimum: skill.minimum,
            isToLearn: skill.isToLearn
          )
        }
      )
      query.communes = distances.map { Set($0.keys) }
      (query.hours, query.from, query.until) = (wish.hours, wish.from, wish.until)
      query.help = wish.help
      let frequencies = try tx.talentDirectories.frequencies(query.wanted)
      let holders = Dictionary(
        frequencies.holders.compactMap { number, count in skills[number].map { ($0, count) } },
        uniquingKeysWith: +
      )
      return Ready(
        wish: wish,
        catalog: catalog,
        candidates: try tx.talentDirectories.candidates(query, at: now, best: limit),
        rarity: SkillRarity(people: frequencies.people, holders: holders),
        skills: skills,
        matches: matches,
        distances: distances
      )
    }
  }
}
