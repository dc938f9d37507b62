import ActivityStreams
import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Accounts as clients see them: one's own and others'.
struct AccountRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.reading(.named("read:accounts"))
  private static let follows = ClientRoute.Access.member(.named("write:follows"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/accounts", Self.read, list).described("[Account]", takes: "id [string]"),
      // As of a Mastodon that is closed: who is invited comes in by the node's own pages.
      post("/api/v1/accounts", .application) { _ in
        throw Refusal.forbidden("Accounts of this node are made by invitation, on its own pages.")
      },
      get("/api/v1/accounts/verify_credentials", .member(.named("profile")), verify)
        .described("CredentialAccount"),
      get("/api/v1/accounts/lookup", Self.read, lookup)
        .described("Account", takes: "acct! string"),
      get("/api/v1/accounts/search", .member(.named("read:accounts")), search)
        .described(
          "[Account]",
          takes: "q string, limit integer, resolve boolean, following boolean"
        ),
      get("/api/v1/accounts/relationships", .member(.named("read:follows")), relationships)
        .described("[Relationship]", takes: "id [string]"),
      get("/api/v1/accounts/:id", Self.read, show).described("Account"),
      get("/api/v1/accounts/:id/followers", Self.read) { try await ties($0, ofFollowers: true) }
        .paged("Account"),
      get("/api/v1/accounts/:id/following", Self.read) { try await ties($0, ofFollowers: false) }
        .paged("Account"),
      get("/api/v1/accounts/:id/identity_proofs", Self.read) { call in
        _ = try call.number()
        return ClientReply([])
      },
      post("/api/v1/accounts/:id/follow", Self.follows, follow)
        .described("Relationship", takes: "reblogs boolean, notify boolean, languages [string]"),
      post("/api/v1/accounts/:id/unfollow", Self.follows, unfollow)
        .described("Relationship"),
      post("/api/v1/accounts/:id/remove_from_followers", Self.follows, removeFollower)
        .described("Relationship"),
      post("/api/v1/accounts/:id/block", .member(.named("write:blocks")), block)
        .described("Relationship"),
      post("/api/v1/accounts/:id/unblock", .member(.named("write:blocks")), unblock)
        .described("Relationship"),
    ]
  }

  // MARK: Reading

  private func verify(_ call: ClientCall) async throws -> ClientReply {
    ClientReply(try await client.ownAccount(of: try call.member))
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let id = ActorID(rawValue: try call.number())
    return ClientReply(
      try await client.read(for: call.viewer) { try $0.exactAccount($0.shownActor(id)).json }
    )
  }

  private static let mostAccounts = 40

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let ids = Set(call.parameters.texts("id").prefix(Self.mostAccounts).compactMap(Int64.init))
    let accounts = try await client.read(for: call.viewer) { maker in
      ids.sorted().compactMap { number in
        try? maker.account(maker.shownActor(ActorID(rawValue: number)))
      }
    }
    return ClientReply(.array(accounts))
  }

  private func lookup(_ call: ClientCall) async throws -> ClientReply {
    let text = try call.parameters.require("acct")
    let parts = text.drop { $0 == "@" }.split(separator: "@", omittingEmptySubsequences: false)
    let host = client.services.addresses.origin.authority
    let account = try await client.read(for: call.viewer) { maker -> JSON in
      let actor: ActorProfile?
      switch parts.count {
      case 1: actor = try maker.tx.actors.find(localName: parts[0].lowercased())
      case 2 where parts[1].lowercased() == host:
        actor = try maker.tx.actors.find(localName: parts[0].lowercased())
      case 2: actor = try maker.tx.actors.find(name: String(parts[0]), host: parts[1].lowercased())
      default: actor = nil
      }
      guard let actor else { throw Refusal.absent }
      return try maker.exactAccount(maker.shownActor(actor.id)).json
    }
    return ClientReply(account)
  }

  private func search(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let query = call.parameters.text("q") ?? ""
    let limit = min(max(call.parameters.number("limit") ?? 40, 1), 80)
    let found = try await client.findActors(
      query,
      for: member,
      resolves: call.parameters.bool("resolve") == true,
      onlyFollowed: call.parameters.bool("following") == true,
      limit: limit
    )
    let accounts = try await client.read(for: member) { try $0.accounts(found) }
    return ClientReply(.array(accounts))
  }

  private func relationships(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let ids = call.parameters.texts("id").prefix(Self.mostAccounts).compactMap(Int64.init)
    let relationships = try await client.read(for: member) { maker in
      try ids.compactMap { number -> JSON? in
        let id = ActorID(rawValue: number)
        guard try maker.tx.actors.find(id) != nil else { return nil }
        return try maker.relationship(to: id, of: member)
      }
    }
    return ClientReply(.array(relationships))
  }

  private func ties(_ call: ClientCall, ofFollowers: Bool) async throws -> ClientReply {
    let id = ActorID(rawValue: try call.number())
    let page = call.page(default: 40, most: 80)
    let viewer = call.viewer
    let (accounts, numbers) = try await client.read(for: viewer) { maker -> ([JSON], [Int64]) in
      try maker.shownActor(id).requireInsight(of: maker.reader, in: maker.tx)
      // Whom a member does not show, it sees itself.
      guard try id == viewer || !maker.tx.actors.hidesTies(id) else { return ([], []) }
      let actors =
        ofFollowers
        ? try maker.tx.follows.followers(of: id, page)
        : try maker.tx.follows.following(of: id, page)
      return (try maker.accounts(actors), actors.map(\.id.rawValue))
    }
    return ClientReply(accounts, first: numbers.first, last: numbers.last, of: call)
  }

  // MARK: Ties

  private func follow(_ call: ClientCall) async throws -> ClientReply {
    try await change(call) { member, target in
      let (known, isShutOut) = try await client.database.read { tx in
        (
          try tx.follows.find(follower: member, followee: target.id),
          try tx.blocks.exists(by: target.id, against: member)
        )
      }
      // The relationship says so, too.
      guard !isShutOut else { throw Refusal.forbidden("This action is not allowed") }
      if known == nil { try await client.services.outbox.follow(target, as: member) }
      let (reblogs, notify) = (call.parameters.bool("reblogs"), call.parameters.bool("notify"))
      let languages = try Self.languages(call.parameters)
      guard reblogs != nil || notify != nil || languages != nil else { return }
      try await client.database.write { tx in
        var wished =
          try tx.follows.settings(follower: member, followee: target.id)
          ?? FollowStore.Settings()
        if let reblogs { wished.showsBoosts = reblogs }
        if let notify { wished.notifies = notify }
        if let languages { wished.languages = languages.isEmpty ? nil : languages }
        try tx.follows.set(wished, follower: member, followee: target.id)
      }
    }
  }

  private static let mostLanguages = 50

  /// The languages in which one wants to read somebody; none: in all.
  private static func languages(_ parameters: Parameters) throws(Refusal) -> [String]? {
    guard parameters.has("languages") else { return nil }
    let languages = parameters.texts("languages").filter { !$0.isEmpty }
    guard languages.count <= mostLanguages, languages.allSatisfy(AS.LanguageTag.isSound) else {
      throw .malformed("Validation failed: Languages is not valid")
    }
    return languages
  }

  private func unfollow(_ call: ClientCall) async throws -> ClientReply {
    try await change(call) { member, target in
      try await ignoringAbsence {
        try await client.services.outbox.unfollow(target, as: member)
      }
    }
  }

  private func removeFollower(_ call: ClientCall) async throws -> ClientReply {
    try await change(call) { member, target in
      try await ignoringAbsence {
        try await client.services.outbox.answer(target, isWelcome: false, as: member)
      }
    }
  }

  private func block(_ call: ClientCall) async throws -> ClientReply {
    try await change(call) { member, target in
      let isKnown = try await client.database.read {
        try $0.blocks.exists(by: member, against: target.id)
      }
      if !isKnown { try await client.services.outbox.block(target, as: member) }
    }
  }

  private func unblock(_ call: ClientCall) async throws -> ClientReply {
    try await change(call) { member, target in
      try await ignoringAbsence {
        try await client.services.outbox.unblock(target, as: member)
      }
    }
  }

  /// Changes how a member stands to an account, and tells how it stands then.
  private func change(
    _ call: ClientCall,
    _ body: (ActorID, ActorProfile) async throws -> Void
  ) async throws -> ClientReply {
    let member = try call.member
    let id = ActorID(rawValue: try call.number())
    let target = try await client.database.read { try $0.actors.find(id) }
    guard let target, target.deletedAt == nil else { throw Refusal.absent }
    guard target.id != member else {
      throw Refusal.forbidden("This action is not allowed on one's own account.")
    }
    try await body(member, target)
    return ClientReply(
      try await client.read(for: member) { try $0.relationship(to: id, of: member) }
    )
  }

  /// What is not there need not be taken back.
  private func ignoringAbsence(_ body: () async throws -> Void) async throws {
    do { try await body() } catch Refusal.absent {}
  }
}

extension ClientServices {
  /// A member's own account, with what it may change.
  func ownAccount(of member: ActorID) async throws -> JSON {
    try await read(for: member) { maker in
      guard let actor = try maker.tx.actors.find(member),
        let account = try maker.tx.members.find(member)
      else { throw Refusal.absent }
      return try maker.exactAccount(actor).own(account)
    }
  }

  /// The accounts that a text names or whose words it has; an address is asked for where it is, and
  /// a name without a host is one of this node, even of somebody whom the member blocks.
  ///
  /// For visitors nothing is asked around.
  func findActors(
    _ text: String,
    for viewer: ActorID?,
    resolves: Bool,
    onlyFollowed: Bool,
    limit: Int
  ) async throws -> [ActorProfile] {
    var found: [ActorProfile] = []
    if let member = viewer, let named = try await named(text, for: member, resolves: resolves) {
      let follow = try await database.read {
        try $0.follows.find(follower: member, followee: named.id)
      }
      if !onlyFollowed || follow?.state == .accepted { found.append(named) }
    }
    let words = text.replacing("@", with: " ")
    guard let query = try? SearchStore.Query(words) else { return found }
    let others = try await database.read {
      try $0.search.actors(
        query,
        for: viewer.map(Reader.member) ?? .anyone,
        onlyFollowed: onlyFollowed,
        limit: limit
      )
    }
    found += others.filter { actor in !found.contains { $0.id == actor.id } }
    return Array(found.prefix(limit))
  }

  /// Whom an address or a local name means; without leave to ask around only what is known by its URL.
  private func named(
    _ text: String,
    for member: ActorID,
    resolves: Bool
  ) async throws -> ActorProfile? {
    guard resolves else {
      let known = try? await Lookup(services: services).known(text, for: member)
      return if case .actor(let actor)? = known { actor } else { nil }
    }
    guard Lookup.isAddress(text) else {
      let name = text.drop { $0 == "@" }.lowercased()
      let actor = try await database.read { try $0.actors.find(localName: name) }
      return actor?.isActive == true ? actor : nil
    }
    let found = try? await Lookup(services: services).find(text, for: member)
    return if case .actor(let actor)? = found { actor } else { nil }
  }
}

extension EntityMaker {
  /// An actor that may be shown: not one that is gone or whose host is shut out.
  func shownActor(_ id: ActorID) throws -> ActorProfile {
    guard let actor = try tx.actors.find(id), actor.deletedAt == nil,
      try tx.standings.find(actor.host) != .suspended
    else { throw Refusal.absent }
    return actor
  }

  /// Mastodon's Relationship: how a member stands to an account.
  func relationship(to target: ActorID, of member: ActorID) throws -> JSON {
    guard let found = try tx.relationships.find(target, for: member) else { throw Refusal.absent }
    return [
      "id": Self.id(target.rawValue), "following": .bool(found.isFollowing),
      "showing_reblogs": .bool(found.showsBoosts), "notifying": .bool(found.notifies),
      "languages": found.languages.map { .array($0.map(JSON.string)) } ?? .null,
      "followed_by": .bool(found.isFollowedBy),
      "blocking": .bool(found.isBlocking), "blocked_by": .bool(found.isBlockedBy),
      "muting": .bool(found.isMuting),
      "muting_notifications": .bool(found.isMutingNotifications),
      "muting_expires_at": Self.time(found.muteEndsAt), "requested": .bool(found.isRequested),
      "requested_by": .bool(found.isRequestedBy),
      "domain_blocking": .bool(found.isBlockingDomain), "endorsed": .bool(found.isEndorsed),
      "note": .string(found.note),
    ]
  }
}
