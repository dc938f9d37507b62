import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Whom a member mutes, blocks and puts forward, and what it notes about others.
struct TieRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let writeAccounts = ClientRoute.Access.member(.named("write:accounts"))
  private static let readAccounts = ClientRoute.Access.member(.named("read:accounts"))
  private static let writeBlocks = ClientRoute.Access.member(.named("write:blocks"))
  private static let readBlocks = ClientRoute.Access.member(.named("read:blocks"))

  var routes: [ClientRoute] {
    [
      post("/api/v1/accounts/:id/mute", .member(.named("write:mutes")), mute)
        .described("Relationship", takes: "notifications boolean, duration integer"),
      post("/api/v1/accounts/:id/unmute", .member(.named("write:mutes")), unmute)
        .described("Relationship"),
      post("/api/v1/accounts/:id/note", Self.writeAccounts, note)
        .described("Relationship", takes: "comment string"),
      post("/api/v1/accounts/:id/pin", Self.writeAccounts) { try await endorse($0, true) }
        .described("Relationship"),
      post("/api/v1/accounts/:id/unpin", Self.writeAccounts) { try await endorse($0, false) }
        .described("Relationship"),
      post("/api/v1/accounts/:id/endorse", Self.writeAccounts) { try await endorse($0, true) }
        .described("Relationship"),
      post("/api/v1/accounts/:id/unendorse", Self.writeAccounts) { try await endorse($0, false) }
        .described("Relationship"),
      get("/api/v1/accounts/:id/endorsements", .reading(.named("read:accounts")), endorsements)
        .paged("Account"),
      get("/api/v1/endorsements", Self.readAccounts) { call in
        let (member, page) = (try call.member, call.page(default: 40, most: 80))
        return try await client.people(call) { try $0.endorsements.list(of: member, page) }
      }
      .paged("Account"),
      get("/api/v1/mutes", .member(.named("read:mutes")), mutes)
        .paged("Account"),
      get("/api/v1/blocks", Self.readBlocks) { call in
        let (member, page) = (try call.member, call.page(default: 40, most: 80))
        return try await client.people(call) { try $0.blocks.list(of: member, page) }
      }
      .paged("Account"),
      get("/api/v1/domain_blocks", Self.readBlocks, domains)
        .described(
          "[string]",
          takes: "max_id string, since_id string, min_id string, limit integer"
        ),
      post("/api/v1/domain_blocks", Self.writeBlocks) { try await block($0, true) }
        .described("Empty", takes: "domain! string"),
      delete("/api/v1/domain_blocks", Self.writeBlocks) { try await block($0, false) }
        .described("Empty", takes: "domain! string"),
      get("/api/v1/domain_blocks/preview", Self.readBlocks, preview)
        .described("DomainBlockPreview", takes: "domain! string"),
    ]
  }

  // MARK: Mutes

  private func mute(_ call: ClientCall) async throws -> ClientReply {
    let (member, target) = (try call.member, try await client.target(of: call))
    let seconds = try call.parameters.seconds("duration") ?? 0
    let now = client.now
    let mute = Mute(
      targetID: target.id,
      hidesNotifications: call.parameters.bool("notifications") ?? true,
      endsAt: seconds > 0 ? now.addingTimeInterval(seconds) : nil
    )
    try await client.database.write { try $0.mutes.set(mute, by: member, at: now) }
    return try await relationship(to: target, of: member)
  }

  private func unmute(_ call: ClientCall) async throws -> ClientReply {
    let (member, target) = (try call.member, try await client.target(of: call))
    _ = try await client.database.write { try $0.mutes.remove(target.id, by: member) }
    return try await relationship(to: target, of: member)
  }

  /// Mastodon's MutedAccount: with the time at which the mute ends.
  private func mutes(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page(default: 40, most: 80))
    let found = try await client.read(for: member) { maker in
      try maker.tx.mutes.list(of: member, page).map { actor, mute -> (Int64, JSON) in
        let account = try maker.account(actor)
        guard case .object(var object) = account else { return (actor.id.rawValue, account) }
        object["mute_expires_at"] = EntityMaker.time(mute.endsAt)
        return (actor.id.rawValue, .object(object))
      }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  // MARK: Notes and endorsements

  private func note(_ call: ClientCall) async throws -> ClientReply {
    let (member, target) = (try call.member, try await client.target(of: call))
    let text = call.parameters.text("comment") ?? ""
    try await client.database.write { try $0.accountNotes.set(text, on: target.id, by: member) }
    return try await relationship(to: target, of: member)
  }

  private func endorse(_ call: ClientCall, _ isEndorsed: Bool) async throws -> ClientReply {
    let (member, target) = (try call.member, try await client.target(of: call))
    let now = client.now
    try await client.database.write { tx in
      if isEndorsed {
        try tx.endorsements.add(target.id, by: member, at: now)
      } else {
        try tx.endorsements.remove(target.id, by: member)
      }
    }
    return try await relationship(to: target, of: member)
  }

  private func endorsements(_ call: ClientCall) async throws -> ClientReply {
    let (target, page) = (try await client.target(of: call), call.page(default: 40, most: 80))
    return try await client.people(call) { try $0.endorsements.list(of: target.id, page) }
  }

  private func relationship(
    to target: ActorProfile,
    of member: ActorID
  ) async throws -> ClientReply {
    ClientReply(
      try await client.read(for: member) { try $0.relationship(to: target.id, of: member) }
    )
  }

  // MARK: Domains

  private func domains(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page(default: 100, most: 200))
    let found = try await client.database.read { try $0.domainBlocks.list(of: member, page) }
    return ClientReply(
      found.map { .string($0.domain) },
      first: found.first?.number,
      last: found.last?.number,
      of: call
    )
  }

  private func block(_ call: ClientCall, _ isBlocked: Bool) async throws -> ClientReply {
    let (member, domain) = (try call.member, try call.parameters.require("domain"))
    let outbox = client.services.outbox
    if isBlocked {
      try await outbox.blockDomain(domain, as: member)
    } else {
      try await outbox.unblockDomain(domain, as: member)
    }
    return .empty
  }

  private func preview(_ call: ClientCall) async throws -> ClientReply {
    let (member, domain) = (try call.member, try call.parameters.require("domain").lowercased())
    let (following, followers) = try await client.database.read { tx in
      (
        try tx.follows.countFollowing(of: member, on: domain),
        try tx.follows.followers(of: member, on: domain, limit: 1_000).count
      )
    }
    return ClientReply(
      ["following_count": .integer(following), "followers_count": .integer(followers)]
    )
  }
}
