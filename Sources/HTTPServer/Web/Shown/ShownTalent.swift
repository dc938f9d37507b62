import Model
import StrictJSON

/// Found people and proposed teams as pages show them, with the reasons in words.
enum ShownTalent {
  static func entry(_ entry: JSON, _ words: Words) -> JSONObject {
    let time = entry["availability"] ?? .null
    let skills = (entry["skills"]?.array ?? []).map { skill in
      let level =
        skill["level"]?.int.map { words.text("level-\($0)") }
        ?? (skill["to_learn"]?.bool == true ? words.text("wants-to-learn") : nil)
      return JSON.string(
        [skill["label"]?.string, level.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
      )
    }
    return [
      "uri": entry["uri"] ?? .null, "name": entry["name"] ?? .null, "host": entry["host"] ?? .null,
      "path": ShownText.link(entry["uri"]), "skills": .array(skills),
      "places": .string(
        (entry["places"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
      ),
      "hours": time["hours_per_month"]?.int.map(JSON.integer) ?? .null,
    ]
  }

  static func found(_ found: JSON, _ words: Words) -> JSON {
    var object = entry(found["entry"] ?? .null, words)
    object["kilometres"] = kilometres(found["kilometres"])
    object["reasons"] = .array(
      (found["reasons"]?.array ?? []).map { reason in
        var text = self.reason(reason["asked"], reason["offered"], reason["match"], words)
        let level = reason["level"]?.int.map { "level-\($0)" } ?? "wants-to-learn"
        text += " – " + words.text(level)
        if let count = reason["organisations"]?.int, count > 0 {
          text += ", " + words.text("endorsed-by", count: count)
        }
        return .string(text)
      }
    )
    return .object(object)
  }

  static func team(_ team: JSON, number: Int, _ words: Words) -> JSON {
    let people = (team["people"]?.array ?? []).map { person($0, words) }
    return [
      "number": .integer(number), "people": .array(people),
      "organisations": .integer(team["organisations"]?.array?.count ?? 0),
      "names": .string(
        (team["organisations"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
      ),
    ]
  }

  private static func person(_ person: JSON, _ words: Words) -> JSON {
    var object = entry(person["entry"] ?? .null, words)
    object["organisation"] = person["organisation"] ?? .null
    object["kilometres"] = kilometres(person["kilometres"])
    object["brings"] = .array(
      (person["brings"]?.array ?? []).map { part in
        let level = part["level"]?.int.map { " – " + words.text("level-\($0)") } ?? ""
        return .string(reason(part["wanted"], part["skill"], part["match"], words) + level)
      }
    )
    let alone = (person["alone"]?.array ?? []).compactMap { $0["label"]?.string }
    object["alone"] =
      alone.isEmpty
      ? .null : .string(words.text("only-person-for", ["x": alone.joined(separator: ", ")]))
    return .object(object)
  }

  static func uncovered(_ open: JSON, _ words: Words) -> JSON {
    let call = open["call"] ?? .null
    let nearest = open["nearest"] ?? .null
    return [
      "label": open["wanted"]?["label"] ?? .null,
      "nearest": nearest["skill"]?["label"]?.string.map {
        .string(words.text("nearest-skill", ["x": $0]))
      } ?? .null,
      "title": call["title"] ?? .null, "skills": call["skills"] ?? [],
      "near": call["near"] ?? .null, "within": call["within"] ?? .null,
      "amount": call["amount"] ?? .null, "from": call["from"] ?? .null,
      "until": call["until"] ?? .null,
    ]
  }

  /// Why somebody is found: the very skill, or one near to it.
  private static func reason(
    _ wanted: JSON?,
    _ offered: JSON?,
    _ match: JSON?,
    _ words: Words
  ) -> String {
    let asked = wanted?["label"]?.string ?? ""
    let match = match?.string ?? "exact"
    guard match != "exact" else { return asked }
    return words.text("match-\(match)", ["x": offered?["label"]?.string ?? "", "y": asked])
  }

  private static func kilometres(_ value: JSON?) -> JSON {
    value?.double.map { .integer(Int($0.rounded())) } ?? .null
  }
}
