import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

// What is done in the name of a group of this node, and by its moderators.
extension Outbox {
  /// Sets what somebody is to a group: a member's wish to follow a closed one is granted, and who is
  /// kept out, or is nothing to a closed one any more, follows it no longer.
  package func affiliate(
    _ actor: ActorProfile,
    with group: ActorProfile,
    as affiliation: Affiliation?
  ) async throws {
    let now = services.now()
    let (follow, rules) = try await services.database.write { tx in
      try tx.groups.affiliate(actor.id, with: group.id, as: affiliation, at: now)
      return (
        try tx.follows.find(follower: actor.id, followee: group.id),
        try tx.groups.rules(of: group.id)
      )
    }
    guard let follow else { return }
    let isWelcome = Permission.admitsAtOnce(GroupStanding(affiliation: affiliation), by: rules)
    guard isWelcome != (follow.state == .accepted) else { return }
    try await answer(actor, isWelcome: isWelcome, as: group.id)
  }

  /// Changes how a group shows itself and how it is run, and tells those who follow it.
  ///
  /// Who follows it stays when it is closed; who asked to is not let in when it is opened.
  ///
  /// - Throws: `Refusal.conflict` for a closed group with posts that is to be opened: they were for
  ///   those who were in it.
  package func edit(
    _ group: ActorProfile,
    _ profile: ProfileEdit,
    rules: GroupRules
  ) async throws {
    try profile.check()
    guard !(rules.isClosed && rules.posting == .anyone) else {
      throw Refusal.malformed("Nobody writes in a closed group who is not in it.")
    }
    try await services.database.write { tx in
      let isOpened = try tx.groups.rules(of: group.id).isClosed && !rules.isClosed
      guard try !isOpened || !tx.groups.hasPosts(group.id) else {
        throw Refusal.conflict(
          "What was written in \(group.address) was for those who are in it: make another group."
        )
      }
      try profile.apply(to: group.id, in: tx)
      try tx.groups.setRules(rules, of: group.id)
    }
    try await announceProfile(of: group.id)
  }

  /// Shows a post that waited for a moderator.
  package func release(_ post: Post, in group: ActorProfile) async throws {
    let now = services.now()
    let groups = GroupDistribution(services: services)
    try await services.database.write { tx in
      guard let body = try tx.groups.waitingActivity(post.id, in: group.id) else {
        throw Refusal.absent
      }
      try groups.show(post, in: group, try JSON.parse(body), at: now, in: tx)
    }
    services.deliveryWakeup.call()
  }

  /// Refuses a post that waited, without a word.
  package func discard(_ post: Post, in group: ActorProfile) async throws {
    try await services.database.write { tx in
      guard try tx.groups.state(of: post.id, in: group.id) == .waiting else {
        throw Refusal.absent
      }
      try tx.groups.put(post.id, in: group.id, .removed)
    }
  }

  /// Takes somebody's post out of a group, as one of its moderators.
  package func takeOut(
    _ post: Post,
    from group: ActorProfile,
    as moderator: ActorID
  ) async throws {
    let (actor, _) = try await active(moderator)
    guard post.authorID != moderator else {
      throw Refusal.conflict("\(actor.name) wrote that: delete it with `maillage post delete`.")
    }
    let (state, standing) = try await services.database.read { tx in
      (
        try tx.groups.state(of: post.id, in: group.id),
        try tx.groups.standing(of: moderator, in: group.id)
      )
    }
    guard state == .shown else { throw Refusal.absent }
    guard Permission.mayModerate(standing) else {
      throw Refusal.forbidden("\(actor.name) is no moderator of \(group.address).")
    }
    let name = AS.Recipient.address(try address(group.uri))
    try await submit(
      .delete,
      object: .id(try address(post.uri)),
      by: actor,
      audience: .direct,
      addressing: AS.Audience(to: [name], audience: [name])
    )
  }

  /// To whom word of a reaction goes: the author, and the groups that show the post.
  func addressing(ofReactionTo post: Post, by author: ActorProfile) async throws -> AS.Audience {
    let groups = try await services.database.read { try $0.groups.groups(showing: post.id) }
      .filter { $0.id != author.id && post.audience == .public }
      .map { AS.Recipient.address(try address($0.uri)) }
    return AS.Audience(to: [.address(try address(author.uri))] + groups, audience: groups)
  }
}
