import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// What is put to a vote.
struct ConsultationRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:statuses"))
  private static let write = ClientRoute.Access.member(.named("write:statuses"))

  var routes: [ClientRoute] {
    let path = "/api/maillage/v1/consultations"
    return [
      get(path, Self.read, list)
        .described("[Consultation]", takes: "open boolean, max_id string, limit integer"),
      post(path, Self.write, open).described("Consultation", takes: Self.takes),
      get("\(path)/:id", Self.read, show).described("Consultation"),
      post("\(path)/:id/vote", Self.write, vote)
        .described("Consultation", takes: "choice string, abstain boolean"),
      get("\(path)/:id/votes", Self.read, votes).described("[ConsultationVote]"),
      post("\(path)/:id/outcome", Self.write, followUp)
        .described("Consultation", takes: "text! string"),
    ]
  }

  private static let takes: StaticString = """
    title! string, text string, options! [string], default! string, quorum integer, \
    open_for! integer, audience string, territory string, language string
    """

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let before = call.parameters.text("max_id").flatMap(call.number(in:)).map(
      PostID.init(rawValue:)
    )
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 80)
    let onlyOpen = call.parameters.bool("open") == true
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        let found = try maker.tx.consultations.list(
          by: maker.reader,
          onlyOpen: onlyOpen,
          before: before,
          limit: limit,
          at: maker.setting.now
        )
        try maker.prepare(found)
        return .array(try found.compactMap(maker.consultation))
      }
    )
  }

  private func open(_ call: ClientCall) async throws -> ClientReply {
    let parameters = call.parameters
    let options = parameters.texts("options")
    let fallback = try parameters.require("default")
    guard let place = options.firstIndex(of: fallback) else {
      throw Refusal.malformed("default is one of the options.")
    }
    guard let seconds = try parameters.seconds("open_for") else {
      throw Refusal.malformed("open_for is a number of seconds.")
    }
    let title = try parameters.require("title")
    var draft = PostDraft(
      source: parameters.filled("text") ?? title,
      audience: try Self.audience(parameters),
      territory: parameters.filled("territory").flatMap(Digest.init(text:)),
      language: parameters.filled("language")
    )
    draft.consultation = Consultation(
      title,
      options: options,
      fallback: place,
      quorum: parameters.number("quorum") ?? 0,
      closesAt: client.now.addingTimeInterval(seconds)
    )
    let post = try await client.services.outbox.publish(draft, as: try call.member)
    return try await reply(call, post.id)
  }

  /// The node or a territory; nothing: as the member posts by default.
  static func audience(_ parameters: Parameters) throws(Refusal) -> Audience? {
    guard let word = parameters.filled("audience") else { return nil }
    guard let audience = Audience(rawValue: word), audience == .node || audience == .territory
    else {
      throw .malformed("audience is node or territory.")
    }
    return audience
  }

  private func find(_ call: ClientCall) async throws -> Post {
    let id = PostID(rawValue: try call.number())
    let reader = call.reader
    let found = try await client.database.read { try $0.posts.readable(id, by: reader) }
    guard let post = found?.post, post.body.consultation != nil else { throw Refusal.absent }
    return post
  }

  private func reply(_ call: ClientCall, _ id: PostID) async throws -> ClientReply {
    ClientReply(
      try await client.read(for: call.viewer) { maker in
        guard let found = try maker.tx.posts.readable(id, by: maker.reader),
          let json = try maker.consultation(found)
        else { throw Refusal.absent }
        return json
      }
    )
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    try await reply(call, try await find(call).id)
  }

  private func vote(_ call: ClientCall) async throws -> ClientReply {
    let post = try await find(call)
    let choice = call.parameters.filled("choice")
    guard (choice == nil) == (call.parameters.bool("abstain") == true) else {
      throw Refusal.malformed("Name a choice, or abstain.")
    }
    try await client.services.outbox.cast(choice, in: post.uri, as: try call.member)
    return try await reply(call, post.id)
  }

  /// The votes that decided, as they were signed: nobody sees them before the end.
  private func votes(_ call: ClientCall) async throws -> ClientReply {
    let post = try await find(call)
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        guard try maker.tx.consultations.standing(post.id)?.endedAt != nil else {
          throw Refusal.conflict("The vote goes on: until its end nobody sees who chose what.")
        }
        let votes = try maker.tx.consultations.votes(
          in: post.id,
          ofNodes: post.audience == .territory
        )
        return .array(try votes.map { try maker.vote($0, in: post) })
      }
    )
  }

  private func followUp(_ call: ClientCall) async throws -> ClientReply {
    let post = try await find(call)
    let text = try call.parameters.require("text")
    _ = try await client.services.outbox.followUp(text, of: post.uri, as: try call.member)
    return try await reply(call, post.id)
  }
}

extension EntityMaker {
  /// Nothing for a post that puts nothing to a vote.
  func consultation(_ found: ReadablePost) throws -> JSON? {
    guard let reading = try ConsultationReading(found, for: viewer, in: tx, at: setting.now)
    else { return nil }
    let consultation = reading.consultation
    let outcome = reading.outcome
    return [
      "id": EntityMaker.id(found.post.id.rawValue), "uri": .string(found.post.uri),
      "title": .string(consultation.title), "status": try status(found),
      "scope": .string(found.post.audience.rawValue),
      "options": .array(consultation.options.map(JSON.string)),
      "default": .string(consultation.options[consultation.fallback]),
      "quorum": .integer(consultation.quorum),
      "closes_at": EntityMaker.time(consultation.closesAt),
      "ballots_close_at": EntityMaker.time(reading.ballotsCloseAt),
      "state": .string(reading.state.rawValue), "ballots": .integer(reading.ballots),
      "node_votes": .integer(reading.nodeVotes), "voted": .bool(reading.own != nil),
      "own_choice": reading.own?.choice.map { .string(consultation.options[$0]) } ?? .null,
      "counts_here": reading.here.map { .array($0.map(JSON.integer)) } ?? .null,
      "outcome": outcome.map { outcome in
        [
          "choice": .string(consultation.options[outcome.choice]),
          "reason": .string(outcome.reason.rawValue),
          "counts": .array(outcome.counts.map(JSON.integer)),
          "abstentions": .integer(outcome.abstentions), "voters": .integer(outcome.voters),
          "electorate": .integer(outcome.electorate),
          "missing": .integer(reading.standing.missing),
          "ended_at": EntityMaker.time(reading.standing.endedAt),
        ]
      } ?? .null,
      "follow_up": consultation.followUp.isEmpty ? .null : .string(consultation.followUp),
    ]
  }

  fileprivate func vote(_ vote: ConsultationVote, in post: Post) throws -> JSON {
    let choice = vote.choice.flatMap { place in
      post.body.consultation.map { $0.options[place] }
    }
    return [
      "voter": try account(vote.voter) ?? .null,
      "choice": choice.map(JSON.string) ?? .null,
      "counts": .array(vote.counts.map(JSON.integer)), "counted": .bool(vote.isCounted),
      "document": .string(vote.document),
    ]
  }
}
