import Model

/// What is near a skill: the same elsewhere, its kinds, what it is a kind of, and its siblings.
package struct SkillHierarchy: Sendable {
  /// How many skills one expands to at most, the best matches first.
  package static let mostMatches = 400
  /// How many steps down kinds of kinds are followed.
  package static let deepest = 8
  /// In larger families, such as everything in *crafts*, being a sibling says nothing.
  package static let largestFamily = 40

  private var broader: [SkillID: [SkillID]] = [:]
  private var narrower: [SkillID: [SkillID]] = [:]
  private var same: [SkillID: [SkillID]] = [:]

  package init(_ skills: [Skill]) {
    for skill in skills {
      for other in skill.broader where other != skill.id {
        broader[skill.id, default: []].append(other)
        narrower[other, default: []].append(skill.id)
      }
      for other in skill.sameAs where other != skill.id {
        same[skill.id, default: []].append(other)
        same[other, default: []].append(skill.id)
      }
    }
  }

  /// The skills that answer to one that is asked for, and how; always itself.
  package func expansion(of skill: SkillID) -> [SkillID: SkillMatch] {
    var expansion = Expansion(of: skill)
    let own = expansion.spread(from: [skill], as: .exact) { same[$0] ?? [] }
    expansion.spread(from: own, as: .narrower) { neighbours($0, narrower) }
    let above = own.flatMap { neighbours($0, broader) }
    expansion.add(above, as: .broader)
    for parent in above {
      let family = narrower[parent] ?? []
      if family.count <= Self.largestFamily { expansion.add(family, as: .sibling) }
    }
    return expansion.matches
  }

  /// The skills that one covers when they are asked for: itself, the same elsewhere, and all that it is a
  /// kind of.
  package func above(_ skill: SkillID) -> Set<SkillID> {
    var expansion = Expansion(of: skill)
    let own = expansion.spread(from: [skill], as: .exact) { same[$0] ?? [] }
    expansion.spread(from: own, as: .broader) { neighbours($0, broader) }
    return Set(expansion.matches.keys)
  }

  private func neighbours(_ skill: SkillID, _ relation: [SkillID: [SkillID]]) -> [SkillID] {
    let direct = relation[skill] ?? []
    return direct + direct.flatMap { same[$0] ?? [] }
  }
}

extension SkillHierarchy {
  /// An expansion as it grows: a skill keeps the first match, which is its best.
  private struct Expansion {
    private(set) var matches: [SkillID: SkillMatch]

    init(of skill: SkillID) {
      matches = [skill: .exact]
    }

    private var isFull: Bool { matches.count >= SkillHierarchy.mostMatches }

    mutating func add(_ skills: [SkillID], as match: SkillMatch) {
      for skill in skills where !isFull && matches[skill] == nil { matches[skill] = match }
    }

    /// Follows a relation step by step; what was seen is not followed again, so circles end.
    @discardableResult
    mutating func spread(
      from start: [SkillID],
      as match: SkillMatch,
      along relation: (SkillID) -> [SkillID]
    ) -> [SkillID] {
      var reached = start
      var edge = start
      for _ in 0..<SkillHierarchy.deepest where !edge.isEmpty && !isFull {
        var next: [SkillID] = []
        for skill in edge.flatMap(relation) where !isFull && matches[skill] == nil {
          matches[skill] = match
          next.append(skill)
        }
        reached += next
        edge = next
      }
      return reached
    }
  }
}
