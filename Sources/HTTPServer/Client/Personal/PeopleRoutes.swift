import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// People to answer, to get to know, and in common.
struct PeopleRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let directoryTakes: StaticString =
    "limit integer, offset integer, order string, local boolean"

  var routes: [ClientRoute] {
    let (read, write) = (
      ClientRoute.Access.member(.named("read:follows")),
      ClientRoute.Access.member(.named("write:follows"))
    )
    return [
      get("/api/v1/follow_requests", read) { call in
        let (member, page) = (try call.member, call.page(default: 40, most: 80))
        return try await client.people(call) { try $0.follows.requests(of: member, page) }
      }
      .paged("Account"),
      post("/api/v1/follow_requests/:id/authorize", write) { try await answer($0, true) }
        .described("Relationship"),
      post("/api/v1/follow_requests/:id/reject", write) { try await answer($0, false) }
        .described("Relationship"),
      get("/api/v1/accounts/familiar_followers", read, familiar)
        .described("[FamiliarFollowers]", takes: "id [string]"),
      get("/api/v1/directory", .reading(.named("read:accounts")), directory)
        .described("[Account]", takes: Self.directoryTakes),
      get("/api/v1/suggestions", .member(.named("read:accounts"))) { call in
        let member = try call.member
        let accounts = try await suggestions(call, for: member)
        return ClientReply(.array(accounts))
      }
      .described("[Account]", takes: "limit integer"),
      get("/api/v2/suggestions", .member(.named("read:accounts"))) { call in
        let accounts = try await suggestions(call, for: try call.member)
        return ClientReply(
          .array(accounts.map { ["source": "staff", "sources": ["featured"], "account": $0] })
        )
      }
      .described("[Suggestion]", takes: "limit integer"),
      delete("/api/v1/suggestions/:id", .member(.named("write:accounts"))) { call in
        let (member, target) = (try call.member, ActorID(rawValue: try call.number()))
        try await client.database.write {
          try $0.actors.declineSuggestion(of: target, by: member)
        }
        return .empty
      }
      .described("Empty"),
      get("/api/v1/trends", .open) { _ in ClientReply([]) }.described("[Tag]"),
      get("/api/v1/trends/tags", .open) { _ in ClientReply([]) }.described("[Tag]"),
      get("/api/v1/trends/statuses", .open) { _ in ClientReply([]) }.described("[Status]"),
      get("/api/v1/trends/links", .open) { _ in ClientReply([]) }.described("[{}]"),
    ]
  }

  private func answer(_ call: ClientCall, _ isWelcome: Bool) async throws -> ClientReply {
    let (member, target) = (try call.member, try await client.target(of: call))
    try await client.services.outbox.answer(target, isWelcome: isWelcome, as: member)
    return ClientReply(
      try await client.read(for: member) { try $0.relationship(to: target.id, of: member) }
    )
  }

  private static let mostAccounts = 40

  /// Mastodon's FamiliarFollowers: for each account those of its followers that one follows.
  private func familiar(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let ids = call.parameters.texts("id").prefix(Self.mostAccounts).compactMap(call.number(in:))
    let found = try await client.read(for: member) { maker in
      try ids.map { number -> JSON in
        let id = ActorID(rawValue: number)
        // Neither those of who shows them to nobody, nor who shows to nobody whom it follows.
        let actors =
          try maker.tx.actors.hidesTies(id)
          ? []
          : try maker.tx.follows.familiar(with: member, following: id, limit: 10)
            .filter { try !maker.tx.actors.hidesTies($0.id) }
        return [
          "id": EntityMaker.id(number), "accounts": .array(try maker.accounts(actors)),
        ]
      }
    }
    return ClientReply(.array(found))
  }

  private func directory(_ call: ClientCall) async throws -> ClientReply {
    let reader = call.reader
    let limit = min(max(call.parameters.number("limit") ?? 40, 1), 80)
    let offset = call.parameters.number("offset") ?? 0
    let order: ActorStore.DirectoryOrder =
      call.parameters.filled("order") == "new" ? .new : .active
    let isOnlyLocal = call.parameters.bool("local") == true
    let accounts = try await client.read(for: call.viewer) { maker in
      let actors = try maker.tx.actors.directory(
        for: reader,
        by: order,
        onlyLocal: isOnlyLocal,
        offset: offset,
        limit: limit
      )
      return try maker.accounts(actors)
    }
    return ClientReply(.array(accounts))
  }

  private func suggestions(_ call: ClientCall, for member: ActorID) async throws -> [JSON] {
    let limit = min(max(call.parameters.number("limit") ?? 40, 1), 80)
    return try await client.read(for: member) { maker in
      try maker.accounts(maker.tx.actors.suggestions(for: member, limit: limit))
    }
  }
}
