import Federation
import Foundation
import Hummingbird
import Model
import Storage
import StrictJSON

/// Who is in a group, who asks to be, and what waits for who looks after it.
struct GroupPeopleRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.member(.named("read:accounts"))
  private static let write = ClientRoute.Access.member(.named("write:accounts"))
  private static let start = "/api/maillage/v1/groups/:id"
  private static let mostPeople = 12

  var routes: [ClientRoute] {
    [
      get("\(Self.start)/members", Self.read, members).described("[GroupMember]"),
      put("\(Self.start)/members/:account", Self.write, affiliate)
        .described("GroupMember", takes: "role! string"),
      get("\(Self.start)/requests", Self.read, requests).described("[Account]"),
      post("\(Self.start)/requests/:account/accept", Self.write) { call in
        try await answer(call, isWelcome: true)
      }.described("Empty"),
      post("\(Self.start)/requests/:account/reject", Self.write) { call in
        try await answer(call, isWelcome: false)
      }.described("Empty"),
      get("\(Self.start)/invitations", Self.read, invitations).described("[TeamInvitation]"),
      post("\(Self.start)/invitations", Self.write, invite)
        .described("[TeamInvitation]", takes: "people! [string], message string"),
      get("\(Self.start)/waiting", Self.read, waiting).described("[Status]"),
      post("\(Self.start)/waiting/:status/release", Self.write) { call in
        let (group, post) = try await waitingPost(call)
        try await client.services.outbox.release(post, in: group)
        return .empty
      }.described("Empty"),
      post("\(Self.start)/waiting/:status/discard", Self.write) { call in
        let (group, post) = try await waitingPost(call)
        try await client.services.outbox.discard(post, in: group)
        return .empty
      }.described("Empty"),
      delete("\(Self.start)/statuses/:status", Self.write, takeOut).described("Empty"),
    ]
  }

  // MARK: People

  /// All for who is in it; who looks after an open one for everybody, of a closed one nobody.
  private func members(_ call: ClientCall) async throws -> ClientReply {
    let group = try await client.group(of: call)
    return ClientReply(
      .array(
        try await client.read(for: try call.member) { maker in
          let standing = try maker.standing(in: group)
          let isInside = Permission.maySeeMembers(standing)
          let mayModerate = group.isLocal && Permission.mayModerate(standing)
          guard isInside || !group.traits.approvesFollowers else { return [] }
          return try maker.tx.groups.people(of: group.id).filter { person in
            guard person.affiliation != .outcast else { return mayModerate }
            return isInside || person.affiliation.map { $0 >= .moderator } == true
          }.map { try maker.groupMember($0.actor, $0.affiliation) }
        }
      )
    )
  }

  private func affiliate(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.moderatedGroup(of: call))
    let word = try call.parameters.require("role")
    let role = Affiliation(rawValue: word)
    guard role != nil || word == "none" else {
      throw Refusal.malformed("role is admin, moderator, member, outcast or none.")
    }
    let actor = try await actor(call)
    guard actor.id != group.id else { throw Refusal.absent }
    try await client.services.outbox.affiliate(actor, with: group, as: role, by: member)
    return ClientReply(try await client.read(for: member) { try $0.groupMember(actor, role) })
  }

  private func actor(_ call: ClientCall) async throws -> ActorProfile {
    let id = ActorID(rawValue: try call.number("account"))
    guard let actor = try await client.database.read({ try $0.actors.find(id) }) else {
      throw Refusal.absent
    }
    return actor
  }

  // MARK: Requests and invitations

  private func requests(_ call: ClientCall) async throws -> ClientReply {
    let group = try await client.moderatedGroup(of: call)
    return ClientReply(
      .array(
        try await client.read(for: try call.member) { maker in
          try maker.tx.follows.pending(of: group.id).filter(\.1.isActive)
            .map { try maker.account($0.1) }
        }
      )
    )
  }

  /// Who is let in is a member from then on, as with `maillage group approve`.
  private func answer(_ call: ClientCall, isWelcome: Bool) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.moderatedGroup(of: call))
    let actor = try await actor(call)
    let follow = try await client.database.read {
      try $0.follows.find(follower: actor.id, followee: group.id)
    }
    guard follow?.state == .pending else { throw Refusal.absent }
    if isWelcome {
      try await client.services.outbox.affiliate(actor, with: group, as: .member, by: member)
    } else {
      try await client.services.outbox.answer(actor, isWelcome: false, as: group.id)
    }
    return .empty
  }

  private func invitations(_ call: ClientCall) async throws -> ClientReply {
    try await invitations(to: try await client.moderatedGroup(of: call), call)
  }

  private func invitations(to group: ActorProfile, _ call: ClientCall) async throws -> ClientReply {
    ClientReply(
      .array(
        try await client.read(for: try call.member) { maker in
          try maker.tx.teams.list(of: group.id).map { try maker.invitation($0) }
        }
      )
    )
  }

  private func invite(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.moderatedGroup(of: call))
    let named = call.parameters.texts("people").filter { !$0.isEmpty }
    guard (1...Self.mostPeople).contains(named.count) else {
      throw Refusal.malformed("One to \(Self.mostPeople) people are invited at once.")
    }
    var people: [ActorProfile] = []
    for text in named { people.append(try await client.somebody(text)) }
    for person in people {
      try await client.services.outbox.invite(
        person,
        to: group,
        saying: call.parameters.filled("message"),
        as: member
      )
    }
    return try await invitations(to: group, call)
  }

  // MARK: Posts

  private func waiting(_ call: ClientCall) async throws -> ClientReply {
    let group = try await client.moderatedGroup(of: call)
    return ClientReply(
      .array(
        try await client.read(for: try call.member) { maker in
          try maker.statuses(maker.tx.groups.waiting(in: group.id))
        }
      )
    )
  }

  private func waitingPost(_ call: ClientCall) async throws -> (ActorProfile, Post) {
    let (group, post) = try await post(call)
    let state = try await client.database.read { try $0.groups.state(of: post.id, in: group.id) }
    guard state == .waiting else { throw Refusal.absent }
    return (group, post)
  }

  private func post(_ call: ClientCall) async throws -> (ActorProfile, Post) {
    let group = try await client.moderatedGroup(of: call)
    let id = PostID(rawValue: try call.number("status"))
    guard let post = try await client.database.read({ try $0.posts.find(id) }) else {
      throw Refusal.absent
    }
    return (group, post)
  }

  /// It stays its author's.
  private func takeOut(_ call: ClientCall) async throws -> ClientReply {
    let (group, post) = try await post(call)
    try await client.services.outbox.takeOut(post, from: group, as: try call.member)
    return .empty
  }
}
