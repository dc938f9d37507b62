import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What a member is told of.
struct NoticePages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  var routes: [PageRoute] {
    [get("/notifications", .member, show)]
  }

  private func show(_ call: PageCall) async throws -> PageReply {
    var list = try await call.list("/api/v1/notifications")
    let notices = list["items"]?.array ?? []
    list["items"] = .array(notices.map { notice($0, call) })
    list["hint"] = .string(call.words.text("empty-notifications"))
    let isFirst = call.parameters.filled("max_id") == nil
    if isFirst, let newest = notices.first?["id"]?.string {
      // What is shown is read: the next page says so.
      let marker = FormValue.object([
        "notifications": .object(["last_read_id": .string(newest)])
      ])
      _ = try await call.reply("/api/v1/markers", marker, method: .post)
    }
    let title = call.words.text("place-notifications")
    return .page(
      ShownPage(template: "notices", title: title, content: list, place: "notifications")
    )
  }

  private func notice(_ notice: JSON, _ call: PageCall) -> JSON {
    let type = notice["type"]?.string ?? ""
    let status = notice["status"].flatMap { $0.object == nil ? nil : $0 }
    let who = JSON.object(ShownAccount(notice["account"] ?? .null).line)
    return [
      "who": who, "created_at": notice["created_at"] ?? .null,
      "sentence": .string(call.words.text("notice-\(type.replacing(".", with: "-"))")),
      "post": status.map { call.shown(status: $0) } ?? .null,
      "is_request": .bool(type == "follow_request"),
      "leads_to": Self.place(of: type).map(JSON.string) ?? .null,
    ]
  }

  /// The page on which one answers, where there is one.
  private static func place(of type: String) -> String? {
    switch type {
    case "follow_request": "/follow-requests"
    case "maillage.team_invitation", "maillage.team_answer": "/teams"
    case "maillage.group_request", "maillage.group_role": "/groups"
    case "maillage.agreement": "/agreements"
    case "maillage.call", "maillage.need_match": "/needs"
    case "maillage.consultation": "/consultations"
    case "maillage.question_answered": "/questions"
    case "maillage.archive": "/settings/data"
    case "maillage.password_given": "/account"
    case "maillage.talents_shown": "/talents"
    case "maillage.endorsement", "maillage.endorsement_answer": "/recommendations/mine"
    case "admin.report": "/admin/reports"
    default: nil
    }
  }
}
