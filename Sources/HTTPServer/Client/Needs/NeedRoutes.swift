import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What members need and offer, and what answers to it.
struct NeedRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  static let read = ClientRoute.Access.member(.named("read:needs"))
  static let write = ClientRoute.Access.member(.named("write:needs"))
  private static let start = "/api/maillage/v1"

  var routes: [ClientRoute] {
    paths("needs", .request) + paths("offers", .offer)
  }

  private func paths(_ noun: String, _ purpose: Need.Purpose) -> [ClientRoute] {
    let path = "\(Self.start)/\(noun)"
    return [
      get(path, .reading(.named("read:needs"))) { try await list($0, purpose) }
        .described("[Need]", takes: Self.listTakes),
      post(path, Self.write) { try await create($0, purpose) }
        .described("Need", takes: Self.takes),
      get("\(path)/:id", .reading(.named("read:needs")), show).described(
        "Need",
        takes: "language string"
      ),
      get("\(path)/:id/matches", Self.read, matches)
        .described("NeedMatches", takes: "language string, limit integer"),
      post("\(path)/:id/close", Self.write, close)
        .described("Need", takes: "state string, language string"),
    ]
  }

  private static let listTakes: StaticString = """
    account_id string, local boolean, closed boolean, max_id string, limit integer, language string
    """
  static let takes: StaticString = """
    title! string, text string, skills [string], action string, amount string, unit string, \
    resource string, unit_based boolean, in_return ReturnWish, near string, within number, from string, \
    until string, open_for integer, audience string, territory string, language string
    """

  // MARK: Shared with calls

  static func language(_ call: ClientCall) -> String {
    call.parameters.filled("language") == "en" ? "en" : "fr"
  }

  /// Makes an answer with what skills are called in the language of the request.
  static func reply(
    _ client: ClientServices,
    _ call: ClientCall,
    _ body: @escaping @Sendable (NeedEntity) throws -> JSON
  ) async throws -> ClientReply {
    let words = TalentEntity(
      catalog: try await SkillWords(services: client.services).catalog(),
      language: language(call)
    )
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        try body(NeedEntity(words: words, maker: maker))
      }
    )
  }

  /// A need or an offer by the number of its post, as whoever asks may read it.
  static func find(_ client: ClientServices, _ call: ClientCall) async throws -> ReadablePost {
    let id = PostID(rawValue: try call.number())
    let reader = call.reader
    let found = try await client.database.read { try $0.posts.readable(id, by: reader) }
    guard let found, found.post.body.need != nil else { throw Refusal.absent }
    return found
  }

  /// Answers with one need or offer.
  static func reply(
    _ client: ClientServices,
    _ call: ClientCall,
    with post: PostID
  ) async throws -> ClientReply {
    try await reply(client, call) { entity in
      guard let found = try entity.maker.tx.posts.readable(post, by: entity.maker.reader),
        let need = try entity.need(found)
      else { throw Refusal.absent }
      return need
    }
  }

  // MARK: Needs and offers

  private func list(_ call: ClientCall, _ purpose: Need.Purpose) async throws -> ClientReply {
    var choice = NeedStore.Choice(purpose, onlyOpen: call.parameters.bool("closed") != true)
    if let account = call.parameters.text("account_id") {
      guard let number = call.number(in: account) else { throw Refusal.absent }
      choice.author = ActorID(rawValue: number)
    }
    choice.onlyHere = call.parameters.bool("local") == true
    let before = call.parameters.text("max_id").flatMap(call.number(in:)).map(
      PostID.init(rawValue:)
    )
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 80)
    return try await Self.reply(client, call) { [choice] entity in
      let maker = entity.maker
      let ids = try maker.tx.needs.list(
        choice,
        by: maker.reader,
        before: before,
        limit: limit,
        at: maker.setting.now
      )
      let found = try maker.tx.posts.readable(ids, by: maker.reader)
      let shown = ids.compactMap { found[$0] }
      try maker.prepare(shown)
      return .array(try shown.compactMap(entity.need))
    }
  }

  private func create(_ call: ClientCall, _ purpose: Need.Purpose) async throws -> ClientReply {
    let need = try await NeedWish(call.parameters).need(
      purpose,
      SkillWords(services: client.services),
      Self.language(call),
      at: client.now
    )
    let draft = try NeedWish.draft(call.parameters, need)
    let post = try await client.services.outbox.publish(draft, as: try call.member)
    return try await Self.reply(client, call, with: post.id)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    try await Self.reply(client, call, with: try await Self.find(client, call).post.id)
  }

  private func matches(_ call: ClientCall) async throws -> ClientReply {
    guard let need = try await Self.find(client, call).post.body.need else { throw Refusal.absent }
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 100)
    let found = try await NeedMatcher(services: client.services)
      .matches(of: need, for: try call.member, limit: limit)
    return try await Self.reply(client, call) { try $0.matches(found) }
  }

  private func close(_ call: ClientCall) async throws -> ClientReply {
    guard let status = Need.Status(rawValue: call.parameters.filled("state") ?? "answered") else {
      throw Refusal.malformed("state is one of \(Need.Status.allCases.map(\.rawValue)).")
    }
    let id = try await Self.find(client, call).post.id
    let post = try await client.services.outbox.settle(id, as: status, by: try call.member)
    return try await Self.reply(client, call, with: post.id)
  }
}
