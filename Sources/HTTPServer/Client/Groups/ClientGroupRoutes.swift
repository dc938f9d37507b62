import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage
import StrictJSON

/// Groups: found, made, entered, left, written in.
struct ClientGroupRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  private static let read = ClientRoute.Access.reading(.named("read:accounts"))
  private static let write = ClientRoute.Access.member(.named("write:accounts"))
  private static let follow = ClientRoute.Access.member(.named("write:follows"))
  private static let start = "/api/maillage/v1/groups"

  var routes: [ClientRoute] {
    [
      get(Self.start, .member(.named("read:accounts")), list)
        .paged("Group", takes: "which string"),
      post(Self.start, Self.write, make).described("Group", takes: Self.wish),
      get("\(Self.start)/:id", Self.read, show).described("Group"),
      patch("\(Self.start)/:id", Self.write, edit).described("Group", takes: Self.change),
      delete("\(Self.start)/:id", Self.write, close).described("Empty"),
      post("\(Self.start)/:id/join", Self.follow, join).described("Group"),
      post("\(Self.start)/:id/leave", Self.follow, leave).described("Group"),
      get("\(Self.start)/:id/statuses", .reading(.named("read:statuses")), statuses)
        .paged("Status"),
      post("\(Self.start)/:id/statuses", .member(.named("write:statuses")), publish)
        .described("Status", takes: StatusRoutes.draft).hearing("Idempotency-Key"),
    ]
  }

  private static let wish: StaticString =
    "name! string, title string, summary string, joining string, moderated boolean, posting string"
  private static let change: StaticString =
    "title string, summary string, joining string, moderated boolean, posting string"

  // MARK: Finding

  /// Those that the member is in, those where it is waited for, those of this node, or those of its
  /// territories' other nodes.
  private func list(_ call: ClientCall) async throws -> ClientReply {
    let (member, page) = (try call.member, call.page(default: 40, most: 80))
    let own = client.services.addresses.origin.authority
    let hosts = Set(
      client.services.known.territories.filter { $0.own != nil }
        .flatMap { $0.state.members.filter { !$0.isSuspended }.map(\.record.host) }
    ).subtracting([own])
    let find: @Sendable (Transaction) throws -> [ActorProfile]
    switch call.parameters.filled("which") ?? "mine" {
    case "mine": find = { try $0.groups.list(of: member, page) }
    case "tasks": find = { try $0.groups.busy(for: member, page) }
    case "node": find = { try $0.groups.local(for: member, page) }
    case "territory": find = { try $0.groups.remote(on: hosts, for: member, page) }
    default: throw Refusal.malformed("which is mine, tasks, node or territory.")
    }
    let found = try await client.read(for: member) { maker in
      try find(maker.tx).map { ($0.id.rawValue, try maker.group($0)) }
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  private func show(_ call: ClientCall) async throws -> ClientReply {
    try await reply(try await client.group(of: call), call)
  }

  private func reply(_ group: ActorProfile, _ call: ClientCall) async throws -> ClientReply {
    ClientReply(
      try await client.read(for: call.viewer) { maker in
        guard let now = try maker.tx.actors.find(group.id), now.isActive else {
          throw Refusal.absent
        }
        return try maker.group(now)
      }
    )
  }

  // MARK: Making and changing

  private func make(_ call: ClientCall) async throws -> ClientReply {
    let parameters = call.parameters
    let joining = try joining(parameters) ?? .open
    let draft = GroupDraft(
      name: try parameters.require("name"),
      title: parameters.filled("title"),
      summary: parameters.filled("summary"),
      rules: try Self.rules(GroupRules(isClosed: joining.isClosed), joining, parameters),
      isDiscoverable: joining.isDiscoverable
    )
    let member = try call.member
    try await client.takeGroupTurn(member)
    return try await reply(try await client.accounts.addGroup(draft, by: member), call)
  }

  private func edit(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.moderatedGroup(of: call))
    let parameters = call.parameters
    let joining = try joining(parameters)
    var edit = Outbox.ProfileEdit(
      displayName: parameters.text("title"),
      summary: parameters.text("summary")
    )
    edit.isDiscoverable = joining?.isDiscoverable
    try await client.services.outbox.edit(group, edit, by: member) { known in
      try Self.rules(known, joining, parameters)
    }
    return try await reply(group, call)
  }

  private func joining(_ parameters: Parameters) throws(Refusal) -> GroupJoining? {
    guard let word = parameters.filled("joining") else { return nil }
    guard let joining = GroupJoining(rawValue: word) else {
      throw .malformed("joining is open, approval or closed.")
    }
    return joining
  }

  /// What is not named stays, but for who writes: in a closed group that is nobody from outside.
  private static func rules(
    _ known: GroupRules,
    _ joining: GroupJoining?,
    _ parameters: Parameters
  ) throws(Refusal) -> GroupRules {
    var rules = known
    if let joining { rules.isClosed = joining.isClosed }
    if let isModerated = parameters.bool("moderated") { rules.isModerated = isModerated }
    if let word = parameters.filled("posting") {
      guard let posting = GroupRules.Posting(rawValue: word) else {
        throw .malformed("posting is anyone, followers, members or moderators.")
      }
      rules.posting = posting
    }
    if rules.isClosed, rules.posting == .anyone { rules.posting = .followers }
    return rules
  }

  private func close(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.moderatedGroup(of: call))
    let standing = try await client.database.read {
      try $0.groups.standing(of: member, in: group.id)
    }
    guard Permission.mayAdminister(standing) else {
      throw Refusal.forbidden("You are no admin of \(group.address).")
    }
    try await client.takeGroupTurn(member)
    try await client.services.outbox.deleteActor(group.id)
    return .empty
  }

  // MARK: Coming and going

  private func join(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.group(of: call))
    let (follow, invitation) = try await client.database.read { tx in
      (
        try tx.follows.find(follower: member, followee: group.id),
        try tx.teams.find(member, in: group.id)
      )
    }
    if invitation?.state == .pending {
      try await client.services.outbox.answer(
        invitationTo: group.id,
        isWelcome: true,
        as: member
      )
    } else if follow == nil {
      try await client.services.outbox.follow(group, as: member)
    }
    return try await reply(group, call)
  }

  /// Who looks after a group alone makes somebody else its admin first.
  private func leave(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.group(of: call))
    let (standing, own) = try await client.database.read { tx in
      (try tx.groups.standing(of: member, in: group.id), try tx.actors.find(member))
    }
    guard let own else { throw Refusal.absent }
    if group.isLocal, standing.affiliation.map({ $0 > .outcast }) == true {
      // An admin who goes is one no longer.
      try await client.services.outbox.affiliate(own, with: group, as: nil, by: member)
    }
    let follow = try await client.database.read {
      try $0.follows.find(follower: member, followee: group.id)
    }
    if follow != nil { try await client.services.outbox.unfollow(group, as: member) }
    return try await reply(group, call)
  }

  // MARK: What is said there

  private func statuses(_ call: ClientCall) async throws -> ClientReply {
    let group = try await client.group(of: call)
    let (reader, page) = (call.reader, call.page)
    let found = try await client.read(for: call.viewer) { maker in
      try maker.numberedStatuses(maker.tx.posts.shown(in: group.id, to: reader, page))
    }
    return ClientReply(found.map(\.1), first: found.first?.0, last: found.last?.0, of: call)
  }

  /// What is for a group is for whom the group is; a wish for another ring is none.
  private func publish(_ call: ClientCall) async throws -> ClientReply {
    let (member, group) = (try call.member, try await client.group(of: call))
    var draft = try await client.newDraft(of: call)
    (draft.group, draft.audience, draft.territory) = (group, nil, nil)
    let outbox = client.services.outbox
    let key = StatusRoutes.key(of: call)
    let post =
      if let key {
        try await outbox.publish(draft, as: member, once: key)
      } else {
        try await outbox.publish(draft, as: member)
      }
    guard let json = try await client.read(for: member, { try $0.status(post.id) }) else {
      throw Refusal.absent
    }
    return ClientReply(json)
  }
}

extension ClientServices {
  /// The group that a path names, of this node or another.
  func group(of call: ClientCall) async throws -> ActorProfile {
    let group = try await target(of: call)
    guard group.kind == .group, group.isActive else { throw Refusal.absent }
    return group
  }

  /// The same, of this node and looked after by who asks; for others it is not there.
  func moderatedGroup(of call: ClientCall) async throws -> ActorProfile {
    let (member, group) = (try call.member, try await group(of: call))
    let standing = try await database.read { try $0.groups.standing(of: member, in: group.id) }
    guard group.isLocal, Permission.mayModerate(standing) else { throw Refusal.absent }
    return group
  }
}
