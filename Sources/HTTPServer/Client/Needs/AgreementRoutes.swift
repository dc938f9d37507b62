import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What a member agrees on with others about needs and offers.
struct AgreementRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let path = "/api/maillage/v1/agreements"

  var routes: [ClientRoute] {
    [
      get(Self.path, NeedRoutes.read, list)
        .described("[Agreement]", takes: "language string, max_id string, limit integer"),
      post(Self.path, NeedRoutes.write, propose)
        .described("Agreement", takes: Self.answerTakes),
      get("\(Self.path)/:id", NeedRoutes.read, show).described(
        "Agreement",
        takes: "language string"
      ),
      post("\(Self.path)/:id/accept", NeedRoutes.write) { try await act($0) { _ in .accept } }
        .described("Agreement", takes: "language string"),
      post("\(Self.path)/:id/reject", NeedRoutes.write) { call in
        try await act(call) { .reject(reason: $0.text("reason") ?? "") }
      }
      .described("Agreement", takes: "language string, reason string"),
      post("\(Self.path)/:id/withdraw", NeedRoutes.write) { try await act($0) { _ in .withdraw } }
        .described("Agreement", takes: "language string"),
      post("\(Self.path)/:id/done", NeedRoutes.write) { call in
        try await act(call) { parameters in
          .state(
            try Self.side(parameters),
            try NeedWish.amount(parameters, "amount"),
            on: try TalentEdit.day(parameters.filled("on"))
          )
        }
      }
      .described("Agreement", takes: "language string, side string, amount string, on string"),
      post("\(Self.path)/:id/confirm", NeedRoutes.write) { call in
        try await act(call) { .confirm(try Self.side($0)) }
      }
      .described("Agreement", takes: "language string, side string"),
      post("\(Self.path)/:id/dispute", NeedRoutes.write) { call in
        try await act(call) { .dispute(try Self.side($0), reason: $0.text("reason") ?? "") }
      }
      .described("Agreement", takes: "language string, side string, reason string"),
    ]
  }

  private static let answerTakes: StaticString = """
    need_id! string, amount string, in_return string, words string, language string
    """

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let before = call.parameters.text("max_id").flatMap(call.number(in:))
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 80)
    return try await NeedRoutes.reply(client, call) { entity in
      .array(
        try entity.maker.tx.agreements.list(of: member, before: before, limit: limit)
          .map(entity.agreement)
      )
    }
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let entry = try await client.services.outbox.agreement(
      try call.number(),
      of: try call.member
    )
    return try await NeedRoutes.reply(client, call) { try $0.agreement(entry) }
  }

  private func propose(_ call: ClientCall) async throws -> ClientReply {
    guard let number = call.number(in: try call.parameters.require("need_id")) else {
      throw Refusal.absent
    }
    let reader = call.reader
    let found = try await client.database.read {
      try $0.posts.readable(PostID(rawValue: number), by: reader)
    }
    guard let found else { throw Refusal.absent }
    return try await Self.answer(client, call, to: found.post)
  }

  /// Answers a need, an offer or a call.
  static func answer(
    _ client: ClientServices,
    _ call: ClientCall,
    to post: Post
  ) async throws -> ClientReply {
    let entry = try await client.services.outbox.propose(
      on: post.uri,
      amount: try NeedWish.amount(call.parameters, "amount"),
      inReturn: try NeedWish.amount(call.parameters, "in_return"),
      words: call.parameters.text("words") ?? "",
      as: try call.member
    )
    return try await NeedRoutes.reply(client, call) { try $0.agreement(entry) }
  }

  private func act(
    _ call: ClientCall,
    _ read: (Parameters) throws -> Outbox.AgreementAct
  ) async throws -> ClientReply {
    let entry = try await client.services.outbox.act(
      try read(call.parameters),
      on: try call.number(),
      as: try call.member
    )
    return try await NeedRoutes.reply(client, call) { try $0.agreement(entry) }
  }

  private static func side(_ parameters: Parameters) throws(Refusal) -> Agreement.Side {
    guard let side = Agreement.Side(rawValue: parameters.filled("side") ?? "primary") else {
      throw .malformed("side is primary or reciprocal.")
    }
    return side
  }
}
