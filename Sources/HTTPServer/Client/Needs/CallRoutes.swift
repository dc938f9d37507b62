import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Calls: those that mean the member who asks, and those it makes.
struct CallRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let path = "/api/maillage/v1/calls"

  var routes: [ClientRoute] {
    [
      get(Self.path, NeedRoutes.read, list)
        .described("[Need]", takes: "limit integer, language string"),
      post(Self.path, NeedRoutes.write, publish).described("Need", takes: Self.takes),
      post("\(Self.path)/:id/answer", NeedRoutes.write, answer)
        .described(
          "Agreement",
          takes: "language string, amount string, in_return string, words string"
        ),
      post("\(Self.path)/:id/ignore", NeedRoutes.write, ignore).described(
        "{}",
        takes: "language string"
      ),
      post("\(Self.path)/:id/mute", NeedRoutes.write, mute).described(
        "{}",
        takes: "language string"
      ),
    ]
  }

  private static let takes: StaticString = """
    title! string, skills! [string], to [string], text string, action string, amount string, \
    unit string, resource string, unit_based boolean, in_return ReturnWish, near string, within number, \
    from string, until string, open_for integer, language string
    """

  private var desk: CallDesk { CallDesk(services: client.services) }

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let limit = min(max(call.parameters.number("limit") ?? 20, 1), 80)
    let calls = try await desk.calls(for: try call.member, limit: limit)
    return try await NeedRoutes.reply(client, call) { entity in
      .array(try calls.compactMap(entity.need))
    }
  }

  private func publish(_ call: ClientCall) async throws -> ClientReply {
    let need = try await NeedWish(call.parameters).need(
      .request,
      SkillWords(services: client.services),
      NeedRoutes.language(call),
      at: client.now
    )
    // For whom it is, the call itself says.
    var draft = PostDraft(
      source: call.parameters.filled("text") ?? need.title,
      language: call.parameters.filled("language")
    )
    draft.need = need
    let post = try await desk.publish(
      draft,
      to: call.parameters.texts("to"),
      as: try call.member
    )
    return try await NeedRoutes.reply(client, call, with: post.id)
  }

  private func answer(_ call: ClientCall) async throws -> ClientReply {
    let found = try await NeedRoutes.find(client, call)
    return try await AgreementRoutes.answer(client, call, to: found.post)
  }

  private func ignore(_ call: ClientCall) async throws -> ClientReply {
    let found = try await NeedRoutes.find(client, call)
    try await desk.ignore(found.post.uri, by: try call.member)
    return .empty
  }

  private func mute(_ call: ClientCall) async throws -> ClientReply {
    let found = try await NeedRoutes.find(client, call)
    try await desk.mute(authorOf: found.post.uri, by: try call.member)
    return .empty
  }
}
