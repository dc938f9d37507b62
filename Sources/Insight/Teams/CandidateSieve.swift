import Model

/// Reads all candidates once, and keeps of each set of skills the few whom a team could need.
struct CandidateSieve {
  /// How many people of each set of skills are kept.
  ///
  /// A smallest team has at most `mostSkills + mostOrganisations − 1` members. With one of each of as
  /// many organisations kept, whoever is left out can be replaced by somebody kept whose organisation
  /// is not in the team, so that nothing is lost by leaving them out.
  static let keptPerMask = TeamTask.mostSkills + TeamTask.mostOrganisations

  private let task: TeamTask
  private var numbers: [String: Int] = [:]
  /// The best person of each organisation with each set of skills.
  private var firsts: [Int: SievedPerson] = [:]
  /// The best people with each set of skills, of whatever organisation.
  private var best: [[SievedPerson]]
  /// The most telling offer for each wanted skill among those that do not cover it.
  private(set) var nearest: [UncoveredSkill.Nearest?]

  init(for task: TeamTask) {
    self.task = task
    best = Array(repeating: [], count: 1 << task.wanted.count)
    nearest = Array(repeating: nil, count: task.wanted.count)
  }

  /// The organisations of which somebody covers something, by number.
  var organisations: [String] {
    numbers.sorted { $0.value < $1.value }.map(\.key)
  }

  /// Takes a candidate in.
  mutating func admit(_ candidate: Candidate, at place: Int) {
    let (mask, fit) = coverage(of: candidate)
    guard mask != 0 else { return }
    let person = PoolPerson(
      place: place,
      mask: mask,
      organisation: number(of: candidate.organisation),
      price: TeamRanking.loadPrice(candidate.load),
      fit: fit,
      distance: candidate.distance.flatMap { $0.isFinite ? $0 : nil }
    )
    keep(SievedPerson(person, candidate), mask: mask)
  }

  /// The people kept, by their sets of skills: one of each organisation first, then the best of the
  /// others.
  func kept() -> [[PoolPerson]] {
    var leaders = [[SievedPerson]](repeating: [], count: best.count)
    for first in firsts.values { leaders[first.person.mask].append(first) }
    return zip(leaders, best).map { leaders, best in
      let chosen = leaders.sorted().map(\.person)
      let places = Set(chosen.map(\.place))
      let others = best.map(\.person).filter { !places.contains($0.place) }
      return Array((chosen + others).prefix(Self.keptPerMask))
    }
  }

  private mutating func keep(_ sieved: SievedPerson, mask: Int) {
    let key = sieved.person.organisation << TeamTask.mostSkills | mask
    firsts[key] = firsts[key].map { min($0, sieved) } ?? sieved
    let count = best[mask].count
    if count == Self.keptPerMask, best[mask][count - 1] < sieved { return }
    best[mask].insert(sieved, at: best[mask].firstIndex { sieved < $0 } ?? count)
    if count == Self.keptPerMask { best[mask].removeLast() }
  }

  private mutating func number(of organisation: String) -> Int {
    if let number = numbers[organisation] { return number }
    numbers[organisation] = numbers.count
    return numbers.count - 1
  }

  /// What somebody covers and how well; on the way, what of theirs comes near without covering.
  private mutating func coverage(of candidate: Candidate) -> (mask: Int, fit: Int) {
    var mask = 0
    var fits = 0.0
    for offer in candidate.offers where task.wanted.indices.contains(offer.wanted) {
      let wish = task.wanted[offer.wanted]
      guard offer.covers(wish) else {
        note(offer, of: candidate)
        continue
      }
      // Of several offers for the same skill the best counts, once.
      guard mask & 1 << offer.wanted == 0 else { continue }
      mask |= 1 << offer.wanted
      fits += wish.weight * (candidate.best(for: offer.wanted, wish)?.weight ?? 0)
    }
    return (mask, Int((fits * 1000).rounded()))
  }

  private mutating func note(_ offer: Candidate.Offer, of candidate: Candidate) {
    let nearness = offer.nearness(to: task.wanted[offer.wanted])
    guard nearness > 0, nearness >= nearest[offer.wanted]?.nearness ?? 0 else { return }
    let found = UncoveredSkill.Nearest(
      id: candidate.id,
      organisation: candidate.organisation,
      offer: offer,
      nearness: nearness,
      load: candidate.load
    )
    nearest[offer.wanted] = nearest[offer.wanted].map { max($0, found) } ?? found
  }
}
