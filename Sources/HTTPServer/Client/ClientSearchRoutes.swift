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
      get("/api/v2/search", .reading(.named("read:search")), search)
        .described(
          "Search",
          takes:
            """
            q! string, type string, resolve boolean, following boolean, account_id string, \
            limit integer, offset integer, max_id string, since_id string, min_id string
            """
        ),
      post("/api/v1/reports", .member(.named("write:reports")), report)
        .described(
          "Report",
          takes:
            """
            account_id! string, status_ids [string], testimonial_ids [string], comment string, \
            category string, forward boolean, rule_ids [string]
            """
        ),
    ]
  }

  /// Whose posts are looked for; another text names nobody, who has written nothing.
  private static func author(_ call: ClientCall) -> ActorID? {
    call.parameters.filled("account_id").map { ActorID(rawValue: call.number(in: $0) ?? 0) }
  }

  private static let kinds = ["accounts", "statuses", "hashtags"]

  /// - Throws: `Refusal.unreadable` for a kind of thing that is not looked for.
  private static func kind(_ parameters: Parameters) throws(Refusal) -> String? {
    guard let kind = parameters.filled("type") else { return nil }
    guard kinds.contains(kind) else {
      throw .unreadable(
        "Invalid value for 'type': allowed values are \(kinds.joined(separator: ", "))"
      )
    }
    return kind
  }

  /// Visitors neither have addresses looked up nor page, as in Mastodon.
  private static func requireMember(_ call: ClientCall) throws(Refusal) {
    guard call.viewer == nil else { return }
    guard call.parameters.bool("resolve") != true else {
      throw .unauthenticated(
        "Search queries that resolve remote resources are not supported without authentication"
      )
    }
    guard call.parameters.number("offset") ?? 0 == 0 else {
      throw .unauthenticated(
        "Search queries pagination is not supported without authentication"
      )
    }
  }

  private func search(_ call: ClientCall) async throws -> ClientReply {
    try Self.requireMember(call)
    let viewer = call.viewer
    let text = try call.parameters.demand("q").trimmingCharacters(in: .whitespaces)
    let kind = try Self.kind(call.parameters)
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 40)
    let resolves = call.parameters.bool("resolve") == true
    let isOnlyFollowed = call.parameters.bool("following") == true
    let author = Self.author(call)
    let asked = call.page()
    let offset = min(max(call.parameters.number("offset") ?? 0, 0), Self.farthest)
    let reach = limit + offset
    let named = await post(named: text, for: viewer, resolves: resolves)
    let actors =
      kind == nil || kind == "accounts"
      ? try await client.findActors(
        text,
        for: viewer,
        resolves: resolves,
        onlyFollowed: isOnlyFollowed,
        limit: reach
      ) : []
    let wantsPosts = kind == nil || kind == "statuses"
    let wantsTags = kind == nil || kind == "hashtags"
    let reply = try await client.read(for: viewer) { maker -> JSON in
      var posts = named.map { [$0] } ?? []
      if let author { posts.removeAll { $0.author.id != author } }
      if posts.isEmpty, wantsPosts, let query = try? SearchStore.Query(text) {
        var page = asked
        page.limit = reach
        posts = try maker.tx.search.posts(query, for: maker.reader, by: author, page)
      }
      let tags = wantsTags ? Self.tags(text, maker, reach) : []
      return [
        "accounts": .array(try maker.accounts(Array(actors.dropFirst(offset)))),
        "statuses": .array(
          wantsPosts ? try maker.statuses(Array(posts.dropFirst(offset))) : []
        ),
        "hashtags": .array(try tags.dropFirst(offset).map { try maker.tag($0.name) }),
      ]
    }
    return ClientReply(reply)
  }

  /// The post that an address names.
  ///
  /// Without leave to ask around, a URL finds what is known here.
  private func post(
    named text: String,
    for viewer: ActorID?,
    resolves: Bool
  ) async -> ReadablePost? {
    guard let member = viewer, Lookup.isAddress(text) else { return nil }
    let lookup = Lookup(services: client.services)
    let found: Lookup.Found?
    if resolves || !text.contains("://") {
      found = try? await lookup.find(text, for: member)
    } else {
      found = try? await lookup.known(text, for: member)
    }
    return if case .post(let post)? = found { post } else { nil }
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

  /// The endorsements and recommendations that a report names, as far as the member can read them and
  /// their author is who is reported.
  private func words(
    of target: ActorProfile,
    for member: ActorID,
    _ parameters: Parameters
  ) async throws -> [String] {
    let reading = TestimonialReading(services: client.services)
    var words: [String] = []
    for id in parameters.texts("testimonial_ids").compactMap(Int64.init).prefix(Self.mostWords) {
      guard let said = try? await reading.one(id, for: .member(member)),
        said.author.id == target.id
      else { continue }
      words.append(said.testimonial.uri)
    }
    return words
  }

  /// How many endorsements and recommendations one report names.
  private static let mostWords = 20

  /// Tells those who moderate of an account, and of posts and words by it.
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
    let (category, rules) = try await breach(parameters)
    let isForwardingWished = parameters.bool("forward") == true
    let (target, shown) = try await client.read(for: member) { maker in
      let target = try maker.shownActor(id)
      let shown = try posts.compactMap { post -> Post? in
        let found = try maker.tx.posts.readable(post, by: maker.reader)?.post
        return found?.authorID == id ? found : nil
      }
      return (target, shown)
    }
    let words = try await words(of: target, for: member, parameters)
    try client.reportLimit.take(.row(member.rawValue), at: client.now)
    let desk = ReportDesk(services: client.services)
    let report = try await desk.report(
      [target.uri] + shown.map(\.uri) + words,
      comment,
      as: member,
      category: category,
      isForwardingWished: isForwardingWished,
      rules: rules
    )
    let now = client.now
    return ClientReply(
      try await client.read(for: member) { maker in
        [
          "id": EntityMaker.id(report), "action_taken": false, "action_taken_at": nil,
          "category": .string(category.rawValue),
          "comment": .string(comment), "forwarded": .bool(isForwardingWished),
          "created_at": EntityMaker.time(now),
          "status_ids": .array(shown.map { EntityMaker.id($0.id.rawValue) }),
          "rule_ids": .array(rules.map(EntityMaker.id)),
          "target_account": try maker.account(target),
        ]
      }
    )
  }

  /// What kind of thing is wrong, and which rules it breaks; as in Mastodon these count for nothing else.
  private func breach(
    _ parameters: Parameters
  ) async throws -> (category: Report.Category, rules: [Int64]) {
    let named = parameters.texts("rule_ids").filter { !$0.isEmpty }
    let word = parameters.filled("category") ?? (named.isEmpty ? "other" : "violation")
    guard let category = Report.Category(rawValue: word) else {
      throw Refusal.malformed("Validation failed: category is spam, legal, violation or other")
    }
    return (category, category == .violation ? try await rules(named) : [])
  }

  /// The numbers of rules of this node that are in force.
  ///
  /// - Throws: `Refusal.malformed` for another number.
  private func rules(_ ids: [String]) async throws -> [Int64] {
    let known = Set(try await client.database.read { try $0.rules.all().map(\.id) })
    return try ids.map { text in
      guard let id = Int64(text), known.contains(id) else {
        throw Refusal.malformed("Validation failed: Rules does not reference valid rules")
      }
      return id
    }
  }
}
