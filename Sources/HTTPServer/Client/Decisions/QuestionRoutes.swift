import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// Questions of which is kept track whether they were answered.
struct QuestionRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:statuses"))
  private static let write = ClientRoute.Access.member(.named("write:statuses"))

  /// How many questions figures are made of.
  private static let most = 2_000

  var routes: [ClientRoute] {
    let path = "/api/maillage/v1/questions"
    return [
      get(path, Self.read, list).described(
        "[Question]",
        takes: "state string, scope string, max_id string, limit integer"
      ),
      post(path, Self.write, ask)
        .described(
          "Question",
          takes: "text! string, audience string, territory string, language string"
        ),
      get("\(path)/figures", Self.read, figures)
        .described("QuestionFigures", takes: "scope string, days integer"),
      get("\(path)/:id", Self.read, show).described("Question"),
      post("\(path)/:id/answer", Self.write, settle)
        .described("Question", takes: "answer_id string"),
    ]
  }

  private static func scope(_ call: ClientCall) throws(Refusal) -> Audience? {
    guard let word = call.parameters.filled("scope") else { return nil }
    guard let audience = Audience(rawValue: word), audience == .node || audience == .territory
    else {
      throw .malformed("scope is node or territory.")
    }
    return audience
  }

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let word = call.parameters.filled("state") ?? QuestionStore.Choice.all.rawValue
    guard let choice = QuestionStore.Choice(rawValue: word) else {
      throw Refusal.malformed("state is unanswered, answered or all.")
    }
    let before = call.parameters.text("max_id").flatMap(call.number(in:)).map(
      PostID.init(rawValue:)
    )
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 80)
    let audience = try Self.scope(call)
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        let entries = try maker.tx.questions.list(
          choice,
          by: maker.reader,
          in: audience,
          before: before,
          limit: limit
        )
        try maker.prepare(entries.map(\.found))
        return .array(try entries.map(maker.question))
      }
    )
  }

  private func ask(_ call: ClientCall) async throws -> ClientReply {
    var draft = PostDraft(
      source: try call.parameters.require("text"),
      audience: try ConsultationRoutes.audience(call.parameters),
      territory: call.parameters.filled("territory").flatMap(Digest.init(text:)),
      language: call.parameters.filled("language")
    )
    draft.question = AskedQuestion()
    let post = try await client.services.outbox.publish(draft, as: try call.member)
    return try await reply(call, post.id)
  }

  private func figures(_ call: ClientCall) async throws -> ClientReply {
    let audience = try Self.scope(call)
    let days = min(max(call.parameters.number("days") ?? 90, 1), 3_660)
    let since = client.now.addingTimeInterval(-86_400 * Double(days))
    return ClientReply(
      try await client.read(for: call.viewer) { maker in
        let entries = try maker.tx.questions.list(
          .all,
          by: maker.reader,
          in: audience,
          since: since,
          limit: Self.most
        )
        let figures = QuestionFigures(of: entries)
        return [
          "days": .integer(days), "asked": .integer(figures.asked),
          "answered": .integer(figures.answered), "settled": .integer(figures.settled),
          "median_seconds": figures.medianSeconds.map { .integer(Int($0)) } ?? .null,
        ]
      }
    )
  }

  private func find(_ call: ClientCall) async throws -> Post {
    let id = PostID(rawValue: try call.number())
    let reader = call.reader
    let found = try await client.database.read { try $0.posts.readable(id, by: reader) }
    guard let post = found?.post, post.body.question != nil else { throw Refusal.absent }
    return post
  }

  private func reply(_ call: ClientCall, _ id: PostID) async throws -> ClientReply {
    ClientReply(
      try await client.read(for: call.viewer) { maker in
        guard let found = try maker.tx.posts.readable(id, by: maker.reader) else {
          throw Refusal.absent
        }
        return try maker.question(try maker.tx.questions.entry(found))
      }
    )
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    try await reply(call, try await find(call).id)
  }

  private func settle(_ call: ClientCall) async throws -> ClientReply {
    let post = try await find(call)
    var answer: String?
    if let text = call.parameters.filled("answer_id") {
      guard let number = call.number(in: text) else { throw Refusal.absent }
      let reader = call.reader
      answer = try await client.database.read {
        try $0.posts.readable(PostID(rawValue: number), by: reader)?.post.uri
      }
      guard answer != nil else { throw Refusal.absent }
    }
    _ = try await client.services.outbox.settle(
      question: post.uri,
      by: answer,
      as: try call.member
    )
    return try await reply(call, post.id)
  }
}

extension EntityMaker {
  fileprivate func question(_ entry: QuestionStore.Entry) throws -> JSON {
    let post = entry.found.post
    let answer = try post.body.question?.answer.flatMap { uri in
      try tx.posts.readable(uri: uri, by: reader)
    }
    return [
      "id": EntityMaker.id(post.id.rawValue), "uri": .string(post.uri),
      "scope": .string(post.audience.rawValue), "status": try status(entry.found),
      "answers": .integer(entry.answers),
      "first_answer_at": EntityMaker.time(entry.firstAnswerAt),
      "answer": try answer.map { try status($0) } ?? .null,
    ]
  }
}
