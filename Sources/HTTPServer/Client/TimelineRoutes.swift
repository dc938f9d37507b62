import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// The timelines of the rings: one's own, this node's, the territory's, everyone's.
struct TimelineRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.reading(.named("read:statuses"))

  var routes: [ClientRoute] {
    [
      get("/api/v1/timelines/home", .member(.named("read:statuses")), home).paged("Status")
        .repeatable(),
      get("/api/v1/timelines/public", Self.read, everyone)
        .paged("Status", takes: "local boolean, remote boolean, only_media boolean"),
      get("/api/v1/timelines/tag/:tag", Self.read, tagged)
        .paged(
          "Status",
          takes:
            "local boolean, remote boolean, only_media boolean, any [string], all [string], none [string]"
        ),
      get("/api/v1/timelines/link", Self.read) { _ in ClientReply([]) }.described("[Status]"),
      get("/api/v1/timelines/direct", .member(.named("read:statuses")), direct).paged("Status"),
      get("/api/maillage/v1/timelines/territory", .member(.named("read:statuses")), territory)
        .paged("Status", takes: "territory string"),
    ]
  }

  private func home(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let page = call.page
    let (found, basis) = try await client.read(for: member) { maker in
      let entries = try maker.tx.timelines.home(of: member, page)
      let list = try maker.numberedStatuses(entries)
      maker.uses(.reader(member))
      var basis = maker.basis
      basis.stretch = AnswerBasis.HomeStretch(of: member, page, found: entries.map(\.id))
      return (list, basis)
    }
    var reply = ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
    reply.basis = basis
    return reply
  }

  private func everyone(_ call: ClientCall) async throws -> ClientReply {
    let (reader, page) = (call.reader, call.page)
    let choice = call.choice
    return try await posts(call) { tx in
      choice.origin == .here
        ? try tx.posts.local(by: reader, page, choice)
        : try tx.posts.listed(in: .public, by: reader, page, choice)
    }
  }

  private func tagged(_ call: ClientCall) async throws -> ClientReply {
    guard let tag = HashtagName(try call.text("tag")) else { throw Refusal.absent }
    func tags(_ name: String) -> [HashtagName] {
      call.parameters.texts(name).compactMap(HashtagName.init)
    }
    let choice = PostStore.TagChoice(
      any: [tag] + tags("any"),
      all: tags("all"),
      none: tags("none"),
      posts: call.choice
    )
    let (reader, page) = (call.reader, call.page)
    return try await posts(call) { try $0.posts.tagged(choice, by: reader, page) }
  }

  private func direct(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let page = call.page
    return try await posts(call) { tx in
      try tx.posts.addressing(member, by: .member(member), page)
        .filter { $0.post.audience == .direct }
    }
  }

  /// The territory that is named, or the only one.
  private func territory(_ call: ClientCall) async throws -> ClientReply {
    let known = client.services.known.territories.filter { $0.own != nil }
    let name = call.parameters.filled("territory")
    let found = known.first { $0.localName == name || $0.id.text == name }
    guard let territory = name == nil && known.count == 1 ? known.first : found else {
      throw name == nil && known.count > 1
        ? Refusal.malformed("This node belongs to several territories: name one.") : Refusal.absent
    }
    let (reader, page) = (call.reader, call.page)
    return try await posts(call) { try $0.posts.territory(territory.id.text, by: reader, page) }
  }

  private func posts(
    _ call: ClientCall,
    _ body: @escaping @Sendable (Transaction) throws -> [ReadablePost]
  ) async throws -> ClientReply {
    try await list(call) { maker in try maker.numberedStatuses(body(maker.tx)) }
  }

  private func list(
    _ call: ClientCall,
    _ body: @escaping @Sendable (EntityMaker) throws -> [(Int64, JSON)]
  ) async throws -> ClientReply {
    let found = try await client.read(for: call.viewer, body)
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }
}

extension ClientCall {
  var page: Page { page() }

  /// Which posts of a public timeline are asked for.
  var choice: PostChoice {
    let origin: PostChoice.Origin =
      if parameters.bool("local") == true { .here } else if parameters.bool("remote") == true {
        .elsewhere
      } else { .anywhere }
    return PostChoice(onlyMedia: parameters.bool("only_media") == true, origin: origin)
  }
}
