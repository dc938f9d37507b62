import Model
import StrictJSON

/// What somebody says of another, as pages show it: with the reply, and what who looks may do.
struct ShownTestimonial {
  private let said: JSON
  private let call: PageCall

  init(_ said: JSON, _ call: PageCall) {
    self.said = said
    self.call = call
  }

  var json: JSON {
    let words = call.words
    let state = said["state"]?.string ?? ""
    let link = said["link"]?.string ?? "none"
    let ring = said["ring"]?.string
    let skill = said["skill"]?["label"]?.string
    let author = said["author"]?["id"] ?? .null
    let isOwn = call.viewer.map { String($0.rawValue) } == author.string
    return [
      "id": said["id"] ?? .null, "text": said["text"] ?? .null, "reply": said["reply"] ?? .null,
      "author_id": author, "can_report": .bool(call.viewer != nil && !isOwn),
      "service": said["service"] ?? .null,
      "author": person(said["author"]), "subject": person(said["subject"]),
      "skill": skill.map(JSON.string) ?? .null,
      "noun": .string(skill == nil ? "recommendations" : "endorsements"),
      "link": link == "none" ? .null : .string(words.text("link-\(link)")),
      "organisation": said["organisation"] ?? .null, "created_at": said["created_at"] ?? .null,
      "state": .string(words.text("said-\(state)")),
      "ring": ring.map { .string(words.text("talent-ring-\($0)")) } ?? .null,
      "is_shown": .bool(state == "shown"), "is_asked": .bool(state == "asked"),
      "rings": .array(
        TalentRing.allCases.map { choice in
          [
            "value": .string(choice.rawValue),
            "label": .string(words.text("talent-ring-\(choice.rawValue)")),
            "is_chosen": .bool(choice.rawValue == ring ?? TalentRing.organisation.rawValue),
          ]
        }
      ),
    ]
  }

  /// Where one sees who it is: people and groups at their names, this node at its front page.
  private func person(_ person: JSON?) -> JSON {
    let acct = person?["acct"]?.string ?? ""
    let isNode = person?["kind"]?.string == "application"
    let isHere = !acct.contains("@")
    let path: JSON =
      if !isNode { .string(ShownAccount.path(acct)) } else if isHere { "/?front=1" } else {
        ShownText.link(person?["uri"])
      }
    // What others show of their people they show themselves.
    let isShown = isHere || call.viewer != nil
    return [
      "name": isNode && isHere
        ? .string(call.client.settings.presentation.name) : person?["name"] ?? .null,
      "host": isHere ? .null : person?["host"] ?? .null,
      "path": isShown ? path : ShownText.link(person?["uri"]),
    ]
  }
}
