import StrictJSON

/// An agreement as its two people see it, with what each may do next.
struct ShownAgreement {
  private let agreement: JSON
  private let words: Words

  init(_ agreement: JSON, _ words: Words) {
    self.agreement = agreement
    self.words = words
  }

  private var stage: String { agreement["stage"]?.string ?? "" }
  private var role: String { agreement["role"]?.string ?? "" }

  var json: JSON {
    let id = agreement["id"]?.string ?? ""
    let other = role == "author" ? agreement["proposer"] : agreement["author"]
    let sides = [("primary", agreement["primary"]), ("reciprocal", agreement["in_return"])]
      .compactMap { name, side in side.flatMap { self.side(name, $0) } }
    return [
      "id": .string(id), "path": .string("/agreements/\(id)"), "title": agreement["title"] ?? .null,
      "other": ShownAccount(other ?? .null).json, "stage": .string(words.text("stage-\(stage)")),
      "words": agreement["words"] ?? .null, "reason": agreement["reason"] ?? .null,
      "updated_at": agreement["updated_at"] ?? .null, "sides": .array(sides),
      "need": agreement["need_id"]?.string.map { .string("/needs/\($0)") } ?? .null,
      "may_answer": .bool(stage == "offered" && role == "author"),
      "may_withdraw": .bool(stage == "offered" && role == "proposer"),
    ]
  }

  private func side(_ name: String, _ side: JSON) -> JSON? {
    guard side.object != nil else { return nil }
    let isMine = side["provider"]?.string == role
    let deed = side["done"] ?? .null
    let isConfirmed = side["confirmed"]?.bool ?? false
    let isOn = stage == "accepted"
    let unit = side["unit"]?.string ?? ""
    let named = ["hour", "one"].contains(unit) ? words.text("unit-\(unit)") : unit
    return [
      "name": .string(name), "id": agreement["id"] ?? .null,
      "promise": .string("\(side["amount"]?.string ?? "") \(named)"),
      "who": .string(words.text(isMine ? "you-give" : "you-get")),
      "done": deed["amount"]?.string.map { amount in
        .string(words.text("done-on", ["x": "\(amount) \(named)", "y": deed["on"]?.string ?? ""]))
      } ?? .null,
      "is_confirmed": .bool(isConfirmed),
      "may_state": .bool(isOn && deed.isNull),
      "may_confirm": .bool(
        isOn && !deed.isNull && !isConfirmed && deed["by"]?.string != role
      ),
      "amount": side["amount"] ?? .null,
    ]
  }
}
