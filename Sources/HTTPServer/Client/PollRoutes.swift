import Federation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Polls: how they stand, and votes.
struct PollRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/v1/polls/:id", .reading(.named("read:statuses")), show).described("Poll"),
      post("/api/v1/polls/:id/votes", .member(.named("write:statuses")), vote)
        .described("Poll", takes: "choices! [string]"),
    ]
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let id = try call.number()
    return ClientReply(try await client.read(for: call.viewer) { try $0.poll(id) })
  }

  private func vote(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let id = try call.number()
    let found = try await client.read(for: member) { try $0.readable(id) }
    guard let poll = found.post.poll else { throw Refusal.absent }
    guard found.author.id != member else {
      throw Refusal.malformed("Validation failed: Nobody votes in a poll of its own")
    }
    let choices = call.parameters.texts("choices")
    let options = try choices.map { text throws(Refusal) -> String in
      guard let place = Int(text), poll.options.indices.contains(place) else {
        throw .malformed("Validation failed: the poll has no such choice")
      }
      return poll.options[place].name
    }
    guard !options.isEmpty, Set(options).count == options.count,
      options.count == 1 || poll.isMultiple
    else { throw Refusal.malformed("Validation failed: choices has to name the chosen options") }
    try await client.services.outbox.vote(options, in: found.post.uri, as: member)
    return ClientReply(try await client.read(for: member) { try $0.poll(id) })
  }
}

extension EntityMaker {
  func poll(_ id: Int64) throws -> JSON {
    let found = try readable(id)
    guard let poll = found.post.poll else { throw Refusal.absent }
    let choices = try viewer.map { try tx.polls.choices(of: $0, in: found.post.id) } ?? []
    return PollEntity(poll, choices, of: found.post, by: self).json
  }
}
