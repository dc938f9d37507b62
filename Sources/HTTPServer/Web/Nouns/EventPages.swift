import ActivityStreams
import Foundation
import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// What takes place, who takes part, and a calendar.
struct EventPages: PageNoun {
  let site: PageSite

  init(_ site: PageSite) { self.site = site }

  private static let start = "/api/maillage/v1/events"

  var routes: [PageRoute] {
    [
      get("/events", .anyone, show), post("/events", .member, publish),
      post("/events/calendar", .member, calendar),
    ]
  }

  private func show(_ call: PageCall) async throws -> PageReply {
    .page(try await page(call))
  }

  private func page(_ call: PageCall, calendar: String? = nil) async throws -> ShownPage {
    // Others hold theirs themselves: a visitor sees those of this node, as in its calendar.
    var list = try await call.list(Self.start, call.viewer == nil ? ["local": "true"] : [:])
    let statuses = list["items"]?.array ?? []
    list["is_empty"] = .bool(statuses.isEmpty)
    list["origin"] = .string(call.client.services.addresses.origin.authority)
    list["items"] = call.sheets(of: .array(statuses))
    list["hint"] = .string(call.words.text("empty-events"))
    list["days"] = .array(days(of: statuses, call))
    list["has_days"] = .bool(!statuses.isEmpty)
    list["event_form"] = [
      "choice": .object(Composer.choice(call, of: [.node, .territory, .public])), "group": .null,
    ]
    list["calendar"] = calendar.map(JSON.string) ?? .null
    var page = ShownPage(
      template: "events",
      title: call.words.text("place-events"),
      content: list,
      place: "events"
    )
    page.alternates = [ShownPage.Alternate(type: "text/calendar", address: "/events.ics")]
    return page
  }

  /// The events by their days, in the order of time.
  private func days(of statuses: [JSON], _ call: PageCall) -> [JSON] {
    let events = statuses.compactMap { status -> (Date, JSON)? in
      guard let event = status["maillage"]?["event"],
        let start = event["starts_at"]?.string.flatMap(AS.Timestamp.date)
      else { return nil }
      let place = event["places"]?.array?.first?["name"]?.string
      let id = status["id"]?.string ?? ""
      return (
        start,
        [
          "title": event["title"] ?? .null, "starts_at": event["starts_at"] ?? .null,
          "place": place.map(JSON.string) ?? .null, "path": .string("/posts/\(id)"),
        ]
      )
    }
    return events.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func publish(_ call: PageCall) async throws -> PageReply {
    let form = call.parameters
    let zone = call.client.settings.presentation.timeZone.identifier
    var wish: [String: FormValue] = ["time_zone": .string(zone)]
    let names = [
      "title", "starts_at", "ends_at", "status", "visibility", "capacity", "join_mode",
      "participation_url",
    ]
    for name in names { if let text = form.filled(name) { wish[name] = .string(text) } }
    wish["territory"] = call.territory(for: form.filled("visibility"))
    // What is for a group is for whom the group is.
    if let group = form.filled("group") { wish["group_id"] = .string(group) }
    var places: [FormValue] = []
    if let commune = form.filled("place") {
      var place: [String: FormValue] = ["name": .string(commune)]
      if let address = form.filled("address") { place["address"] = .string(address) }
      places.append(.object(place))
    }
    if let url = form.filled("online") {
      places.append(.object(["url": .string(url), "virtual": .string("true")]))
    }
    if !places.isEmpty { wish["places"] = .list(places) }
    let made = try await call.reply(Self.start, .object(wish), method: .post).json
    return .seeOther("/posts/\(made["id"]?.string ?? "")")
  }

  /// A new address of the member's own calendar; the one before ends.
  private func calendar(_ call: PageCall) async throws -> PageReply {
    let reply = try await call.reply("/api/maillage/v1/calendar", .empty, method: .post).json
    return .page(try await page(call, calendar: reply["url"]?.string))
  }
}
