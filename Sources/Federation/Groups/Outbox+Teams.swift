import ActivityStreams
import Foundation
import Model
import Storage

// Teams: groups whose people were asked, and agreed.
extension Outbox {
  /// Invites somebody to a team; nothing for who was invited and has not said no.
  package func invite(
    _ person: ActorProfile,
    to group: ActorProfile,
    saying message: String? = nil,
    as moderator: ActorID
  ) async throws {
    let (actor, _) = try await active(moderator)
    guard person.kind == .person, person.isActive, person.id != moderator else {
      throw Refusal.malformed("\(person.address) is nobody who can be invited.")
    }
    try await submit(
      .invite,
      object: .id(try address(person.uri)),
      by: actor,
      audience: .direct,
      addressing: AS.Audience(to: [.address(try address(person.uri))]),
      target: .id(try address(group.uri)),
      content: message ?? ""
    )
  }

  /// Says yes or no to an invitation; who says yes follows the team's group, who says no after a yes
  /// leaves it.
  package func answer(
    invitationTo group: ActorID,
    isWelcome: Bool,
    as member: ActorID
  ) async throws {
    let (actor, _) = try await active(member)
    let found = try await services.database.read { tx in
      (
        try tx.teams.find(member, in: group), try tx.actors.find(group),
        try tx.follows.find(follower: member, followee: group)
      )
    }
    guard let invitation = found.0, let group = found.1 else { throw Refusal.absent }
    guard invitation.state != (isWelcome ? .accepted : .declined) else { return }
    guard invitation.state != .revoked else {
      throw Refusal.conflict("That invitation does not hold any longer.")
    }
    let inviter = try await services.database.read { try $0.actors.find(invitation.inviterID) }
    guard let inviter else { throw Refusal.absent }
    var invite = AS.Activity(
      id: try address(invitation.uri),
      type: .invite,
      actor: try address(inviter.uri),
      object: .id(try address(actor.uri))
    )
    invite.target = .id(try address(group.uri))
    try await submit(
      isWelcome ? .accept : .reject,
      object: try AS.Reference(json: invite.json),
      by: actor,
      audience: .direct,
      addressing: AS.Audience(to: [.address(try address(inviter.uri))])
    )
    if isWelcome, found.2 == nil {
      try await follow(group, as: member)
    } else if !isWelcome, found.2 != nil {
      try await unfollow(group, as: member)
    }
  }

  /// Takes an invitation back, also one that was accepted: who was in the team is out of its group.
  package func withdraw(
    _ person: ActorProfile,
    from group: ActorProfile,
    as moderator: ActorID
  ) async throws {
    let (actor, _) = try await active(moderator)
    let invitation = try await services.database.read { try $0.teams.find(person.id, in: group.id) }
    guard let invitation, invitation.inviterID == moderator else { throw Refusal.absent }
    let invite = AS.Activity(
      id: try address(invitation.uri),
      type: .invite,
      actor: try address(actor.uri),
      object: .id(try address(person.uri))
    )
    try await submit(
      .undo,
      object: try AS.Reference(json: invite.json),
      by: actor,
      audience: .direct,
      addressing: AS.Audience(to: [.address(try address(person.uri))])
    )
    let follow = try await services.database.read {
      try $0.follows.find(follower: person.id, followee: group.id)
    }
    if follow != nil { try await answer(person, isWelcome: false, as: group.id) }
  }
}
