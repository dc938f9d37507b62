import ActivityStreams
import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Teams: made, joined by invitation, left.
struct TeamRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:talents"))
  private static let write = ClientRoute.Access.member(.named("write:talents"))
  private static let start = "/api/maillage/v1/teams"

  var routes: [ClientRoute] {
    [
      get(Self.start, Self.read, list).described("[Team]"),
      post(Self.start, Self.write, make)
        .described("Team", takes: "name! string, title string, people [string], message string"),
      get("\(Self.start)/:id", Self.read, show).described("Team"),
      post("\(Self.start)/:id/invitations", Self.write, invite)
        .described("Team", takes: "people! [string], message string"),
      delete("\(Self.start)/:id/invitations/:account", Self.write, withdraw).described("Team"),
      get("/api/maillage/v1/team_invitations", Self.read, invitations)
        .described("[TeamInvitation]"),
      post("/api/maillage/v1/team_invitations/:id/accept", Self.write) { call in
        try await answer(call, isWelcome: true)
      }.described("TeamInvitation"),
      post("/api/maillage/v1/team_invitations/:id/reject", Self.write) { call in
        try await answer(call, isWelcome: false)
      }.described("TeamInvitation"),
    ]
  }

  /// How many people are invited in one request.
  private static let mostPeople = 12

  // MARK: As who looks after a team

  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    return ClientReply(
      .array(
        try await client.read(for: member) { maker in
          try maker.tx.teams.teams().filter { group in
            Permission.mayModerate(try maker.tx.groups.standing(of: member, in: group.id))
          }.map { try maker.team($0) }
        }
      )
    )
  }

  private func make(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let people = try await people(call)
    try await client.takeGroupTurn(member)
    let group = try await client.accounts.addTeam(
      try call.parameters.require("name"),
      title: call.parameters.filled("title"),
      by: member
    )
    return try await invite(people, to: group, call)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    let group = try await team(call)
    return ClientReply(try await client.read(for: try call.member) { try $0.team(group) })
  }

  private func invite(_ call: ClientCall) async throws -> ClientReply {
    let group = try await team(call)
    return try await invite(try await people(call), to: group, call)
  }

  private func invite(
    _ people: [ActorProfile],
    to group: ActorProfile,
    _ call: ClientCall
  ) async throws -> ClientReply {
    let member = try call.member
    for person in people {
      try await client.services.outbox.invite(
        person,
        to: group,
        saying: call.parameters.filled("message"),
        as: member
      )
    }
    return ClientReply(try await client.read(for: member) { try $0.team(group) })
  }

  private func withdraw(_ call: ClientCall) async throws -> ClientReply {
    let group = try await team(call)
    let id = ActorID(rawValue: try call.number("account"))
    guard let person = try await client.database.read({ try $0.actors.find(id) }) else {
      throw Refusal.absent
    }
    try await client.services.outbox.withdraw(person, from: group, as: try call.member)
    return ClientReply(try await client.read(for: try call.member) { try $0.team(group) })
  }

  /// A group that the member looks after; of another, it is not there.
  private func team(_ call: ClientCall) async throws -> ActorProfile {
    let (member, id) = (try call.member, ActorID(rawValue: try call.number()))
    return try await client.database.read { tx in
      guard let group = try tx.actors.find(id), group.kind == .group, group.isLocal,
        group.isActive, Permission.mayModerate(try tx.groups.standing(of: member, in: id))
      else { throw Refusal.absent }
      return group
    }
  }

  /// The people whom a request names, by the addresses that a composition gives.
  private func people(_ call: ClientCall) async throws -> [ActorProfile] {
    let named = call.parameters.texts("people")
    guard named.count <= Self.mostPeople else {
      throw Refusal.malformed("Up to \(Self.mostPeople) people are invited at once.")
    }
    var people: [ActorProfile] = []
    for text in named {
      guard let address = AS.IRI(text) else {
        throw Refusal.malformed("people are addresses of actors, not ‘\(text.prefix(80))’.")
      }
      people.append(try await client.services.actors.actor(address))
    }
    return people
  }

  // MARK: As who was invited

  private func invitations(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    return ClientReply(
      .array(
        try await client.read(for: member) { maker in
          try maker.tx.teams.list(for: member).map { try maker.invitation($0) }
        }
      )
    )
  }

  private func answer(_ call: ClientCall, isWelcome: Bool) async throws -> ClientReply {
    let (member, team) = (try call.member, ActorID(rawValue: try call.number()))
    try await client.services.outbox.answer(
      invitationTo: team,
      isWelcome: isWelcome,
      as: member
    )
    return ClientReply(
      try await client.read(for: member) { maker in
        guard let found = try maker.tx.teams.find(member, in: team) else { throw Refusal.absent }
        return try maker.invitation(found)
      }
    )
  }
}

extension EntityMaker {
  /// A team, with whom it invited.
  fileprivate func team(_ group: ActorProfile) throws -> JSON {
    [
      "group": try account(group),
      "invitations": .array(try tx.teams.list(of: group.id).map { try invitation($0) }),
    ]
  }

  func invitation(_ invitation: TeamInvitation) throws -> JSON {
    func person(_ id: ActorID) throws -> JSON {
      guard let actor = try tx.actors.find(id) else { throw Refusal.absent }
      return try account(actor)
    }
    return [
      "team": try person(invitation.groupID), "person": try person(invitation.personID),
      "inviter": try person(invitation.inviterID),
      "state": .string(invitation.state.rawValue),
      "message": invitation.message.map(JSON.string) ?? .null,
      "created_at": Self.time(invitation.createdAt),
    ]
  }
}
