import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member wants of people it does not know, and what was kept apart.
struct NotificationPolicyRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:notifications"))
  private static let write = ClientRoute.Access.member(.named("write:notifications"))
  private static let requests = "/api/v1/notifications/requests"
  private static let verdicts: StaticString = """
    for_not_following string, for_not_followers string, for_new_accounts string, \
    for_private_mentions string, for_limited_accounts string
    """
  private static let oldVerdicts: StaticString = """
    filter_not_following boolean, filter_not_followers boolean, filter_new_accounts boolean, \
    filter_private_mentions boolean
    """

  var routes: [ClientRoute] {
    [
      get("/api/v2/notifications/policy", Self.read, show)
        .described("NotificationPolicy"),
      patch("/api/v2/notifications/policy", Self.write, change)
        .described("NotificationPolicy", takes: Self.verdicts),
      put("/api/v2/notifications/policy", Self.write, change)
        .described("NotificationPolicy", takes: Self.verdicts),
      get("/api/v1/notifications/policy", Self.read, showOld).described("NotificationPolicyV1"),
      put("/api/v1/notifications/policy", Self.write, changeOld)
        .described("NotificationPolicyV1", takes: Self.oldVerdicts),
      get(Self.requests, Self.read, list)
        .paged("NotificationRequest"),
      // What is accepted is among the others at once.
      get(Self.requests + "/merged", Self.read) { _ in ClientReply(["merged": true]) }
        .described("MergeState"),
      post(Self.requests + "/accept", Self.write) { try await settleSeveral($0, true) }
        .described("Empty", takes: "id [string]"),
      post(Self.requests + "/dismiss", Self.write) { try await settleSeveral($0, false) }
        .described("Empty", takes: "id [string]"),
      get(Self.requests + "/:id", Self.read, request)
        .described("NotificationRequest"),
      post(Self.requests + "/:id/accept", Self.write) { try await settleOne($0, true) }
        .described("Empty"),
      post(Self.requests + "/:id/dismiss", Self.write) { try await settleOne($0, false) }
        .described("Empty"),
    ]
  }

  // MARK: Policy

  private static let conditions:
    [(name: String, path: WritableKeyPath<NotificationPolicy, Verdict> & Sendable)] =
      [
        ("for_not_following", \.notFollowing), ("for_not_followers", \.notFollowers),
        ("for_new_accounts", \.newAccounts), ("for_private_mentions", \.privateMentions),
        ("for_limited_accounts", \.limitedAccounts),
      ]

  private typealias Verdict = NotificationPolicy.Verdict

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let (policy, summary) = try await policy(of: try call.member)
    var object: JSONObject = ["summary": summary]
    for (name, path) in Self.conditions {
      object[name] = .string(policy[keyPath: path].rawValue)
    }
    return ClientReply(.object(object))
  }

  private func change(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var (policy, _) = try await policy(of: member)
    for (name, path) in Self.conditions {
      guard let word = call.parameters.filled(name) else { continue }
      guard let verdict = Verdict(rawValue: word) else {
        throw Refusal.malformed("Validation failed: \(name) is accept, filter or drop")
      }
      policy[keyPath: path] = verdict
    }
    let changed = policy
    try await client.database.write { try $0.notifications.setPolicy(changed, of: member) }
    return try await show(call)
  }

  /// The policy of Mastodon 4.3’s first version: yes or no.
  private static let oldConditions:
    [(name: String, path: WritableKeyPath<NotificationPolicy, Verdict> & Sendable)] =
      [
        ("filter_not_following", \.notFollowing), ("filter_not_followers", \.notFollowers),
        ("filter_new_accounts", \.newAccounts), ("filter_private_mentions", \.privateMentions),
      ]

  private func showOld(_ call: ClientCall) async throws -> ClientReply {
    let (policy, summary) = try await policy(of: try call.member)
    var object: JSONObject = ["summary": summary]
    for (name, path) in Self.oldConditions {
      object[name] = .bool(policy[keyPath: path] != .accept)
    }
    return ClientReply(.object(object))
  }

  private func changeOld(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var (policy, _) = try await policy(of: member)
    for (name, path) in Self.oldConditions {
      guard let isFiltered = call.parameters.bool(name) else { continue }
      policy[keyPath: path] = isFiltered ? .filter : .accept
    }
    let changed = policy
    try await client.database.write { try $0.notifications.setPolicy(changed, of: member) }
    return try await showOld(call)
  }

  private func policy(of member: ActorID) async throws -> (NotificationPolicy, JSON) {
    try await client.database.read { tx in
      let pending = try tx.notifications.pending(of: member)
      return (
        try tx.notifications.policy(of: member),
        [
          "pending_requests_count": .integer(pending.requests),
          "pending_notifications_count": .integer(pending.notifications),
        ]
      )
    }
  }

  // MARK: Requests

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page(default: 40, most: 80))
    let found = try await client.read(for: member) { maker in
      try maker.tx.notifications.requests(of: member, page).map { request in
        (request.id, try NotificationRequestEntity(request, by: maker).json)
      }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  private func request(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    let json = try await client.read(for: member) { maker in
      try maker.tx.notifications.request(id, of: member).map {
        try NotificationRequestEntity($0, by: maker).json
      }
    }
    guard let json else { throw Refusal.absent }
    return ClientReply(json)
  }

  private static let mostAtOnce = 100

  private func settleOne(_ call: ClientCall, _ isAccepted: Bool) async throws -> ClientReply {
    guard try await settle([call.number()], of: call.member, isAccepted) == 1 else {
      throw Refusal.absent
    }
    return .empty
  }

  /// Settles those that are there; another app may have settled the others.
  private func settleSeveral(_ call: ClientCall, _ isAccepted: Bool) async throws -> ClientReply {
    let ids = call.parameters.texts("id").prefix(Self.mostAtOnce).compactMap(call.number(in:))
    _ = try await settle(ids, of: call.member, isAccepted)
    return .empty
  }

  /// - Returns: How many there were.
  private func settle(
    _ ids: [Int64],
    of member: ActorID,
    _ isAccepted: Bool
  ) async throws -> Int {
    try await client.database.write { tx in
      try ids.count { id in
        try isAccepted
          ? tx.notifications.accept(id, of: member)
          : tx.notifications.dismissRequest(id, of: member)
      }
    }
  }
}
