import Federation
import Foundation
import Model

/// What an app changes of a member's talents: each part that it names is replaced as a whole.
struct TalentEdit: Sendable {
  private let parameters: Parameters

  init(_ parameters: Parameters) { self.parameters = parameters }

  /// - Throws: `Refusal.malformed`, which names what is wrong.
  func apply(to profile: inout TalentProfile) throws(Refusal) {
    if parameters.has("skills") {
      profile.talents = try parameters.list("skills").map { (part) throws(Refusal) in
        try Self.talent(part)
      }
      guard Set(profile.talents.map(\.skill)).count == profile.talents.count else {
        throw .malformed("A skill is named twice.")
      }
    }
    if parameters.has("places") {
      profile.places = try parameters.list("places").map { (part) throws(Refusal) in
        guard let kind = TalentPlace.Kind(rawValue: part.text("kind") ?? "life") else {
          throw .malformed("The kind of a place is work or life.")
        }
        let commune = try Communes.named(try part.require("code"))
        return TalentProfile.Ringed(
          try TalentPlace(code: commune.code, kind: kind),
          ring: try Self.ring(part)
        )
      }
    }
    if parameters.has("help") {
      profile.help = try parameters.list("help").map { (part) throws(Refusal) in
        guard let kind = HelpKind(rawValue: part.text("kind") ?? "") else {
          throw .malformed("A kind of help is one of \(HelpKind.allCases.map(\.rawValue)).")
        }
        return TalentProfile.Ringed(kind, ring: try Self.ring(part))
      }
    }
    if parameters.has("availability") {
      // An empty object says nothing of time any more.
      let part = parameters.part("availability").flatMap { $0.has("hours_per_month") ? $0 : nil }
      profile.availability = try part.map { (part) throws(Refusal) in
        TalentProfile.Ringed(try Self.time(part), ring: try Self.ring(part))
      }
    }
  }

  private static func talent(_ part: Parameters) throws(Refusal) -> Talent {
    guard let id = SkillID(try part.require("id")) else {
      throw .malformed("The id of a skill is its URI.")
    }
    let number = part.number("level")
    let level = number.flatMap(SkillLevel.init(rawValue:))
    guard number == nil || level != nil else { throw .malformed("A level is 1, 2, 3 or 4.") }
    return try Talent(
      skill: id,
      level: level,
      isWanted: part.bool("to_learn") == true,
      evidence: part.text("evidence") ?? "",
      ring: try ring(part)
    )
  }

  private static func time(_ part: Parameters) throws(Refusal) -> Availability {
    guard let release = Availability.Release(rawValue: part.text("release") ?? "no") else {
      throw .malformed("release is yes, no or asked.")
    }
    return try Availability(
      hoursPerMonth: part.number("hours_per_month") ?? 0,
      from: try day(part.filled("from")),
      until: try day(part.filled("until")),
      release: release
    )
  }

  /// The narrowest ring where none is named.
  private static func ring(_ part: Parameters) throws(Refusal) -> TalentRing {
    guard let ring = TalentRing(rawValue: part.filled("ring") ?? "organisation") else {
      throw .malformed("A ring is organisation, territory or everyone.")
    }
    return ring
  }

  static func day(_ text: String?) throws(Refusal) -> Day? {
    guard let text else { return nil }
    guard let day = Day(text) else {
      throw .malformed("‘\(text.prefix(20))’ is no day: write it as 2026-12-01.")
    }
    return day
  }
}
