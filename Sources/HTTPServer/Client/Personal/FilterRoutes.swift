import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member does not want to see (filters v2).
struct FilterRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:filters"))
  private static let write = ClientRoute.Access.member(.named("write:filters"))
  private static let base = "/api/v2/filters"

  var routes: [ClientRoute] {
    [
      get(Self.base, Self.read, list)
        .described("[Filter]"),
      post(Self.base, Self.write, create)
        .described(
          "Filter",
          takes:
            "title! string, context! [string], filter_action string, expires_in integer, keywords_attributes [KeywordWish]"
        ),
      get(Self.base + "/:id", Self.read) { ClientReply(FilterEntity(try await filter($0)).json) }
        .described("Filter"),
      put(Self.base + "/:id", Self.write, update)
        .described(
          "Filter",
          takes:
            "title string, context [string], filter_action string, expires_in integer, keywords_attributes [KeywordWish]"
        ),
      delete(Self.base + "/:id", Self.write, remove).described("Empty"),
      get(Self.base + "/:id/keywords", Self.read) { call in
        ClientReply(.array(try await filter(call).keywords.map(FilterEntity.keyword)))
      }
      .described("[FilterKeyword]"),
      post(Self.base + "/:id/keywords", Self.write, addKeyword)
        .described("FilterKeyword", takes: "keyword! string, whole_word boolean"),
      get(Self.base + "/keywords/:id", Self.read) { call in
        ClientReply(FilterEntity.keyword(try await keyword(call)))
      }
      .described("FilterKeyword"),
      put(Self.base + "/keywords/:id", Self.write, updateKeyword)
        .described("FilterKeyword", takes: "keyword string, whole_word boolean"),
      delete(Self.base + "/keywords/:id", Self.write, removeKeyword).described("Empty"),
      get(Self.base + "/:id/statuses", Self.read) { call in
        ClientReply(.array(try await filter(call).statuses.map(FilterEntity.status)))
      }
      .described("[FilterStatus]"),
      post(Self.base + "/:id/statuses", Self.write, addStatus)
        .described("FilterStatus", takes: "status_id! string"),
      get(Self.base + "/statuses/:id", Self.read) { ClientReply(try await status($0)) }
        .described("FilterStatus"),
      delete(Self.base + "/statuses/:id", Self.write, removeStatus).described("Empty"),
    ]
  }

  // MARK: Filters

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let filters = try await client.database.read { try $0.filters.filters(of: member) }
    return ClientReply(.array(filters.map { FilterEntity($0).json }))
  }

  private func filter(_ call: ClientCall) async throws -> ContentFilter {
    let (member, id) = (try call.member, try call.number())
    guard let filter = try await client.database.read({ try $0.filters.find(id, of: member) })
    else { throw Refusal.absent }
    return filter
  }

  private func create(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var filter = ContentFilter(title: try call.parameters.require("title"), contexts: [])
    try filter.change(by: call.parameters, at: client.now)
    filter.keywords = call.parameters.list("keywords_attributes").compactMap { wish in
      wish.text("keyword").map {
        ContentFilter.Keyword(text: $0, isWholeWord: wish.bool("whole_word") ?? true)
      }
    }
    let wished = filter
    let made = try await client.database.write { try $0.filters.insert(wished, of: member) }
    changed(member)
    return ClientReply(FilterEntity(made).json)
  }

  /// Changes a filter and, by `keywords_attributes`, its keywords: each with `id` is changed or, with
  /// `_destroy`, removed; each without is new.
  private func update(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var filter = try await filter(call)
    if let title = call.parameters.filled("title") { filter.title = title }
    try filter.change(by: call.parameters, at: client.now)
    let (wished, keywords) = (filter, call.parameters.list("keywords_attributes"))
    let made = try await client.database.write { tx -> ContentFilter? in
      try tx.filters.update(wished, of: member)
      for wish in keywords { try Self.change(wish, of: wished, by: member, in: tx) }
      return try tx.filters.find(wished.id, of: member)
    }
    guard let made else { throw Refusal.absent }
    changed(member)
    return ClientReply(FilterEntity(made).json)
  }

  private static func change(
    _ wish: Parameters,
    of filter: ContentFilter,
    by member: ActorID,
    in tx: Transaction
  ) throws {
    let known = wish.text("id").flatMap(Int64.init).flatMap { id in
      filter.keywords.first { $0.id == id }
    }
    if wish.bool("_destroy") == true {
      if let known { try tx.filters.removeKeyword(known.id, of: member) }
      return
    }
    var keyword = known ?? ContentFilter.Keyword(text: "")
    if let text = wish.text("keyword") { keyword.text = text }
    if let isWhole = wish.bool("whole_word") { keyword.isWholeWord = isWhole }
    if known == nil {
      try tx.filters.add(keyword, to: filter.id, of: member)
    } else {
      try tx.filters.update(keyword, of: member)
    }
  }

  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    return try await remove(for: member) { try $0.filters.remove(id, of: member) }
  }

  private func remove(
    for member: ActorID,
    _ body: @escaping @Sendable (Transaction) throws -> Bool
  ) async throws -> ClientReply {
    guard try await client.database.write(body) else { throw Refusal.absent }
    changed(member)
    return .empty
  }

  private func changed(_ member: ActorID) {
    client.services.live.tell(.filtersChanged(member))
  }

  // MARK: Keywords

  private func addKeyword(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    var keyword = ContentFilter.Keyword(
      text: try call.parameters.require("keyword"),
      isWholeWord: call.parameters.bool("whole_word") ?? true
    )
    let wished = keyword
    keyword.id = try await client.database.write { try $0.filters.add(wished, to: id, of: member) }
    changed(member)
    return ClientReply(FilterEntity.keyword(keyword))
  }

  private func keyword(_ call: ClientCall) async throws -> ContentFilter.Keyword {
    let (member, id) = (try call.member, try call.number())
    let filter = try await client.database.read { try $0.filters.find(keyword: id, of: member) }
    guard let keyword = filter?.keywords.first(where: { $0.id == id }) else {
      throw Refusal.absent
    }
    return keyword
  }

  private func updateKeyword(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    let text = call.parameters.has("keyword") ? try call.parameters.require("keyword") : nil
    let isWholeWord = call.parameters.bool("whole_word")
    let keyword = try await client.database.write { tx -> ContentFilter.Keyword in
      let filter = try tx.filters.find(keyword: id, of: member)
      guard var keyword = filter?.keywords.first(where: { $0.id == id }) else {
        throw Refusal.absent
      }
      if let text { keyword.text = text }
      if let isWholeWord { keyword.isWholeWord = isWholeWord }
      guard try tx.filters.update(keyword, of: member) else { throw Refusal.absent }
      return keyword
    }
    changed(member)
    return ClientReply(FilterEntity.keyword(keyword))
  }

  private func removeKeyword(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    return try await remove(for: member) { try $0.filters.removeKeyword(id, of: member) }
  }

  // MARK: Posts

  private func addStatus(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    guard let number = call.number(in: try call.parameters.require("status_id")) else {
      throw Refusal.absent
    }
    let post = try await client.read(for: member) { try $0.readable(number).post.id }
    let made = try await client.database.write { try $0.filters.add(post, to: id, of: member) }
    changed(member)
    return ClientReply(FilterEntity.status(ContentFilter.Status(id: made, postID: post)))
  }

  private func status(_ call: ClientCall) async throws -> JSON {
    let (member, id) = (try call.member, try call.number())
    let filter = try await client.database.read { try $0.filters.find(status: id, of: member) }
    guard let status = filter?.statuses.first(where: { $0.id == id }) else { throw Refusal.absent }
    return FilterEntity.status(status)
  }

  private func removeStatus(_ call: ClientCall) async throws -> ClientReply {
    let (member, id) = (try call.member, try call.number())
    return try await remove(for: member) { try $0.filters.removeStatus(id, of: member) }
  }
}

extension ContentFilter {
  /// Takes over where it applies, what it does, and when it ends.
  mutating func change(by parameters: Parameters, at now: Date) throws(Refusal) {
    let words = parameters.texts("context")
    if !words.isEmpty {
      contexts = Set(words.compactMap(Context.init(rawValue:)))
      guard contexts.count == Set(words).count else {
        throw .malformed("Validation failed: Context is not included in the list")
      }
    }
    if let word = parameters.filled("filter_action") {
      guard let action = Action(rawValue: word) else {
        throw .malformed("Validation failed: filter_action is warn, hide or blur")
      }
      self.action = action
    }
    guard parameters.has("expires_in") else { return }
    endsAt = try parameters.seconds("expires_in").map(now.addingTimeInterval)
  }
}
