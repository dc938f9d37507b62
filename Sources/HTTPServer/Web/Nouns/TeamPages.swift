import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// Teams that a member looks after, and those it is invited to.
struct TeamPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let start = "/api/maillage/v1"

  var routes: [PageRoute] { [get("/teams", .member, show)] }

  private func show(_ call: PageCall) async throws -> PageReply {
    let teams = try await call.ask("\(Self.start)/teams").array ?? []
    let invitations = try await call.ask("\(Self.start)/team_invitations").array ?? []
    let shownTeams = teams.map { team -> JSON in
      [
        "group": ShownAccount(team["group"] ?? .null).json,
        "invitations": .array(
          (team["invitations"]?.array ?? []).map { invitation($0, call.words) }
        ),
      ]
    }
    let content: JSONObject = [
      "teams": .array(shownTeams), "has_teams": .bool(!teams.isEmpty),
      "invitations": .array(invitations.map { invitation($0, call.words) }),
      "has_invitations": .bool(!invitations.isEmpty),
      "is_empty": .bool(teams.isEmpty && invitations.isEmpty),
    ]
    return .page(
      ShownPage(
        template: "teams",
        title: call.words.text("place-teams"),
        content: content,
        place: "talents"
      )
    )
  }

  private func invitation(_ invitation: JSON, _ words: Words) -> JSON {
    let state = invitation["state"]?.string ?? ""
    return [
      "team": ShownAccount(invitation["team"] ?? .null).json,
      "person": ShownAccount(invitation["person"] ?? .null).json,
      "inviter": ShownAccount(invitation["inviter"] ?? .null).json,
      "message": invitation["message"] ?? .null, "created_at": invitation["created_at"] ?? .null,
      "state": .string(words.text("invitation-\(state)")), "is_waiting": .bool(state == "pending"),
      "may_withdraw": .bool(state == "pending" || state == "accepted"),
    ]
  }
}
