import StrictJSON

/// What is put to a vote, as pages show it: how it stands, and what came of it.
struct ShownConsultation {
  private let consultation: JSON
  private let words: Words

  init(_ consultation: JSON, _ words: Words) {
    self.consultation = consultation
    self.words = words
  }

  var json: JSON {
    let id = consultation["id"]?.string ?? ""
    let isOpen = consultation["state"]?.string == "open"
    let outcome = consultation["outcome"].flatMap { $0.object == nil ? nil : $0 }
    let counts = (outcome?["counts"]?.array ?? consultation["counts_here"]?.array ?? [])
      .map { $0.int ?? 0 }
    let options = (consultation["options"]?.array ?? []).enumerated().map {
      number,
      option -> JSON in
      [
        "name": option, "count": counts.indices.contains(number) ? .integer(counts[number]) : .null,
        "has_count": .bool(counts.indices.contains(number)), "number": .integer(number),
        "is_chosen": .bool(option == outcome?["choice"]),
        "is_own": .bool(option == consultation["own_choice"] && option.string != nil),
      ]
    }
    return [
      "id": .string(id), "path": .string("/consultations/\(id)"),
      "title": consultation["title"] ?? .null, "options": .array(options),
      "default": consultation["default"] ?? .null, "closes_at": consultation["closes_at"] ?? .null,
      "ballots_close_at": consultation["ballots_close_at"] ?? .null,
      "is_open": .bool(isOpen), "ballots": consultation["ballots"] ?? 0,
      "node_votes": consultation["node_votes"] ?? 0,
      "choice": outcome?["choice"] ?? .null, "is_over": .bool(outcome != nil),
      "voters": outcome?["voters"] ?? 0, "electorate": outcome?["electorate"] ?? 0,
      "follow_up": consultation["follow_up"] ?? .null,
    ]
  }
}
