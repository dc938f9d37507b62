import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Filters v1, which some clients fall back to: each is one keyword of a filter.
struct OldFilterRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:filters"))
  private static let write = ClientRoute.Access.member(.named("write:filters"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/filters", Self.read, list)
        .described("[V1Filter]"),
      post("/api/v1/filters", Self.write, create)
        .described(
          "V1Filter",
          takes:
            "phrase! string, context! [string], whole_word boolean, irreversible boolean, expires_in integer, filter_action string"
        ),
      get("/api/v1/filters/:id", Self.read) { call in
        let (filter, keyword) = try await found(call)
        return ClientReply(FilterEntity(filter).old(keyword))
      }
      .described("V1Filter"),
      put("/api/v1/filters/:id", Self.write, update)
        .described(
          "V1Filter",
          takes:
            "phrase string, context [string], whole_word boolean, irreversible boolean, expires_in integer, filter_action string"
        ),
      delete("/api/v1/filters/:id", Self.write, remove).described("Empty"),
    ]
  }

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let filters = try await client.database.read { try $0.filters.filters(of: member) }
    return ClientReply(
      .array(filters.flatMap { filter in filter.keywords.map { FilterEntity(filter).old($0) } })
    )
  }

  private func found(
    _ call: ClientCall
  ) async throws -> (ContentFilter, ContentFilter.Keyword) {
    let (member, id) = (try call.member, try call.number())
    let filter = try await client.database.read { try $0.filters.find(keyword: id, of: member) }
    guard let filter, let keyword = filter.keywords.first(where: { $0.id == id }) else {
      throw Refusal.absent
    }
    return (filter, keyword)
  }

  private func create(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let phrase = try call.parameters.require("phrase")
    var filter = ContentFilter(
      title: String(phrase.prefix(ContentFilter.longestTitle)),
      contexts: []
    )
    filter.keywords = [
      ContentFilter.Keyword(
        text: phrase,
        isWholeWord: call.parameters.bool("whole_word") ?? true
      )
    ]
    try change(&filter, by: call)
    let wished = filter
    let made = try await client.database.write { try $0.filters.insert(wished, of: member) }
    return try reply(made, made.keywords.first, to: member)
  }

  private func update(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    var (filter, keyword) = try await found(call)
    if let phrase = call.parameters.filled("phrase") { keyword.text = phrase }
    if let isWhole = call.parameters.bool("whole_word") { keyword.isWholeWord = isWhole }
    try change(&filter, by: call)
    let (wished, word) = (filter, keyword)
    let kept = try await client.database.write { tx -> ContentFilter? in
      try tx.filters.update(wished, of: member)
      try tx.filters.update(word, of: member)
      return try tx.filters.find(keyword: word.id, of: member)
    }
    guard let kept else { throw Refusal.absent }
    return try reply(kept, kept.keywords.first { $0.id == word.id }, to: member)
  }

  private func change(_ filter: inout ContentFilter, by call: ClientCall) throws(Refusal) {
    try filter.change(by: call.parameters, at: client.now)
    if let isHidden = call.parameters.bool("irreversible") {
      filter.action = isHidden ? .hide : .warn
    }
  }

  private func reply(
    _ filter: ContentFilter,
    _ keyword: ContentFilter.Keyword?,
    to member: ActorID
  ) throws -> ClientReply {
    guard let keyword else { throw Refusal.absent }
    client.services.live.tell(.filtersChanged(member))
    return ClientReply(FilterEntity(filter).old(keyword))
  }

  /// A filter that looks for nothing else goes with its last keyword.
  private func remove(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let (filter, keyword) = try await found(call)
    _ = try await client.database.write { tx in
      if filter.keywords.count == 1, filter.statuses.isEmpty {
        try tx.filters.remove(filter.id, of: member)
      } else {
        try tx.filters.removeKeyword(keyword.id, of: member)
      }
    }
    client.services.live.tell(.filtersChanged(member))
    return .empty
  }
}
