import Federation
import Foundation
import Insight
import Model
import Storage

/// Proposed teams, as the command line prints them.
struct CompositionShape: Encodable, Sendable {
  /// What somebody brings to a team.
  struct Part: Encodable, Sendable {
    let wanted: String
    let skill: String
    let level: Int
    let match: String
  }

  /// Somebody in a team.
  struct Person: Encodable, Sendable {
    let person: String
    let name: String
    let organisation: String
    let brings: [Part]
    /// What nobody else of the team has.
    let alone: [String]
    let kilometres: Double?
  }

  struct Team: Encodable, Sendable {
    let people: [Person]
    let organisations: [String]
    /// Steps between its organisations, added up.
    let communication: Int
  }

  /// A team of those who are near: for each skill who answers for it.
  struct Near: Encodable, Sendable {
    struct Answer: Encodable, Sendable {
      let wanted: String
      let person: String
      let organisation: String
    }

    let steps: Int
    let answers: [Answer]
  }

  /// A skill that nobody has, and who comes nearest.
  struct Uncovered: Encodable, Sendable {
    let wanted: String
    let nearestSkill: String?
    let nearestPerson: String?
    let lacksLevel: Bool
    /// The command that asks other nodes' members for it.
    let call: String
  }

  let teams: [Team]
  let uncovered: [Uncovered]
  let organisationsShort: Int
  /// With few steps between its two farthest organisations (RarestFirst).
  let closest: Near?
  /// With few steps from one organisation to the others, added up (leader distance).
  let led: Near?

  init(
    _ composition: TeamComposer.Composition,
    _ catalog: SkillCatalog.Loaded,
    _ language: String
  ) {
    let wanted = composition.wish.skills.map { catalog.label(of: $0.id, in: language) }
    teams = composition.proposal.teams.map { team in
      Team(
        people: team.members.map { member in
          Person(
            person: composition.people[member.id]?.entry.person.uri ?? member.id,
            name: composition.people[member.id]?.entry.person.name ?? "",
            organisation: member.organisation,
            brings: member.covers.map { offer in
              Part(
                wanted: wanted[offer.wanted],
                skill: catalog.label(of: offer.skill, in: language),
                level: offer.level.rawValue,
                match: "\(offer.match)"
              )
            },
            alone: member.alone.map { wanted[$0] },
            kilometres: member.distance.map { ($0 * 10).rounded() / 10 }
          )
        },
        organisations: team.organisations,
        communication: team.ranking.communication
      )
    }
    uncovered = composition.proposal.uncovered.map { skill in
      Uncovered(
        wanted: wanted[skill.wanted],
        nearestSkill: skill.nearest.map { catalog.label(of: $0.offer.skill, in: language) },
        nearestPerson: skill.nearest.flatMap { composition.people[$0.id]?.entry.person.uri },
        lacksLevel: skill.nearest?.lacksLevel ?? false,
        call: Self.call(composition.wish, skill.wanted, wanted[skill.wanted])
      )
    }
    organisationsShort = composition.proposal.organisationsShort
    closest = composition.near.closest.map { Near($0, wanted, composition) }
    led = composition.near.led.map { Near($0, wanted, composition) }
  }

  /// A blind call for one skill, with the place and the time of the wish.
  private static func call(_ wish: TalentWish, _ index: Int, _ label: String) -> String {
    let skill = wish.skills[index]
    var words = ["maillage call publish MEMBER \(quoted(label))"]
    words.append("--skill \(quoted("\(skill.id):\(skill.minimum.rawValue)"))")
    if let near = wish.near {
      words.append("--near \(near.commune.code) --within \(Int(near.kilometres.rounded(.up)))")
    }
    if let hours = wish.hours { words.append("--amount \(hours)") }
    if let from = wish.from { words.append("--from \(from)") }
    if let until = wish.until { words.append("--until \(until)") }
    return words.joined(separator: " ")
  }

  /// As a shell takes it to the letter, whatever a taxonomy calls a skill.
  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "'\\''"))'"
  }

  var shown: String {
    var parts = teams.enumerated().map { $1.shown(number: $0 + 1) }
    if parts.isEmpty { parts.append("Nobody has any of these skills.") }
    if organisationsShort > 0, !teams.isEmpty {
      parts.append("\(organisationsShort) more organisations have nothing of what is wanted.")
    }
    parts += uncovered.map(\.shown)
    if let closest { parts.append(closest.shown("Least far apart")) }
    if let led { parts.append(led.shown("Nearest to one organisation")) }
    return parts.joined(separator: "\n\n")
  }
}

extension CompositionShape.Near {
  fileprivate init(
    _ team: NearTeams.Team,
    _ wanted: [String],
    _ composition: TeamComposer.Composition
  ) {
    steps = team.steps
    answers = zip(zip(team.people, team.organisations), wanted).map { member, skill in
      Answer(
        wanted: skill,
        person: composition.people[member.0]?.entry.person.uri ?? member.0,
        organisation: member.1
      )
    }
  }

  fileprivate func shown(_ title: String) -> String {
    let lines = answers.map { "  \($0.wanted): \($0.person)" }
    return (["\(title), \(steps) steps"] + lines).joined(separator: "\n")
  }
}

extension CompositionShape.Team {
  fileprivate func shown(number: Int) -> String {
    let title =
      "Team \(number): \(people.count) of \(organisations.count) organisations "
      + "(\(organisations.joined(separator: ", ")))"
    let lines = people.flatMap { person -> [String] in
      let away = person.kilometres.map { ", \($0) km away" } ?? ""
      return ["  \(person.name)  \(person.person)\(away)"]
        + person.brings.map { part in
          let kind = part.match == "exact" ? "" : " for \(part.wanted)"
          let alone = person.alone.contains(part.wanted) ? ", alone" : ""
          return "    \(part.skill), level \(part.level)\(kind)\(alone)"
        }
    }
    return ([Styled.strong(title)] + lines).joined(separator: "\n")
  }
}

extension CompositionShape.Uncovered {
  fileprivate var shown: String {
    let head = "Nobody covers: \(wanted)."
    let ask = "  Call for it: \(call)"
    guard let nearestSkill, let nearestPerson else { return "\(head)\n\(ask)" }
    let why = lacksLevel ? "but less well" : "which is near it"
    return "\(head) \(nearestPerson) has \(nearestSkill), \(why).\n\(ask)"
  }
}
