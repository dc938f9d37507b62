import Foundation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What a member can and wants to learn, finding people by that, and putting a team together.
struct TalentPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [
      get("/talents", .member, show), post("/talents", .member, change),
      get("/talents/search", .member, search), get("/talents/compose", .member, compose),
      post("/talents/team", .member, team),
    ]
  }

  private static let start = "/api/maillage/v1"
  /// Rows for skills that are not there yet.
  private static let newRows = 2

  // MARK: One's own

  private func show(_ call: PageCall) async throws -> PageReply {
    .page(try await page(call))
  }

  private func page(_ call: PageCall, unknown: [String] = []) async throws -> ShownPage {
    let language = ["language": call.words.language]
    let profile = try await call.ask("\(Self.start)/talents/profile", language)
    let receipt = try await call.ask("\(Self.start)/talents/holders", language)
    let form = TalentForm(profile, call.words)
    let isListed = profile["listed"] == true
    var content: JSONObject = [
      "is_listed": .bool(isListed), "listed_until": profile["listed_until"] ?? .null,
      "skills": .array(form.skills), "new_skills": .array(form.newSkills(Self.newRows)),
      "places": .array(form.places), "help": .array(form.help), "time": form.time,
      "holders": .array(
        (receipt["holders"]?.array ?? []).map { holder in
          let state = holder["state"]?.string ?? ""
          return [
            "host": holder["host"] ?? .null, "since": holder["since"] ?? .null,
            "state": .string(call.words.text("holder-\(state)")),
          ]
        }
      ),
      "unknown": .array(unknown.map(JSON.string)),
    ]
    content["has_holders"] = .bool(!(receipt["holders"]?.array ?? []).isEmpty)
    return ShownPage(
      template: "talents",
      title: call.words.text("place-talents"),
      content: content,
      place: "talents"
    )
  }

  /// Keeps the whole form; skills are named in words.
  private func change(_ call: PageCall) async throws -> PageReply {
    var skills: [FormValue] = []
    for row in call.parameters.list("skills") where row.bool("remove") != true {
      skills.append(TalentForm.skill(row, id: row.text("id") ?? ""))
    }
    var unknown: [String] = []
    for row in call.parameters.list("new") {
      guard let name = row.filled("name") else { continue }
      let fields = ["q": name, "language": call.words.language, "limit": "1"]
      let found = try await call.ask("\(Self.start)/skills", fields)
      guard let id = found.array?.first?["id"]?.string else {
        unknown.append(name)
        continue
      }
      let isThere = skills.contains { $0["id"]?.string == id }
      if !isThere { skills.append(TalentForm.skill(row, id: id)) }
    }
    let wish = FormValue.object([
      "language": .string(call.words.language), "skills": .list(skills),
      "places": .list(TalentForm.places(call.parameters)),
      "help": .list(TalentForm.help(call.parameters)),
      "availability": TalentForm.time(call.parameters.part("availability")),
    ])
    _ = try await call.reply("\(Self.start)/talents/profile", wish, method: .put)
    guard unknown.isEmpty else { return .page(try await page(call, unknown: unknown)) }
    return .seeOther("/talents")
  }

  // MARK: Finding

  /// What both forms ask: skills one a line or with commas between them, place, time.
  private func wish(_ call: PageCall) -> (value: [String: FormValue], skills: [String]) {
    let skills = (call.parameters.text("skills") ?? "").split { $0 == "," || $0.isNewline }
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    var wish: [String: FormValue] = [
      "skills": .list(skills.map(FormValue.string)), "language": .string(call.words.language),
    ]
    for name in ["near", "within", "hours", "from", "until", "help", "organisations"] {
      if let text = call.parameters.filled(name) { wish[name] = .string(text) }
    }
    return (wish, skills)
  }

  private func asked(_ call: PageCall) -> JSONObject {
    var asked: JSONObject = [:]
    for name in ["skills", "near", "within", "hours", "from", "until", "organisations"] {
      asked[name] = .string(call.parameters.text(name) ?? "")
    }
    let help = call.parameters.filled("help")
    asked["kinds"] = .array(
      HelpKind.allCases.map { kind in
        [
          "value": .string(kind.rawValue),
          "name": .string(call.words.text("help-\(kind.rawValue)")),
          "is_chosen": .bool(kind.rawValue == help),
        ]
      }
    )
    return asked
  }

  private func search(_ call: PageCall) async throws -> PageReply {
    let (wish, skills) = wish(call)
    var content = asked(call)
    content["is_asked"] = .bool(!skills.isEmpty)
    if !skills.isEmpty {
      let found = try await call.reply("\(Self.start)/talents/search", .object(wish)).json
      let people = (found.array ?? []).map { ShownTalent.found($0, call.words) }
      content["people"] = .array(people)
      content["is_empty"] = .bool(people.isEmpty)
    }
    return .page(
      ShownPage(
        template: "talent-search",
        title: call.words.text("find-talents"),
        content: content,
        place: "talents"
      )
    )
  }

  private func compose(_ call: PageCall) async throws -> PageReply {
    let (wish, skills) = wish(call)
    var content = asked(call)
    content["is_asked"] = .bool(!skills.isEmpty)
    if !skills.isEmpty {
      let found = try await call.reply("\(Self.start)/talents/compose", .object(wish)).json
      let teams = (found["teams"]?.array ?? []).enumerated().map { number, team in
        ShownTalent.team(team, number: number + 1, call.words)
      }
      let open = (found["uncovered"]?.array ?? []).map { ShownTalent.uncovered($0, call.words) }
      content["teams"] = .array(teams)
      content["has_teams"] = .bool(!teams.isEmpty)
      content["uncovered"] = .array(open)
      content["has_uncovered"] = .bool(!open.isEmpty)
      content["short"] = found["organisations_short"] ?? 0
      content["is_short"] = .bool((found["organisations_short"]?.int ?? 0) > 0)
    }
    return .page(
      ShownPage(
        template: "talent-compose",
        title: call.words.text("compose-team"),
        content: content,
        place: "talents"
      )
    )
  }

  /// Makes the team and invites all of it, each on its own node.
  private func team(_ call: PageCall) async throws -> PageReply {
    var wish: [String: FormValue] = [
      "people": .list(call.parameters.texts("people").map(FormValue.string))
    ]
    for name in ["name", "title", "message"] {
      if let text = call.parameters.filled(name) { wish[name] = .string(text) }
    }
    _ = try await call.reply("\(Self.start)/teams", .object(wish), method: .post)
    return .seeOther("/teams")
  }
}
