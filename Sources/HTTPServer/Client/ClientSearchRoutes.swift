import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Search for people, posts and hashtags; addresses and URLs are asked for where they are.
struct ClientSearchRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/v2/search", .member(.named("read:search")), search)
        .described(
          "Search",
          takes:
            """
            q string, type string, resolve boolean, following boolean, account_id string, \
            limit integer, offset integer, max_id string, since_id string, min_id string
            """
        ),
      post("/api/v1/reports", .member(.named("write:reports")), report)
        .described(
          "Report",
          takes:
            "account_id! string, status_ids [string], comment string, category string, forward boolean"
        ),
    ]
  }

  /// Whose posts are looked for; another text names nobody, who has written nothing.
  private static func author(_ call: ClientCall) -> ActorID? {
    call.parameters.filled("account_id").map { ActorID(rawValue: call.number(in: $0) ?? 0) }
  }

  private func search(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let text = (call.parameters.text("q") ?? "").trimmingCharacters(in: .whitespaces)
    let kind = call.parameters.filled("type")
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 40)
    let resolves = call.parameters.bool("resolve") == true
    let isOnlyFollowed = call.parameters.bool("following") == true
    let author = Self.author(call)
    let asked = call.page()
    let offset = min(max(call.parameters.number("offset") ?? 0, 0), Self.farthest)
    let reach = limit + offset
    var named: ReadablePost?
    if Lookup.isAddress(text), resolves || !text.contains("://"),
      case .post(let post)? = try? await Lookup(services: client.services).find(text, for: member)
    {
      named = post
    }
    let actors =
      kind == nil || kind == "accounts"
      ? try await client.findActors(
        text,
        for: member,
        resolves: resolves,
        onlyFollowed: isOnlyFollowed,
        limit: reach
      ) : []
    let wantsPosts = kind == nil || kind == "statuses"
    let wantsTags = kind == nil || kind == "hashtags"
    let first = named
    let reply = try await client.read(for: member) { maker -> JSON in
      var posts = first.map { [$0] } ?? []
      if let author { posts.removeAll { $0.author.id != author } }
      if posts.isEmpty, wantsPosts, let query = try? SearchStore.Query(text) {
        var page = asked
        page.limit = reach
        posts = try maker.tx.search.posts(query, for: maker.reader, by: author, page)
      }
      let tags = wantsTags ? Self.tags(text, maker, reach) : []
      return [
        "accounts": .array(try actors.dropFirst(offset).map(maker.account)),
        "statuses": .array(
          wantsPosts ? try posts.dropFirst(offset).map { try maker.status($0) } : []
        ),
        "hashtags": .array(try tags.dropFirst(offset).map { try maker.tag($0.name) }),
      ]
    }
    return ClientReply(reply)
  }

  /// How far one pages: who has not found it by then narrows the question.
  private static let farthest = 160

  private static func tags(
    _ text: String,
    _ maker: EntityMaker,
    _ limit: Int
  ) -> [SearchStore.Tag] {
    let name = String(text.drop { $0 == "#" })
    return (try? maker.tx.search.tags(name, for: maker.reader, limit: limit)) ?? []
  }

  // MARK: Reports

  /// Tells those who moderate of an account, and of posts by it.
  private func report(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let parameters = call.parameters
    guard let number = Int64(try parameters.require("account_id")) else { throw Refusal.absent }
    let id = ActorID(rawValue: number)
    let posts = parameters.texts("status_ids").compactMap(Int64.init).map(PostID.init)
    let comment = parameters.text("comment") ?? ""
    guard comment.fits(1_000) else {
      throw Refusal.malformed("Validation failed: comment has at most 1000 characters")
    }
    guard let category = Report.Category(rawValue: parameters.filled("category") ?? "other") else {
      throw Refusal.malformed("Validation failed: category is spam, legal, violation or other")
    }
    let isForwardingWished = parameters.bool("forward") == true
    let (target, shown) = try await client.read(for: member) { maker in
      let target = try maker.shownActor(id)
      let shown = try posts.compactMap { post -> Post? in
        let found = try maker.tx.posts.readable(post, by: maker.reader)?.post
        return found?.authorID == id ? found : nil
      }
      return (target, shown)
    }
    try client.reportLimit.require(.row(member.rawValue), at: client.now)
    let desk = ReportDesk(services: client.services)
    let report = try await desk.report(
      [target.uri] + shown.map(\.uri),
      comment,
      as: member,
      category: category,
      isForwardingWished: isForwardingWished
    )
    let now = client.now
    return ClientReply(
      try await client.read(for: member) { maker in
        [
          "id": EntityMaker.id(report), "action_taken": false, "action_taken_at": nil,
          "category": .string(category.rawValue),
          "comment": .string(comment), "forwarded": .bool(isForwardingWished),
          "created_at": EntityMaker.time(now),
          "status_ids": .array(shown.map { EntityMaker.id($0.id.rawValue) }), "rule_ids": [],
          "target_account": try maker.account(target),
        ]
      }
    )
  }
}
