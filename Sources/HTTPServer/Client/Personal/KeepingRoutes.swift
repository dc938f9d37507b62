import ActivityStreams
import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member keeps for itself: bookmarks, likes, muted threads, how far it has read, preferences.
struct KeepingRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let bookmarks = ClientRoute.Access.member(.named("write:bookmarks"))
  private static let mutes = ClientRoute.Access.member(.named("write:mutes"))

  var routes: [ClientRoute] {
    [
      post("/api/v1/statuses/:id/bookmark", Self.bookmarks) { call in
        try await keep(call) { try $0.bookmarks.add($1.id, by: $2) }
      }
      .described("Status"),
      post("/api/v1/statuses/:id/unbookmark", Self.bookmarks) { call in
        try await keep(call) { try $0.bookmarks.remove($1.id, by: $2) }
      }
      .described("Status"),
      post("/api/v1/statuses/:id/mute", Self.mutes) { try await mute($0, true) }
        .described("Status"),
      post("/api/v1/statuses/:id/unmute", Self.mutes) { try await mute($0, false) }
        .described("Status"),
      get("/api/v1/bookmarks", .member(.named("read:bookmarks"))) { call in
        let (member, page) = (try call.member, call.page())
        return try await client.posts(call) { try $0.posts.bookmarked(by: member, page) }
      }
      .paged("Status"),
      get("/api/v1/favourites", .member(.named("read:favourites"))) { call in
        let (member, page) = (try call.member, call.page())
        return try await client.posts(call) { try $0.posts.liked(by: member, page) }
      }
      .paged("Status"),
      get("/api/v1/markers", .member(.named("read:statuses")), markers)
        .described("Markers", takes: "timeline [string]"),
      post("/api/v1/markers", .member(.named("write:statuses")), setMarkers)
        .described("Markers", takes: "home MarkerWish, notifications MarkerWish"),
      get("/api/v1/preferences", .member(.named("read:accounts")), preferences)
        .described("Preferences"),
    ]
  }

  // MARK: Posts

  private func keep(
    _ call: ClientCall,
    _ body: @escaping @Sendable (Transaction, Post, ActorID) throws -> Void
  ) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    let found = try await client.read(for: member) { try $0.readable(id) }
    try await client.database.write { try body($0, found.post, member) }
    return ClientReply(try await client.read(for: member) { try $0.status($0.readable(id)) })
  }

  private func mute(_ call: ClientCall, _ isMuted: Bool) async throws -> ClientReply {
    let now = client.now
    return try await keep(call) { tx, post, member in
      try tx.mutes.setThread(of: post, isMuted: isMuted, by: member, at: now)
    }
  }

  // MARK: Markers

  private static func json(_ markers: [(Marker.Timeline, Marker)]) -> JSON {
    var object: JSONObject = [:]
    for (timeline, marker) in markers {
      object[timeline.rawValue] = [
        "last_read_id": EntityMaker.id(marker.lastReadID), "version": .integer(marker.version),
        "updated_at": EntityMaker.time(marker.updatedAt),
      ]
    }
    return .object(object)
  }

  private func markers(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let timelines = call.parameters.texts("timeline").compactMap(Marker.Timeline.init(rawValue:))
    let found = try await client.database.read { tx in
      try timelines.compactMap { timeline in
        try tx.markers.find(timeline, of: member).map { (timeline, $0) }
      }
    }
    return ClientReply(Self.json(found))
  }

  private func setMarkers(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let now = client.now
    let wished = Marker.Timeline.allCases.compactMap { timeline in
      call.parameters.part(timeline.rawValue)?.text("last_read_id").flatMap(call.number(in:))
        .map { (timeline, $0) }
    }
    let set = try await client.database.write { tx in
      try wished.map { timeline, id in
        (timeline, try tx.markers.set(timeline, to: id, of: member, at: now))
      }
    }
    return ClientReply(Self.json(set))
  }

  // MARK: Preferences

  private func preferences(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let found = try await client.database.read { try $0.preferences.find(member) }
    let audience = found.audience ?? client.services.settings.defaultAudience
    let visibility = Visibility(audience, isListed: found.isListed)
    return ClientReply(
      [
        "posting:default:visibility": .string(visibility.word),
        "posting:default:sensitive": .bool(found.isSensitive),
        "posting:default:language": found.language.map(JSON.string) ?? .null,
        "posting:default:quote_policy": .string(found.quotableBy.word),
        "reading:expand:media": .string(found.media.rawValue),
        "reading:expand:spoilers": .bool(found.expandsWarnings),
        "reading:autoplay:gifs": false,
      ]
    )
  }
}

extension Circle {
  /// Reads the words of Mastodon's client API.
  init?(word: String) {
    guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  /// In the words of Mastodon's client API.
  var word: String {
    switch self {
    case .everyone: "public"
    case .followers: "followers"
    case .nobody: "nobody"
    }
  }
}
