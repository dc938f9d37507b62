import Federation
import Foundation
import Insight
import Model
import Storage

/// A skill as the command line prints it.
struct SkillShape: Encodable, Sendable {
  let id: String
  let label: String
  var level: Int?
  var toLearn = false
  var ring: String?
  /// What shows it, as the member wrote for itself.
  var evidence: String?

  var shown: String {
    let words = [
      level.map { "level \($0)" }, toLearn ? "wants to learn" : nil, ring,
      evidence.map { "shown by: \($0)" },
    ]
    let rest = words.compactMap(\.self).joined(separator: ", ")
    return rest.isEmpty ? label : "\(label) (\(rest))"
  }
}

/// What a directory has of somebody, as the command line prints it.
struct TalentEntryShape: Encodable, Sendable {
  let person: String
  let name: String
  /// The node; nothing for a member of this one.
  let host: String?
  let skills: [SkillShape]
  let places: [String]
  let hoursPerMonth: Int?
  let from: String?
  let until: String?
  let released: String?
  let help: [String]
  let expires: Date

  init(
    _ shown: TalentDirectoryStore.Shown,
    _ catalog: SkillCatalog.Loaded,
    _ language: String
  ) {
    let entry = shown.entry
    (person, name) = (entry.person.uri, entry.person.name)
    host = shown.host.isEmpty ? nil : shown.host
    skills = entry.skills.map { skill in
      SkillShape(
        id: skill.id.description,
        label: catalog.label(of: skill.id, in: language),
        level: skill.level?.rawValue,
        toLearn: skill.isWanted
      )
    }
    places = entry.places.map { Communes.find(code: $0.code)?.name ?? $0.code }
    hoursPerMonth = entry.availability?.hoursPerMonth
    from = entry.availability?.from?.description
    until = entry.availability?.until?.description
    released = entry.availability?.release.rawValue
    help = entry.help.map(\.rawValue)
    expires = entry.expiresAt
  }

  var head: String { "\(Styled.strong(name))  \(person)" }

  var shown: String {
    var lines = [head] + skills.map { "  \($0.shown)" }
    if !places.isEmpty { lines.append("  in \(places.joined(separator: ", "))") }
    if let time { lines.append("  \(time)") }
    if !help.isEmpty { lines.append("  offers \(help.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }

  private var time: String? {
    hoursPerMonth.map { TalentTimeWords.text($0, from, until, released) }
  }
}

/// What `talent show` prints: an entry, and what others say of the person.
struct ShownTalentShape: Encodable, Sendable {
  let entry: TalentEntryShape
  let said: [TestimonialShape]

  var shown: String { ([entry.shown] + said.map(\.shown)).joined(separator: "\n\n") }

  private enum Key: String, CodingKey { case said }

  /// The members of the entry, and `said` beside them.
  func encode(to encoder: any Encoder) throws {
    try entry.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(said, forKey: .said)
  }
}

/// When somebody has time, in words.
private enum TalentTimeWords {
  static func text(_ hours: Int, _ from: String?, _ until: String?, _ released: String?) -> String {
    let parts = [
      "\(hours) hours a month", from.map { "from \($0)" }, until.map { "until \($0)" },
      released.map { "released by the employer: \($0)" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

/// Somebody who was found, with the reasons.
struct FoundTalentShape: Encodable, Sendable {
  /// One skill that was asked for, and what of theirs answers to it.
  struct Reason: Encodable, Sendable {
    let asked: String
    let offered: String
    /// Nothing for somebody who only wants to learn it.
    let level: Int?
    let match: String
    /// How much of what was asked for it gives, 0 to 1.
    let weight: Double
    let organisations: Int
  }

  let entry: TalentEntryShape
  let kilometres: Double?
  let reasons: [Reason]

  init(_ found: TalentSearch.Found, _ catalog: SkillCatalog.Loaded, _ language: String) {
    entry = TalentEntryShape(found.shown, catalog, language)
    kilometres = found.kilometres.map { ($0 * 10).rounded() / 10 }
    reasons = found.reasons.map { reason in
      Reason(
        asked: catalog.label(of: reason.asked, in: language),
        offered: catalog.label(of: reason.offered, in: language),
        level: reason.level?.rawValue,
        match: "\(reason.match)",
        weight: reason.match.weight,
        organisations: reason.organisations
      )
    }
  }

  var shown: String {
    let lines = reasons.map { reason -> String in
      let words =
        switch reason.match {
        case "exact": ""
        case "sibling": " (beside \(reason.asked), counts \(reason.weight))"
        default: " (\(reason.match) than \(reason.asked), counts \(reason.weight))"
        }
      let voices =
        switch reason.organisations {
        case 0: ""
        case 1: ", endorsed by 1 organisation"
        default: ", endorsed by \(reason.organisations) organisations"
        }
      let level = reason.level.map { "level \($0)" } ?? "wants to learn"
      return "  \(reason.offered), \(level)\(words)\(voices)"
    }
    let distance = kilometres.map { ["  \($0) km away"] } ?? []
    return ([entry.head] + lines + distance).joined(separator: "\n")
  }
}

/// Where an entry is, as the command line prints it.
struct TalentReceiptShape: Encodable, Sendable {
  /// One node.
  struct Holder: Encodable, Sendable {
    let host: String
    /// `holds`, `told` or `gone`.
    let state: String
    let since: Date?
  }

  let entry: String
  let holders: [Holder]

  init(_ receipt: TalentReceipt) {
    entry = receipt.number
    holders = receipt.holdings.sorted { $0.key < $1.key }.map { host, holding in
      switch holding {
      case .holds: Holder(host: host, state: "holds", since: nil)
      case .told: Holder(host: host, state: "told", since: nil)
      case .gone(let since): Holder(host: host, state: "gone", since: since)
      }
    }
  }

  var shown: String {
    var table = Table("NODE", "ENTRY", "SINCE")
    for holder in holders { table.add(holder.host, holder.state, holder.since?.shown ?? "") }
    return table.text(ifEmpty: "No other node was given it.")
  }
}

/// What a member wrote of its talents, for itself.
struct TalentProfileShape: Encodable, Sendable {
  let isListed: Bool
  let listedUntil: Date?
  let skills: [SkillShape]
  let places: [String]
  let hoursPerMonth: Int?
  let from: String?
  let until: String?
  let released: String?
  /// Who finds the time.
  let timeRing: String?
  let help: [String]

  init(
    _ profile: TalentProfile,
    _ catalog: SkillCatalog.Loaded,
    _ language: String,
    at now: Date
  ) {
    isListed = profile.isListed(at: now)
    listedUntil = profile.listedUntil
    skills = profile.talents.map { talent in
      SkillShape(
        id: talent.skill.description,
        label: catalog.label(of: talent.skill, in: language),
        level: talent.level?.rawValue,
        toLearn: talent.isWanted,
        ring: talent.ring.rawValue,
        evidence: talent.evidence.isEmpty ? nil : talent.evidence
      )
    }
    places = profile.places.map { place in
      let name = Communes.find(code: place.value.code)?.name ?? place.value.code
      return "\(name) (\(place.value.kind.rawValue), \(place.ring.rawValue))"
    }
    let time = profile.availability?.value
    hoursPerMonth = time?.hoursPerMonth
    from = time?.from?.description
    until = time?.until?.description
    released = time?.release.rawValue
    timeRing = profile.availability?.ring.rawValue
    help = profile.help.map { "\($0.value.rawValue) (\($0.ring.rawValue))" }
  }

  var shown: String {
    let listing =
      isListed ? "Can be found until \(listedUntil?.shown ?? "")." : "Is not found by anybody."
    var lines = [listing] + skills.map { "  \($0.shown)" }
    if !places.isEmpty { lines.append("  in \(places.joined(separator: ", "))") }
    if let hoursPerMonth {
      let time = TalentTimeWords.text(hoursPerMonth, from, until, released)
      lines.append("  \(time) (\(timeRing ?? ""))")
    }
    if !help.isEmpty { lines.append("  offers \(help.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }
}
