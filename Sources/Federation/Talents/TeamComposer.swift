import Foundation
import Insight
import Model
import Storage

/// Composes teams of people of several organisations who together cover a set of skills.
///
/// It reads what this node holds of those who let themselves be found, and sends nothing.
package struct TeamComposer: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// How many organisations a team joins at least, and how many teams are proposed.
  package struct Shape: Sendable, Hashable {
    package var minimumOrganisations: Int
    package var alternatives: Int

    package init(minimumOrganisations: Int = 2, alternatives: Int = 3) {
      (self.minimumOrganisations, self.alternatives) = (minimumOrganisations, alternatives)
    }
  }

  /// Teams, and who the people in them are.
  package struct Composition: Sendable {
    package let proposal: TeamProposal
    /// Those of who is near, beside the smallest.
    package let near: NearTeams
    /// By the ids that the proposal has.
    package let people: [String: TalentDirectoryStore.Shown]
    package let wish: TalentWish
  }

  /// Proposes teams.
  ///
  /// - Parameters:
  ///   - wish: What they are to have.
  ///   - shape: How they are to be.
  ///   - reader: Who asks: nobody between whom and the reader there is a block is proposed.
  /// - Returns: The teams, and who is in them.
  /// - Throws: `Refusal.malformed` for a shape that no team has.
  package func compose(
    _ wish: TalentWish,
    _ shape: Shape,
    for reader: ActorID? = nil
  ) async throws -> Composition {
    let wanted = wish.skills.compactMap { WantedSkill($0.id, minimum: $0.minimum) }
    guard
      let task = TeamTask(
        wanted: wanted,
        minimumOrganisations: shape.minimumOrganisations,
        alternatives: shape.alternatives
      )
    else {
      throw Refusal.malformed(
        "A team joins 1 to \(TeamTask.mostOrganisations) organisations, and 3 to 5 are proposed."
      )
    }
    // Also those who know a skill less well: they come nearest to what nobody covers.
    var open = wish
    open.skills = wish.skills.map { TalentWish.Skill(id: $0.id) }
    let ready = try await TalentSearch(services: services).ready(open)
    var candidates = Self.people(in: ready, try await hosts())
    let links = try await links()
    let distances = OrganisationDistances(links: links)
    // In how many teams people are already: the same bridge is not always asked.
    let loads = try await services.database.read { try $0.teams.loads() }
    var rounds = 0
    while true {
      let proposal = TeamFinder.find(task, among: candidates, distances: distances)
      let near = NearTeams(task, among: candidates, links: links)
      let named = Self.named(in: proposal).union(near.named)
      let people = try await people(named, for: reader)
      let hidden = named.subtracting(people.keys)
      rounds += 1
      if rounds <= Self.mostRounds, Self.weigh(&candidates, people, by: loads) { continue }
      guard !hidden.isEmpty else {
        return Composition(proposal: proposal, near: near, people: people, wish: wish)
      }
      // Few are suspended or blocked: it is cheaper to look up those who would be in a team.
      candidates.removeAll { hidden.contains($0.id) }
    }
  }

  /// How often a composition is made anew since somebody in it turns out to be busy.
  private static let mostRounds = 6

  /// Sets how many teams the people of a proposal are in.
  ///
  /// - Returns: Whether that was not known of somebody.
  private static func weigh(
    _ candidates: inout [Candidate],
    _ people: [String: TalentDirectoryStore.Shown],
    by loads: [String: Int]
  ) -> Bool {
    let busy = people.compactMapValues { loads[$0.entry.person.uri] }
    guard !busy.isEmpty else { return false }
    var isNew = false
    for index in candidates.indices {
      guard let load = busy[candidates[index].id], candidates[index].load != load else { continue }
      candidates[index].load = load
      isNew = true
    }
    return isNew
  }

  // MARK: Who may be asked

  /// The host of each directory; this node's own has its own name.
  private func hosts() async throws -> [Int64: String] {
    let own = services.addresses.origin.authority
    let directories = try await services.database.read { try $0.talentDirectories.all() }
    return Dictionary(
      uniqueKeysWithValues: directories.map { ($0.id, $0.isOwn ? own : $0.host) }
    )
  }

  /// One candidate for each person, also of somebody who stands in two directories.
  private static func people(
    in ready: TalentSearch.Ready,
    _ hosts: [Int64: String]
  ) -> [Candidate] {
    var seen: Set<String> = []
    return ready.candidates.compactMap { found in
      guard let host = hosts[found.directory], seen.insert("\(host) \(found.number)").inserted
      else { return nil }
      let offers = found.met.compactMap { wanted, met -> Candidate.Offer? in
        guard let skill = ready.skills[met.skill], let match = ready.matches[wanted][met.skill],
          let level = met.level
        else { return nil }
        return Candidate.Offer(for: wanted, skill: skill, level: level, match: match)
      }
      guard !offers.isEmpty else { return nil }
      var candidate = Candidate(
        id: String(found.entry),
        organisation: host,
        offers: offers.sorted { $0.wanted < $1.wanted }
      )
      candidate.distance = ready.distance(of: found)
      candidate.hours = found.hoursPerMonth.map(Double.init)
      return candidate
    }
  }

  /// Everybody whom a proposal names.
  private static func named(in proposal: TeamProposal) -> Set<String> {
    let members = proposal.teams.flatMap { $0.members.map(\.id) }
    return Set(members + proposal.uncovered.compactMap { $0.nearest?.id })
  }

  private func people(
    _ ids: Set<String>,
    for reader: ActorID?
  ) async throws -> [String: TalentDirectoryStore.Shown] {
    let shown = try await TalentSearch(services: services)
      .shown(ids.compactMap { Int64($0) }, to: reader)
    return Dictionary(uniqueKeysWithValues: shown.map { (String($0.key), $0.value) })
  }

  // MARK: How near organisations are

  /// Peers of this node are one step from it; organisations that write in a common group are one step
  /// from each other, and members of a common territory two.
  private func links() async throws -> [(String, String)] {
    let own = services.addresses.origin.authority
    var links: [(String, String)] = []
    for peering in services.known.peerings {
      if case .active = peering.state { links.append((own, peering.host)) }
    }
    for territory in services.known.territories where territory.own != nil {
      // The territory stands between them, as a place that both come to.
      let place = "territory \(territory.id.text)"
      for node in services.known.members(of: territory.id) { links.append((node.host, place)) }
      links.append((own, place))
    }
    let groups = try await services.database.read { try $0.groups.hostsByGroup() }
    for hosts in groups.values {
      let named = hosts.map { $0.isEmpty ? own : $0 }.sorted()
      for (index, one) in named.enumerated() {
        for other in named.dropFirst(index + 1) { links.append((one, other)) }
      }
    }
    return links
  }
}
