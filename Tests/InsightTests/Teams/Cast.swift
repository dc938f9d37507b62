import Model

@testable import Insight

/// Tasks and candidates in few words: wanted skills are numbers, people and organisations are letters.
enum Cast {
  struct BadSample: Error {}

  static func skill(_ number: Int) throws -> SkillID {
    guard let skill = SkillID("urn:sample:\(number)") else { throw BadSample() }
    return skill
  }

  static func task(
    _ minimums: [SkillLevel],
    weights: [Double] = [],
    organisations: Int = 1,
    alternatives: Int = 3
  ) throws -> TeamTask {
    let wanted = try minimums.enumerated().map { number, minimum in
      let weight = weights.isEmpty ? 1 : weights[number]
      guard let wish = WantedSkill(try skill(number), minimum: minimum, weight: weight) else {
        throw BadSample()
      }
      return wish
    }
    let task = TeamTask(
      wanted: wanted,
      minimumOrganisations: organisations,
      alternatives: alternatives
    )
    guard let task else { throw BadSample() }
    return task
  }

  /// A task for so many skills at whatever level.
  static func task(
    skills: Int,
    organisations: Int = 1,
    alternatives: Int = 3
  ) throws -> TeamTask {
    let minimums = [SkillLevel](repeating: .notions, count: skills)
    return try task(minimums, organisations: organisations, alternatives: alternatives)
  }

  static func offer(
    _ wanted: Int,
    _ level: SkillLevel = .practice,
    _ relation: SkillMatch = .exact,
    weight: Double = 1
  ) throws -> Candidate.Offer {
    let has = relation == .exact ? wanted : wanted + 100
    return .init(for: wanted, skill: try skill(has), level: level, match: relation).weighing(weight)
  }

  /// Somebody who has some of the wanted skills.
  static func person(
    _ id: String,
    of organisation: String,
    _ wanted: [Int],
    load: Int = 0
  ) throws -> Candidate {
    let offers = try wanted.map { try offer($0) }
    return Candidate(id: id, organisation: organisation, offers: offers, load: load)
  }
}

extension Team {
  /// The ids of its members, run together.
  var names: String { members.map(\.id).joined() }
}
