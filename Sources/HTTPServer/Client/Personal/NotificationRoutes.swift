import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member is told, one by one and in groups.
struct NotificationRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:notifications"))
  private static let write = ClientRoute.Access.member(.named("write:notifications"))

  private static let choice: StaticString = """
    types [string], exclude_types [string], account_id string, include_filtered boolean
    """
  private static let counted: StaticString = """
    types [string], exclude_types [string], account_id string, include_filtered boolean, \
    limit integer
    """
  private static let countedGroups: StaticString = """
    types [string], exclude_types [string], account_id string, include_filtered boolean, \
    limit integer, grouped_types [string]
    """
  private static let grouping: StaticString = """
    types [string], exclude_types [string], account_id string, include_filtered boolean, \
    limit integer, grouped_types [string], expand_accounts string, max_id string, \
    since_id string, min_id string
    """

  var routes: [ClientRoute] {
    [
      get("/api/v1/notifications", Self.read, list)
        .paged("Notification", takes: Self.choice),
      get("/api/v1/notifications/unread_count", Self.read) { try await unread($0, grouped: []) }
        .described("Count", takes: Self.counted),
      post("/api/v1/notifications/clear", Self.write, clear).described("Empty"),
      post("/api/v1/notifications/dismiss", Self.write) { call in
        try await dismiss(call, Int64(call.parameters.require("id")))
      }
      .described("Empty", takes: "id! string"),
      get("/api/v1/notifications/:id", Self.read, show)
        .described("Notification"),
      post("/api/v1/notifications/:id/dismiss", Self.write) { call in
        try await dismiss(call, call.number())
      }
      .described("Empty"),
      get("/api/v2/notifications", Self.read, groups)
        .described(
          "GroupedNotifications",
          takes: Self.grouping
        ),
      get("/api/v2/notifications/unread_count", Self.read) { call in
        try await unread(call, grouped: Self.grouped(call))
      }
      .described("Count", takes: Self.countedGroups),
      get("/api/v2/notifications/:key", Self.read, group)
        .described("GroupedNotifications"),
      get("/api/v2/notifications/:key/accounts", Self.read, accounts)
        .described("[Account]"),
      post("/api/v2/notifications/:key/dismiss", Self.write, dismissGroup)
        .described("Empty"),
    ]
  }

  // MARK: One by one

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let (choice, page) = (choice(call, grouped: []), call.page(default: 40, most: 80))
    let found = try await client.read(for: member) { maker in
      let entries = try maker.tx.notifications.list(of: member, page, choice)
      try maker.prepare(entries.compactMap(\.post), and: entries.map(\.actor))
      return try entries.map { entry in
        (entry.notification.id, try NotificationEntity(entry, by: maker).json)
      }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    let json = try await client.read(for: member) { maker in
      try maker.tx.notifications.find(id, of: member).map {
        try NotificationEntity($0, by: maker).json
      }
    }
    guard let json else { throw Refusal.absent }
    return ClientReply(json)
  }

  private func clear(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    try await client.database.write { try $0.notifications.clear(member) }
    return .empty
  }

  private func dismiss(_ call: ClientCall, _ id: Int64?) async throws -> ClientReply {
    let member = try call.member
    guard let id, try await client.database.write({ try $0.notifications.dismiss(id, of: member) })
    else { throw Refusal.absent }
    return .empty
  }

  private static let mostCounted = 1_000

  /// How many came since the member last read, as its marker says.
  private func unread(
    _ call: ClientCall,
    grouped: Set<MemberNotification.Kind>
  ) async throws -> ClientReply {
    let member = try call.member
    let choice = choice(call, grouped: grouped)
    let limit = min(max(call.parameters.number("limit") ?? 100, 1), Self.mostCounted)
    let count = try await client.database.read { tx in
      let read = try tx.markers.find(.notifications, of: member)?.lastReadID ?? 0
      return try tx.notifications.count(of: member, choice, after: read, limit: limit)
    }
    return ClientReply(["count": .integer(count)])
  }

  // MARK: Groups

  private func groups(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let choice = choice(call, grouped: Self.grouped(call))
    let (page, expansion) = (call.page(default: 40, most: 80), try Expansion(call.parameters))
    let (json, first, last) = try await client.read(for: member) { maker in
      let groups = try maker.tx.notifications.groups(of: member, page, choice)
      return (
        try Self.results(groups, expansion, by: maker), groups.first?.0.latest.id,
        groups.last?.0.latest.id
      )
    }
    var reply = ClientReply(json)
    if let first, let last { reply.fields[.link] = call.links(newest: first, oldest: last) }
    return reply
  }

  private func group(_ call: ClientCall) async throws -> ClientReply {
    let (member, key) = (try call.member, try call.text("key"))
    let json = try await client.read(for: member) { maker in
      try maker.tx.notifications.group(key, of: member).map {
        try Self.results([$0], by: maker)
      }
    }
    guard let json else { throw Refusal.absent }
    return ClientReply(json)
  }

  private func accounts(_ call: ClientCall) async throws -> ClientReply {
    let (member, key) = (try call.member, try call.text("key"))
    let accounts = try await client.read(for: member) { maker in
      try maker.accounts(maker.tx.notifications.actors(inGroup: key, of: member))
    }
    return ClientReply(.array(accounts))
  }

  private func dismissGroup(_ call: ClientCall) async throws -> ClientReply {
    let (member, key) = (try call.member, try call.text("key"))
    _ = try await client.database.write {
      try $0.notifications.dismissGroup(key, of: member)
    }
    return .empty
  }

  /// How much is said of the accounts of groups.
  private enum Expansion: String, Sendable {
    case full
    /// Of all but the latest account of each group only what it looks like.
    case avatars = "partial_avatars"

    /// - Throws: `Refusal.unreadable` for another word.
    init(_ parameters: Parameters) throws(Refusal) {
      let word = parameters.filled("expand_accounts") ?? Expansion.full.rawValue
      guard let expansion = Expansion(rawValue: word) else {
        throw .unreadable(
          "Invalid value for 'expand_accounts': allowed values are 'full' and 'partial_avatars'"
        )
      }
      self = expansion
    }
  }

  /// Mastodon's GroupedNotificationsResults: each account and each post once.
  private static func results(
    _ groups: [(NotificationGroup, NotificationStore.Entry)],
    _ expansion: Expansion = .full,
    by maker: EntityMaker
  ) throws -> JSON {
    let others = try maker.tx.actors.find(Array(Set(groups.flatMap(\.0.samples))))
    try maker.prepare(groups.compactMap(\.1.post), and: groups.map(\.1.actor) + others)
    var seen: Set<Int64> = []
    func fresh(_ actors: [ActorID]) throws -> [JSON] {
      try actors.filter { seen.insert($0.rawValue).inserted }.compactMap { try maker.account($0) }
    }
    let latest = groups.map(\.1.actor.id)
    let accounts = try fresh(
      expansion == .full ? groups.flatMap { [$0.1.actor.id] + $0.0.samples } : latest
    )
    let partialAccounts =
      try expansion == .full ? nil : fresh(groups.flatMap(\.0.samples)).map(partial)
    var shown: Set<PostID> = []
    let statuses = try groups.compactMap(\.1.post).filter { shown.insert($0.post.id).inserted }
      .map { try maker.status($0) }
    var results: JSONObject = ["accounts": .array(accounts)]
    if let partialAccounts { results["partial_accounts"] = .array(partialAccounts) }
    results["statuses"] = .array(statuses)
    results["notification_groups"] = .array(
      try groups.map { try NotificationEntity($0.1, by: maker).group($0.0) }
    )
    return .object(results)
  }

  /// Mastodon's PartialAccountWithAvatar.
  private static func partial(_ account: JSON) -> JSON {
    var partial: JSONObject = [:]
    for name in ["id", "acct", "locked", "bot", "url", "avatar", "avatar_static"] {
      partial[name] = account[name]
    }
    return .object(partial)
  }

  // MARK: Parameters

  private func choice(
    _ call: ClientCall,
    grouped: Set<MemberNotification.Kind>
  ) -> NotificationStore.Choice {
    let wanted = Self.kinds(call.parameters.texts("types"))
    let kinds = wanted.isEmpty ? Set(MemberNotification.Kind.allCases) : wanted
    let account = call.parameters.filled("account_id").map { call.number(in: $0) ?? -1 }
    return NotificationStore.Choice(
      kinds: kinds.subtracting(Self.kinds(call.parameters.texts("exclude_types"))),
      actor: account.map(ActorID.init(rawValue:)),
      includesFiltered: call.parameters.bool("include_filtered") == true,
      grouped: grouped
    )
  }

  private static func grouped(_ call: ClientCall) -> Set<MemberNotification.Kind> {
    guard call.parameters.has("grouped_types") else {
      return Set(MemberNotification.Kind.allCases.filter(\.isGrouped))
    }
    return kinds(call.parameters.texts("grouped_types"))
  }

  /// Kinds that are not known here are left out: newer clients name some.
  private static func kinds(_ words: [String]) -> Set<MemberNotification.Kind> {
    Set(words.compactMap(MemberNotification.Kind.init(rawValue:)))
  }
}
