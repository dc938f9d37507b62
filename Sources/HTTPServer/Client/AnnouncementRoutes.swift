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
  private static let reactions = "/api/v1/announcements/:id/reactions/:name"

  var routes: [ClientRoute] {
    let favourites = ClientRoute.Access.member(.named("write:favourites"))
    return [
      get("/api/v1/announcements", .member(.named("read")), list).described("[Announcement]"),
      post("/api/v1/announcements/:id/dismiss", Self.write, dismiss).described("Empty"),
      put(Self.reactions, favourites, react).described("Empty"),
      delete(Self.reactions, favourites, takeBack).described("Empty"),
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
      try tx.announcements.requireCurrent(id, at: now)
      try tx.announcements.markRead(id, by: member)
    }
    return .empty
  }

  // MARK: Reactions

  /// Reacts with an emoji; doing so again changes nothing.
  private func react(_ call: ClientCall) async throws -> ClientReply {
    let (member, id, now) = (try call.member, try call.number(), client.now)
    let name = try call.text("name")
    try await client.database.write { tx in
      try tx.announcements.requireCurrent(id, at: now)
      guard Self.isEmoji(name) else {
        throw Refusal.malformed("Validation failed: Name is not a recognized emoji")
      }
      let known = try tx.announcements.reactions(to: id, for: nil).map(\.name)
      guard known.contains(name) || known.count < Announcement.mostReactions else {
        throw Refusal.malformed("Validation failed: Limit of different reactions reached")
      }
      try tx.announcements.react(name, to: id, by: member, at: now)
    }
    client.services.live.tell(.reactedToAnnouncement(id, name))
    return .empty
  }

  private func takeBack(_ call: ClientCall) async throws -> ClientReply {
    let (member, id, now) = (try call.member, try call.number(), client.now)
    let name = try call.text("name")
    try await client.database.write { tx in
      try tx.announcements.requireCurrent(id, at: now)
      guard try tx.announcements.takeBack(name, from: id, by: member) else { throw Refusal.absent }
    }
    client.services.live.tell(.reactedToAnnouncement(id, name))
    return .empty
  }

  /// Whether a text is one emoji of Unicode; the node has none of its own.
  private static func isEmoji(_ text: String) -> Bool {
    guard text.utf8.count <= 64, text.count == 1, let first = text.unicodeScalars.first else {
      return false
    }
    // Digits, # and * are emoji only in a key cap, and some signs only in colour.
    let isKeyCap = text.unicodeScalars.last?.value == 0x20E3
    return first.properties.isEmoji && (isKeyCap || !first.isASCII)
  }
}

extension AnnouncementStore {
  fileprivate func requireCurrent(_ id: Int64, at time: Date) throws {
    guard try current(at: time).contains(where: { $0.id == id }) else { throw Refusal.absent }
  }
}

extension EntityMaker {
  /// Mastodon's Announcement, with what members reacted with.
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
    for name in ["mentions", "statuses", "tags", "emojis"] { object[name] = [] }
    let reactions = try tx.announcements.reactions(to: announcement.id, for: viewer)
    object["reactions"] = .array(
      reactions.map { reaction in
        var json: JSONObject = ["name": .string(reaction.name), "count": .integer(reaction.count)]
        if viewer != nil { json["me"] = .bool(reaction.isOwn) }
        return .object(json)
      }
    )
    return .object(object)
  }
}
