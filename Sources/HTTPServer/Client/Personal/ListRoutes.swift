import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Lists of accounts, and their timelines.
struct ListRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:lists"))
  private static let write = ClientRoute.Access.member(.named("write:lists"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/lists", Self.read, lists)
        .described("[List]"),
      post("/api/v1/lists", Self.write, create)
        .described("List", takes: "title! string, replies_policy string, exclusive boolean"),
      get("/api/v1/lists/:id", Self.read) { ClientReply(Self.json(try await list($0))) }
        .described("List"),
      put("/api/v1/lists/:id", Self.write, update)
        .described("List", takes: "title string, replies_policy string, exclusive boolean"),
      delete("/api/v1/lists/:id", Self.write, remove).described("Empty"),
      get("/api/v1/lists/:id/accounts", Self.read, accounts)
        .paged("Account"),
      post("/api/v1/lists/:id/accounts", Self.write) { try await change($0, isIn: true) }
        .described("Empty", takes: "account_ids [string]"),
      delete("/api/v1/lists/:id/accounts", Self.write) { try await change($0, isIn: false) }
        .described("Empty", takes: "account_ids [string]"),
      get("/api/v1/accounts/:id/lists", Self.read, holding)
        .described("[List]"),
      get("/api/v1/timelines/list/:id", Self.read, timeline)
        .paged("Status"),
    ]
  }

  /// Mastodon's List.
  private static func json(_ list: MemberList) -> JSON {
    [
      "id": EntityMaker.id(list.id), "title": .string(list.title),
      "replies_policy": .string(list.replies.rawValue), "exclusive": .bool(list.isExclusive),
    ]
  }

  private func list(_ call: ClientCall) async throws -> MemberList {
    let (member, id) = (try call.member, try call.number())
    guard let list = try await client.database.read({ try $0.lists.find(id, of: member) }) else {
      throw Refusal.absent
    }
    return list
  }

  private func lists(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let lists = try await client.database.read { try $0.lists.lists(of: member) }
    return ClientReply(.array(lists.map(Self.json)))
  }

  private func holding(_ call: ClientCall) async throws -> ClientReply {
    let (member, target) = (try call.member, try await client.target(of: call))
    let lists = try await client.database.read {
      try $0.lists.lists(of: member, holding: target.id)
    }
    return ClientReply(.array(lists.map(Self.json)))
  }

  // MARK: Changing

  private func create(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let wished = try Self.edit(MemberList(title: try call.parameters.require("title")), call)
    let list = try await client.database.write { try $0.lists.insert(wished, of: member) }
    return ClientReply(Self.json(list))
  }

  private func update(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var old = try await list(call)
    if let title = call.parameters.filled("title") { old.title = title }
    let list = try Self.edit(old, call)
    _ = try await client.database.write { try $0.lists.update(list, of: member) }
    return ClientReply(Self.json(list))
  }

  private static func edit(_ list: MemberList, _ call: ClientCall) throws(Refusal) -> MemberList {
    var list = list
    if let word = call.parameters.filled("replies_policy") {
      guard let replies = MemberList.Replies(rawValue: word) else {
        throw .malformed("Validation failed: replies_policy is followed, list or none")
      }
      list.replies = replies
    }
    if let isExclusive = call.parameters.bool("exclusive") { list.isExclusive = isExclusive }
    return list
  }

  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    guard try await client.database.write({ try $0.lists.remove(id, of: member) }) else {
      throw Refusal.absent
    }
    return .empty
  }

  // MARK: Accounts and posts

  /// With `limit=0` all of them, as some clients ask.
  private func accounts(_ call: ClientCall) async throws -> ClientReply {
    let list = try await list(call)
    var page = call.page(default: 40, most: 80)
    if call.parameters.number("limit") == 0 { page.limit = MemberList.mostAccounts }
    let wished = page
    return try await client.people(call) { try $0.lists.accounts(in: list.id, wished) }
  }

  private func change(_ call: ClientCall, isIn: Bool) async throws -> ClientReply {
    let (member, id) = (try call.member, try await list(call).id)
    let accounts = Set(
      call.parameters.texts("account_ids").prefix(MemberList.mostAccounts)
        .compactMap(call.number(in:)).map(ActorID.init(rawValue:))
    )
    try await client.database.write { tx in
      for account in accounts {
        if isIn {
          try tx.lists.add(account, to: id, of: member)
        } else {
          try tx.lists.remove(account, from: id, of: member)
        }
      }
    }
    return .empty
  }

  private func timeline(_ call: ClientCall) async throws -> ClientReply {
    let (member, list, page) = (try call.member, try await list(call), call.page())
    let found = try await client.read(for: member) { maker in
      try maker.numberedStatuses(maker.tx.timelines.list(list, of: member, page))
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }
}
