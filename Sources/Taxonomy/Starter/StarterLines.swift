import Model

/// Reads the lines that the starter set is written in.
///
/// A line with a number sign opens a group: `# food < crafts | Métiers de bouche | Food trades`,
/// where `< crafts` names the group above. Each other line at the same depth is a skill of that
/// group: its UUID in ESCO or a name of our own, then its French and its English label. Deeper lines
/// belong to the skill before: `fr` and `en` with alternatives, `in` with more broader skills, all
/// separated by semicolons.
struct StarterLines {
  private(set) var skills: [Skill] = []
  private var group: SkillID?

  init(_ text: String) {
    for line in text.split(separator: "\n") { read(line) }
  }

  private mutating func read(_ line: Substring) {
    if line.hasPrefix("# ") {
      open(line.dropFirst(2))
    } else if line.hasPrefix("  ") {
      extend(line.drop { $0 == " " })
    } else {
      skills.append(Self.skill(line, broader: group))
    }
  }

  private mutating func open(_ line: Substring) {
    let parts = Self.parts(line, between: "|")
    let names = Self.parts(parts[0], between: "<")
    let parent = names.dropFirst().first.map(Self.identifier)
    let opened = Self.skill(
      ([names[0]] + parts.dropFirst()).joined(separator: "|")[...],
      broader: parent
    )
    skills.append(opened)
    group = opened.id
  }

  private mutating func extend(_ line: Substring) {
    let last = skills.count - 1
    precondition(last >= 0, "the starter set begins with a detail: \(line)")
    let values = Self.parts(line.dropFirst(3), between: ";")
    switch line.prefix(3) {
    case "fr ": skills[last].alternatives["fr", default: []] += values.map(String.init)
    case "en ": skills[last].alternatives["en", default: []] += values.map(String.init)
    case "in ": skills[last].broader += values.map(Self.identifier)
    default: preconditionFailure("the starter set has an unknown detail: \(line)")
    }
  }

  private static func skill(_ line: Substring, broader: SkillID?) -> Skill {
    let parts = parts(line, between: "|")
    precondition(parts.count == 3, "the starter set has a line without three parts: \(line)")
    return Skill(
      id: identifier(parts[0]),
      labels: ["fr": String(parts[1]), "en": String(parts[2])],
      broader: broader.map { [$0] } ?? []
    )
  }

  /// A UUID is ESCO's, a shorter name ours.
  private static func identifier(_ name: Substring) -> SkillID {
    let base = name.utf8.count == 36 ? SkillID.esco : StarterSkills.local
    guard let id = SkillID(base + name) else {
      preconditionFailure("the starter set has a name that is none: \(name)")
    }
    return id
  }

  private static func parts(_ line: Substring, between separator: Character) -> [Substring] {
    line.split(separator: separator).map { part in
      let start = part.drop { $0 == " " }
      return start[..<(start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)]
    }
  }
}
