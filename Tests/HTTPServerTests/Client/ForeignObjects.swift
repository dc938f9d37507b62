import Federation
import Foundation
import HTTPTypes
import Model
import StrictJSON
import TestSupport

@testable import HTTPServer

/// What a route is told the number of.
enum ObjectKind: String, CaseIterable {
  case post, list, filter, keyword, filteredPost, notification, notificationGroup
  case notificationRequest, conversation, scheduledPost, file, featuredTag
  /// An account or a hashtag, which everybody may name: what is done to it is the asker's own.
  case everyones
  /// What takes two or more to make: the tests of these routes themselves try them with strangers.
  case triedByItself

  /// What the path of a route names, by the path up to that.
  ///
  /// A new one has to say it here.
  static let inPaths: [String: ObjectKind] = [
    "/api/v1/accounts/:id": .everyones, "/api/v1/follow_requests/:id": .everyones,
    "/api/v1/suggestions/:id": .everyones, "/api/v1/announcements/:id": .everyones,
    "/api/v1/tags/:tag": .everyones,
    "/api/v1/timelines/tag/:tag": .everyones,
    "/api/v1/statuses/:id": .post, "/api/v1/polls/:id": .post,
    "/api/v1/lists/:id": .list, "/api/v1/timelines/list/:id": .list,
    "/api/v2/filters/:id": .filter, "/api/v1/filters/:id": .keyword,
    "/api/v2/filters/keywords/:id": .keyword, "/api/v2/filters/statuses/:id": .filteredPost,
    "/api/v1/notifications/:id": .notification,
    "/api/v1/notifications/requests/:id": .notificationRequest,
    "/api/v2/notifications/:key": .notificationGroup,
    "/api/v1/conversations/:id": .conversation,
    "/api/maillage/v1/conversations/:id": .conversation,
    "/api/v1/scheduled_statuses/:id": .scheduledPost, "/api/v1/media/:id": .file,
    "/api/v1/featured_tags/:id": .featuredTag,
    "/api/maillage/v1/events/:id": .post, "/api/maillage/v1/needs/:id": .post,
    "/api/maillage/v1/offers/:id": .post, "/api/maillage/v1/calls/:id": .post,
    "/api/maillage/v1/consultations/:id": .post, "/api/maillage/v1/questions/:id": .post,
    "/api/maillage/v1/agreements/:id": .triedByItself,
    "/api/maillage/v1/teams/:id": .triedByItself,
    "/api/maillage/v1/groups/:id": .triedByItself,
    "/api/maillage/v1/accounts/:id": .everyones,
    "/api/maillage/v1/territories/:id": .everyones,
    "/api/maillage/v1/team_invitations/:id": .triedByItself,
    "/api/maillage/v1/endorsements/:id": .triedByItself,
    "/api/maillage/v1/recommendations/:id": .triedByItself,
    "/api/maillage/v1/archives/:id": .triedByItself,
  ]

  /// The same of what query or body name, by route and name.
  static let inParameters: [String: ObjectKind] = [
    "GET /api/v1/accounts id": .everyones, "GET /api/v1/accounts/relationships id": .everyones,
    "GET /api/v1/accounts/familiar_followers id": .everyones,
    "GET /api/v1/notifications account_id": .everyones,
    "GET /api/v1/notifications/unread_count account_id": .everyones,
    "GET /api/v2/notifications account_id": .everyones,
    "GET /api/v2/notifications/unread_count account_id": .everyones,
    "GET /api/v2/search account_id": .everyones,
    "POST /api/v1/lists/:id/accounts account_ids": .everyones,
    "DELETE /api/v1/lists/:id/accounts account_ids": .everyones,
    "POST /api/v1/reports account_id": .everyones, "POST /api/v1/reports rule_ids": .everyones,
    "POST /api/v1/reports testimonial_ids": .triedByItself,
    "POST /api/v1/statuses in_reply_to_id": .post,
    "POST /api/v1/statuses quoted_status_id": .post,
    "POST /api/v1/statuses media_ids": .file,
    "POST /api/maillage/v1/groups/:id/statuses in_reply_to_id": .post,
    "POST /api/maillage/v1/groups/:id/statuses quoted_status_id": .post,
    "POST /api/maillage/v1/groups/:id/statuses media_ids": .file,
    "PUT /api/v1/statuses/:id in_reply_to_id": .post,
    "PUT /api/v1/statuses/:id quoted_status_id": .post,
    "PUT /api/v1/statuses/:id media_ids": .file,
    "GET /api/maillage/v1/events account_id": .everyones,
    "GET /api/maillage/v1/events group_id": .everyones,
    "GET /api/maillage/v1/needs account_id": .everyones,
    "GET /api/maillage/v1/offers account_id": .everyones,
    "POST /api/maillage/v1/agreements need_id": .post,
    "POST /api/maillage/v1/questions/:id/answer answer_id": .post,
    "POST /api/maillage/v1/events group_id": .everyones,
    "POST /api/maillage/v1/events in_reply_to_id": .post,
    "POST /api/maillage/v1/events quoted_status_id": .post,
    "POST /api/maillage/v1/events media_ids": .file,
    "PUT /api/maillage/v1/events/:id group_id": .everyones,
    "PUT /api/maillage/v1/events/:id in_reply_to_id": .post,
    "PUT /api/maillage/v1/events/:id quoted_status_id": .post,
    "PUT /api/maillage/v1/events/:id media_ids": .file,
    "GET /api/v1/statuses id": .post, "POST /api/v1/reports status_ids": .post,
    "POST /api/v2/filters/:id/statuses status_id": .post,
    "POST /api/v1/notifications/dismiss id": .notification,
    "POST /api/v1/notifications/requests/accept id": .notificationRequest,
    "POST /api/v1/notifications/requests/dismiss id": .notificationRequest,
  ]

  /// The path up to the first thing that varies, if anything does.
  static func start(of path: String) -> String? {
    var start: [Substring] = []
    for part in path.split(separator: "/") {
      start.append(part)
      guard !part.hasPrefix(":") else { return "/" + start.joined(separator: "/") }
    }
    return nil
  }

  /// Names of parameters that name something of the node.
  static func isNumber(_ name: String) -> Bool {
    let others = ["client_id", "max_id", "since_id", "min_id"]
    return (name == "id" || name.hasSuffix("_id") || name.hasSuffix("_ids"))
      && !others.contains(name)
  }

  /// What nothing is called.
  var nothing: String {
    switch self {
    case .notificationGroup: "favourite-999999999"
    case .file: String(repeating: "0a", count: 16)
    default: "999999999"
    }
  }

  /// Where its owner sees it.
  var place: String {
    switch self {
    case .post: "/api/v1/statuses/*"
    case .list: "/api/v1/lists/*"
    case .filter: "/api/v2/filters/*"
    case .keyword: "/api/v2/filters/keywords/*"
    case .filteredPost: "/api/v2/filters/statuses/*"
    case .notification: "/api/v1/notifications/*"
    case .notificationGroup: "/api/v2/notifications/*"
    case .notificationRequest: "/api/v1/notifications/requests/*"
    case .conversation: "/api/v1/conversations"
    case .scheduledPost: "/api/v1/scheduled_statuses/*"
    case .file: "/api/v1/media/*"
    case .featuredTag, .everyones, .triedByItself: "/api/v1/featured_tags"
    }
  }
}

/// A member of a scene who has something of every kind, none of it for the other member.
struct ForeignObjects {
  let owner: String
  let names: [ObjectKind: String]

  init(of owner: String, in scene: ClientScene) async throws {
    self.owner = owner
    let maker = Maker(owner: owner, scene: scene)
    let heard = try await maker.heard()
    let kept = try await maker.kept(about: heard[.post] ?? "")
    names = heard.merging(kept) { first, _ in first }
  }

  /// Makes what a member has.
  private struct Maker {
    let owner: String
    let scene: ClientScene

    func made(_ path: String, _ form: [(String, String)]) async throws -> JSON {
      // Not by way of the scene, which knows one answer of a route: a post for later is another.
      let field = ("authorization", "Bearer \(scene.tokens[owner] ?? "")")
      return try await scene.server.form(.post, path, form, [field]).json()
    }

    func id(_ json: JSON?) throws -> String {
      try required(json?["id"]?.string, json?.text() ?? "nothing of \(owner)")
    }

    func first(_ path: String) async throws -> JSON? {
      try await scene.get(path, as: owner).json().array?.first
    }

    /// What comes of others: a post for a friend, who likes it, and the word of a stranger.
    func heard() async throws -> [ObjectKind: String] {
      let outbox = scene.node.services.outbox
      let friend = try await scene.node.member("friend-of-\(owner)")
      let post = try await made(
        "/api/v1/statuses",
        [
          ("status", "Pour @\(friend.name)"), ("visibility", "direct"), ("poll[options][]", "oui"),
          ("poll[options][]", "non"), ("poll[expires_in]", "3600"),
        ]
      )
      try await outbox.like(try required(post["uri"]?.string), as: friend.id)
      let notification = try await first("/api/v1/notifications?types[]=favourite")
      let stranger = try await scene.node.member("stranger-of-\(owner)")
      let policy = [("filter_not_following", "true")]
      _ = try await scene.send(.put, "/api/v1/notifications/policy", policy, as: owner)
      _ = try await outbox.publish(
        PostDraft(source: "Bonjour @\(owner)", audience: .direct),
        as: stranger.id
      )
      return [
        .post: try id(post), .notification: try id(notification),
        .notificationGroup: "favourite-\(try id(post))",
        .notificationRequest: try id(try await first("/api/v1/notifications/requests")),
        .conversation: try id(try await first("/api/v1/conversations")),
      ]
    }

    /// What it has for itself.
    func kept(about post: String) async throws -> [ObjectKind: String] {
      let filter = try await made(
        "/api/v2/filters",
        [
          ("title", "Pluie"), ("context[]", "home"), ("keywords_attributes[0][keyword]", "pluie"),
        ]
      )
      let path = "/api/v2/filters/\(try id(filter))/statuses"
      let filtered = try await made(path, [("status_id", post)])
      let file = try await scene.node.services.uploads.add(
        Uploads.Draft(bytes: try MediaFixture.bytes("alpha.png")),
        by: owner == "alice" ? scene.alice.id : scene.bob.id
      )
      let due = scene.node.clock.now.addingTimeInterval(86_400).formatted(.iso8601)
      let list = try await made("/api/v1/lists", [("title", "Amis")])
      let tag = try await made("/api/v1/featured_tags", [("name", "jardin")])
      let later = try await made("/api/v1/statuses", [("status", "Demain"), ("scheduled_at", due)])
      return [
        .filter: try id(filter), .keyword: try id(filter["keywords"]?.array?.first),
        .filteredPost: try id(filtered), .list: try id(list), .featuredTag: try id(tag),
        .scheduledPost: try id(later), .file: file.token.text,
      ]
    }
  }

  func name(_ kind: ObjectKind) -> String { names[kind] ?? kind.nothing }

  /// Everything as its owner sees it.
  func seen(in scene: ClientScene) async throws -> [String] {
    var seen: [String] = []
    for kind in ObjectKind.allCases {
      let path = kind.place.replacing("*", with: name(kind))
      let reply = try await scene.get(path, as: owner)
      seen.append("\(reply.status) \(path)\n\(reply.text)")
    }
    for path in ["/api/v1/markers?timeline[]=home", "/api/v1/push/subscription"] {
      seen.append(try await scene.get(path, as: owner).text)
    }
    return seen
  }
}
