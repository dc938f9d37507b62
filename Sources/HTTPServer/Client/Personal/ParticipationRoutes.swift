import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// How a member takes part and what for: said by itself, shown to whom it wishes.
struct ParticipationRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let path = "/api/maillage/v1/participation"

  var routes: [ClientRoute] {
    [
      get(Self.path, .member(.named("read:accounts"))) { call in
        let member = try call.member
        return try await reply(of: member, call)
      }.described("Participation"),
      patch(Self.path, .member(.named("write:accounts")), change)
        .described("Participation", takes: "way string, goals string, circle string"),
      get("/api/maillage/v1/accounts/:id/participation", .reading(.named("read:accounts")), show)
        .described("Participation"),
    ]
  }

  private func reply(of member: ActorID, _ call: ClientCall) async throws -> ClientReply {
    let found = try await client.database.read { try $0.participations.find(member) }
    guard found.isShown(to: call.reader, of: member) else {
      return ClientReply(Self.json(Participation()))
    }
    return ClientReply(Self.json(found))
  }

  /// Of somebody of another node nothing is known.
  private func show(_ call: ClientCall) async throws -> ClientReply {
    let actor = try await client.target(of: call)
    return try await reply(of: actor.id, call)
  }

  /// What is not named stays; an empty way is none.
  private func change(_ call: ClientCall) async throws -> ClientReply {
    let (member, parameters) = (try call.member, call.parameters)
    try await client.database.write { tx in
      var participation = try tx.participations.find(member)
      try Self.change(&participation, to: parameters)
      try tx.participations.set(participation, of: member)
    }
    return try await reply(of: member, call)
  }

  private static func change(
    _ participation: inout Participation,
    to parameters: Parameters
  ) throws(Refusal) {
    if let word = parameters.text("way") {
      participation.way = Participation.Way(rawValue: word)
      guard word.isEmpty || participation.way != nil else {
        throw Refusal.malformed("way is reader, contributor, facilitator or mentor.")
      }
    }
    if let word = parameters.filled("circle") {
      guard let circle = Participation.Circle(rawValue: word) else {
        throw Refusal.malformed("circle is nobody, organisation or everyone.")
      }
      participation.circle = circle
    }
    if let goals = parameters.text("goals") {
      participation.goals = VisibleText.clean(goals.replacing("\r\n", with: "\n"))
    }
    guard participation.goals.unicodeScalars.count <= Participation.longestGoals else {
      throw Refusal.malformed("goals have at most \(Participation.longestGoals) characters.")
    }
  }

  private static func json(_ participation: Participation) -> JSON {
    [
      "way": participation.way.map { .string($0.rawValue) } ?? .null,
      "goals": .string(participation.goals), "circle": .string(participation.circle.rawValue),
    ]
  }
}
