import Model
import StrictJSON

/// The form of a member's talents: from what the API tells, and to what it takes.
struct TalentForm {
  private let profile: JSON
  private let words: Words

  init(_ profile: JSON, _ words: Words) {
    self.profile = profile
    self.words = words
  }

  /// Places that a form has room for beyond those there are.
  private static let newPlaces = 1

  // MARK: What is shown

  var skills: [JSON] {
    (profile["skills"]?.array ?? []).enumerated().map { number, skill in
      [
        "index": .integer(number), "id": skill["id"] ?? .null, "label": skill["label"] ?? .null,
        "levels": .array(levels(skill["level"]?.int)), "to_learn": skill["to_learn"] ?? false,
        "evidence": skill["evidence"] ?? .null, "rings": .array(rings(skill["ring"]?.string)),
      ]
    }
  }

  func newSkills(_ count: Int) -> [JSON] {
    (0..<count).map { number in
      [
        "index": .integer(number), "number": .integer(number + 1), "levels": .array(levels(nil)),
        "rings": .array(rings(nil)),
      ]
    }
  }

  var places: [JSON] {
    let own = profile["places"]?.array ?? []
    return (0..<own.count + Self.newPlaces).map { number in
      let place = own.indices.contains(number) ? own[number] : .null
      return [
        "index": .integer(number), "number": .integer(number + 1), "name": place["name"] ?? "",
        "code": place["code"] ?? "", "is_work": .bool(place["kind"]?.string == "work"),
        "rings": .array(rings(place["ring"]?.string)),
      ]
    }
  }

  var help: [JSON] {
    let own = profile["help"]?.array ?? []
    return HelpKind.allCases.enumerated().map { number, kind in
      let known = own.first { $0["kind"]?.string == kind.rawValue }
      return [
        "index": .integer(number), "kind": .string(kind.rawValue),
        "name": .string(words.text("help-\(kind.rawValue)")), "is_offered": .bool(known != nil),
        "rings": .array(rings(known?["ring"]?.string)),
      ]
    }
  }

  var time: JSON {
    let time = profile["availability"] ?? .null
    let releases = ["no", "asked", "yes"].map { word -> JSON in
      [
        "value": .string(word), "name": .string(words.text("release-\(word)")),
        "is_chosen": .bool(time["release"]?.string ?? "no" == word),
      ]
    }
    return [
      "hours": time["hours_per_month"] ?? .null, "from": time["from"] ?? .null,
      "until": time["until"] ?? .null, "releases": .array(releases),
      "rings": .array(rings(time["ring"]?.string)),
    ]
  }

  private func levels(_ chosen: Int?) -> [JSON] {
    (1...4).map { level in
      [
        "value": .integer(level), "name": .string(words.text("level-\(level)")),
        "is_chosen": .bool(level == chosen ?? 2),
      ]
    }
  }

  private func rings(_ chosen: String?) -> [JSON] {
    TalentRing.allCases.map { ring in
      [
        "value": .string(ring.rawValue),
        "name": .string(words.text("talent-ring-\(ring.rawValue)")),
        "is_chosen": .bool(ring.rawValue == chosen ?? "organisation"),
      ]
    }
  }

  // MARK: What is taken

  static func skill(_ row: Parameters, id: String) -> FormValue {
    var skill: [String: FormValue] = ["id": .string(id)]
    let isToLearn = row.bool("to_learn") == true
    if isToLearn { skill["to_learn"] = .string("true") }
    for name in ["level", "evidence", "ring"] {
      if let text = row.filled(name) { skill[name] = .string(text) }
    }
    return .object(skill)
  }

  static func places(_ form: Parameters) -> [FormValue] {
    form.list("places").compactMap { row in
      guard let name = row.filled("name") else { return nil }
      return .object([
        "code": .string(name), "kind": .string(row.bool("work") == true ? "work" : "life"),
        "ring": .string(row.filled("ring") ?? "organisation"),
      ])
    }
  }

  static func help(_ form: Parameters) -> [FormValue] {
    form.list("help").compactMap { row in
      guard row.bool("offered") == true, let kind = row.filled("kind") else { return nil }
      return .object([
        "kind": .string(kind), "ring": .string(row.filled("ring") ?? "organisation"),
      ])
    }
  }

  /// No hours: nothing is said of time.
  static func time(_ row: Parameters?) -> FormValue {
    guard let row, let hours = row.filled("hours_per_month") else { return .empty }
    var time: [String: FormValue] = ["hours_per_month": .string(hours)]
    for name in ["from", "until", "release", "ring"] {
      if let text = row.filled(name) { time[name] = .string(text) }
    }
    return .object(time)
  }
}
