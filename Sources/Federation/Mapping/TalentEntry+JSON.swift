import ActivityStreams
import Foundation
import Model
import StrictJSON

/// TalentEntry on the wire ↔ what a directory has of a person (Protocol/talents.md).
extension TalentEntry {
  package static let type = "TalentEntry"
  /// The longest time ahead at which an entry may end, in seconds: a little more than six months.
  static let longestLife: TimeInterval = 190 * 86_400

  /// Reads an entry of a node; whether its bucket is signed is another matter.
  ///
  /// - Parameters:
  ///   - json: The entry.
  ///   - origin: The origin of the node whose directory it is in.
  ///   - now: The time.
  /// - Throws: `Refusal.malformed`.
  init(json: JSON, of origin: String, at now: Date) throws(Refusal) {
    let fields = try StrictFields(json, as: "entry")
    try fields.require("type", Self.type)
    let uri = try fields.address("attributedTo")
    guard uri.string.hasPrefix("\(origin)/"), uri.string.utf8.count <= 500 else {
      throw fields.wrong("attributedTo", "not of the directory's node")
    }
    let expiresAt = try fields.date("expires")
    guard expiresAt.timeIntervalSince(now) <= Self.longestLife else {
      throw fields.wrong("expires", "more than \(Int(Self.longestLife / 86_400)) days away")
    }
    self.init(
      number: try Self.number(in: fields, key: "id", of: origin),
      person: Person(
        uri: uri.string,
        name: VisibleText.clean(try fields.text("name", atMost: Self.longestName))
      ),
      skills: try Self.skills(in: fields),
      places: try Self.places(in: fields),
      availability: try Self.availability(in: fields),
      help: try fields.texts("help", atMost: 16, length: 40).compactMap(HelpKind.init).sorted(),
      updatedAt: try fields.date("updated"),
      expiresAt: expiresAt
    )
  }

  static func number(
    in fields: StrictFields,
    key: String,
    of origin: String
  ) throws(Refusal) -> String {
    let start = "\(origin)/talents/"
    let id = try fields.text(key, atMost: 500)
    let number = String(id.dropFirst(start.count))
    guard id.hasPrefix(start), isNumber(number) else {
      throw fields.wrong(key, "not \(start) and 32 hexadecimal digits")
    }
    return number
  }

  private static func skills(in fields: StrictFields) throws(Refusal) -> [Skill] {
    let skills = try fields.list("knowsAbout", atMost: TalentProfile.mostTalents)
      .map { (json) throws(Refusal) in
        let term = try StrictFields(json, as: "knowsAbout")
        guard let id = SkillID(try term.text("id", atMost: SkillID.longest)) else {
          throw term.wrong("id", "not the URI of a skill")
        }
        let isWanted = try term.object["wanted"].map { (_) throws(Refusal) in
          try term.bool("wanted")
        }
        let level = try term.object["level"].map { (_) throws(Refusal) in
          try term.integer("level", in: 1...4)
        }
        guard level != nil || isWanted == true else { throw term.wrong("level", "missing") }
        return Skill(
          id: id,
          level: level.flatMap(SkillLevel.init(rawValue:)),
          isWanted: isWanted ?? false
        )
      }
    guard !skills.isEmpty, Set(skills.map(\.id)).count == skills.count else {
      throw fields.wrong("knowsAbout", "empty, or names a skill twice")
    }
    return skills
  }

  private static func places(in fields: StrictFields) throws(Refusal) -> [TalentPlace] {
    var places: [TalentPlace] = []
    for (key, kind) in [("homeLocation", TalentPlace.Kind.life), ("workLocation", .work)] {
      for code in try fields.texts(key, atMost: TalentProfile.mostPlaces, length: 5) {
        places.append(try TalentPlace(code: code, kind: kind))
      }
    }
    return places.sorted()
  }

  private static func availability(in fields: StrictFields) throws(Refusal) -> Availability? {
    guard fields.object["availability"] != nil else { return nil }
    let time = try fields.fields("availability")
    guard let release = Availability.Release(rawValue: try time.text("release", atMost: 20)) else {
      throw time.wrong("release", "none of yes, no, asked")
    }
    return try Availability(
      hoursPerMonth: try time.integer("hoursPerMonth", in: 1...Availability.mostHours),
      from: try time.dayIfAny("from"),
      until: try time.dayIfAny("until"),
      release: release
    )
  }

  // MARK: Writing

  func json(origin: String) -> JSON {
    var object: JSONObject = [
      "type": .string(Self.type), "id": .string("\(origin)/talents/\(number)"),
      "attributedTo": .string(person.uri), "name": .string(person.name),
      "knowsAbout": .array(skills.map(\.json)),
    ]
    object.put("homeLocation", places.filter { $0.kind == .life }.map(\.code))
    object.put("workLocation", places.filter { $0.kind == .work }.map(\.code))
    object["availability"] = availability?.json
    object.put("help", help.map(\.rawValue))
    object["updated"] = .string(AS.Timestamp.text(updatedAt))
    object["expires"] = .string(AS.Timestamp.text(expiresAt))
    return .object(object)
  }
}

extension TalentEntry.Skill {
  fileprivate var json: JSON {
    var object: JSONObject = ["type": "DefinedTerm", "id": .string(id.description)]
    object["level"] = level.map { .integer($0.rawValue) }
    if isWanted { object["wanted"] = .bool(true) }
    return .object(object)
  }
}

extension Availability {
  fileprivate var json: JSON {
    var object: JSONObject = ["hoursPerMonth": .integer(hoursPerMonth)]
    object["from"] = from.map { .string($0.description) }
    object["until"] = until.map { .string($0.description) }
    object["release"] = .string(release.rawValue)
    return .object(object)
  }
}

extension StrictFields {
  /// A day, `2026-12-01`.
  func dayIfAny(_ key: String) throws(Refusal) -> Day? {
    guard let text = try textIfAny(key, atMost: 10) else { return nil }
    guard let day = Day(text) else { throw wrong(key, "not a day such as 2026-12-01") }
    return day
  }
}
