import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// What an account wrote and passed on.
struct AccountStatusRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/v1/accounts/:id/statuses", .reading(.named("read:statuses")), statuses)
        .paged(
          "Status",
          takes:
            "only_media boolean, exclude_replies boolean, exclude_reblogs boolean, pinned boolean, tagged string"
        )
    ]
  }

  private func statuses(_ call: ClientCall) async throws -> ClientReply {
    let id = ActorID(rawValue: try call.number())
    let (reader, page) = (call.reader, call.page())
    let isPinned = call.parameters.bool("pinned") == true
    let choice = PostChoice(
      onlyMedia: call.parameters.bool("only_media") == true,
      excludesReplies: call.parameters.bool("exclude_replies") == true,
      tag: call.parameters.filled("tagged").flatMap(HashtagName.init)
    )
    let hasBoosts =
      call.parameters.bool("exclude_reblogs") != true && !choice.onlyMedia && choice.tag == nil
    let found = try await client.read(for: call.viewer) { maker -> [(Int64, JSON)] in
      let actor = try maker.shownActor(id)
      guard actor.isActive else { return [] }
      guard !isPinned else {
        return try maker.numberedStatuses(maker.tx.posts.pinned(by: id, for: reader))
      }
      let lines = try maker.tx.timelines.account(
        actor,
        for: reader,
        page,
        hasBoosts ? .withBoosts(choice) : .withoutBoosts(choice)
      )
      return try maker.numberedStatuses(lines)
    }
    guard !isPinned else { return ClientReply(.array(found.map(\.1))) }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }
}
