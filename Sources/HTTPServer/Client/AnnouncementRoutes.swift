import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What the admin tells all members of the node.
struct AnnouncementRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let write = ClientRoute.Access.member(.named("write:accounts"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/announcements", .member(.named("read")), list).described("[Announcement]"),
      post("/api/v1/announcements/:id/dismiss", Self.write, dismiss).described("Empty"),
    ]
  }

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let now = client.now
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        .array(try maker.tx.announcements.current(at: now).map { try maker.announcement($0) })
      }
    )
  }

  private func dismiss(_ call: ClientCall) async throws -> ClientReply {
    let (member, id, now) = (try call.member, try call.number(), client.now)
    try await client.database.write { tx in
      guard try tx.announcements.current(at: now).contains(where: { $0.id == id }) else {
        throw Refusal.absent
      }
      try tx.announcements.markRead(id, by: member)
    }
    return .empty
  }
}

extension EntityMaker {
  /// Mastodon's Announcement; nobody reacts to it here.
  func announcement(_ announcement: Announcement) throws -> JSON {
    var object: JSONObject = [
      "id": Self.id(announcement.id), "content": .string(announcement.html),
      "starts_at": Self.time(announcement.startsAt), "ends_at": Self.time(announcement.endsAt),
      "all_day": .bool(announcement.isAllDay), "published": true,
      "published_at": Self.time(announcement.publishedAt),
      "updated_at": Self.time(announcement.updatedAt),
    ]
    if let viewer {
      object["read"] = .bool(try tx.announcements.isRead(announcement.id, by: viewer))
    }
    for name in ["mentions", "statuses", "tags", "emojis", "reactions"] { object[name] = [] }
    return .object(object)
  }
}
