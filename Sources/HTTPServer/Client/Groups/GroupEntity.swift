import Federation
import Model
import Storage
import StrictJSON

/// How one comes into a group.
enum GroupJoining: String, CaseIterable, Sendable {
  /// Whoever wants to is in.
  case open
  /// Whoever wants to asks, and one of its moderators says yes.
  case approval
  /// By invitation; it is listed for nobody else.
  case closed

  init(isClosed: Bool, isDiscoverable: Bool) {
    self = isClosed ? (isDiscoverable ? .approval : .closed) : .open
  }

  var isClosed: Bool { self != .open }
  var isDiscoverable: Bool { self != .closed }
}

extension EntityMaker {
  /// A group, and what it is to who looks.
  func group(_ group: ActorProfile) throws -> JSON {
    let rules = try group.isLocal ? tx.groups.rules(of: group.id) : nil
    let standing = try standing(in: group)
    let follow = try viewer.flatMap { try tx.follows.find(follower: $0, followee: group.id) }
    let isClosed = rules?.isClosed ?? group.traits.approvesFollowers
    let mayModerate = group.isLocal && Permission.mayModerate(standing)
    let joining = GroupJoining(isClosed: isClosed, isDiscoverable: group.traits.isDiscoverable)
    var (requests, waiting) = (JSON.null, JSON.null)
    if mayModerate {
      requests = .integer(try tx.follows.countPending(of: group.id))
      waiting = .integer(try tx.groups.countWaiting(in: group.id))
    }
    return [
      "account": try account(group), "joining": .string(joining.rawValue),
      "local": .bool(group.isLocal),
      "posting": rules.map { .string($0.posting.rawValue) } ?? .null,
      "moderated": .bool(rules?.isModerated ?? false),
      "affiliation": standing.affiliation.map { .string($0.rawValue) } ?? .null,
      "member": .bool(standing.isFollower), "requested": .bool(follow?.state == .pending),
      "invitation": try openInvitation(to: group) ?? .null,
      "may_write": .bool(viewer != nil && mayWrite(standing, rules, isClosed)),
      "may_moderate": .bool(mayModerate),
      "may_administer": .bool(group.isLocal && Permission.mayAdminister(standing)),
      "requests_count": requests, "waiting_count": waiting, "summary": try typed(group, standing),
    ]
  }

  /// What it says of itself as it was typed, for who may change that.
  private func typed(_ group: ActorProfile, _ standing: GroupStanding) throws -> JSON {
    guard group.isLocal, Permission.mayAdminister(standing) else { return .null }
    let source = try tx.actors.summarySource(of: group.id)
    return .string(source ?? PlainText.text(of: group.summary))
  }

  func standing(in group: ActorProfile) throws -> GroupStanding {
    try viewer.map { try tx.groups.standing(of: $0, in: group.id) } ?? GroupStanding()
  }

  private func openInvitation(to group: ActorProfile) throws -> JSON? {
    guard let viewer, let found = try tx.teams.find(viewer, in: group.id), found.state == .pending,
      let inviter = try account(found.inviterID)
    else { return nil }
    return ["inviter": inviter, "message": found.message.map(JSON.string) ?? .null]
  }

  /// Of a group of another node only that says it.
  private func mayWrite(_ standing: GroupStanding, _ rules: GroupRules?, _ isClosed: Bool) -> Bool {
    guard let rules else { return standing.isFollower || !isClosed }
    let audience: Audience = isClosed ? .direct : .public
    return Permission.admission(of: audience, isReply: false, from: standing, by: rules) != .refused
  }

  /// Somebody in a group.
  func groupMember(_ actor: ActorProfile, _ affiliation: Affiliation?) throws -> JSON {
    [
      "account": try account(actor),
      "affiliation": affiliation.map { .string($0.rawValue) } ?? .null,
    ]
  }
}
