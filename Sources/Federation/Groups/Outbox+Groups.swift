import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

// What is done in the name of a group of this node, and by its moderators.
extension Outbox {
  /// Sets what somebody is to a group: a member's wish to follow a closed one is granted, and who is
  /// kept out, or is nothing to a closed one any more, follows it no longer.
  ///
  /// - Parameters:
  ///   - actor: Somebody, of this node or another.
  ///   - group: A group of this node.
  ///   - affiliation: What it is to be; nothing: nothing special.
  ///   - moderator: Who says it, perhaps of itself; nothing: the node's admin, who may say all.
  /// - Throws: `Refusal.forbidden` for a moderator who may not, `Refusal.conflict` where a group would
  ///   be left without an admin by one of its own, and for who is made more without having wished to
  ///   have to do with the group.
  package func affiliate(
    _ actor: ActorProfile,
    with group: ActorProfile,
    as affiliation: Affiliation?,
    by moderator: ActorID? = nil
  ) async throws {
    let now = services.now()
    let (follow, rules) = try await services.database.write { tx in
      if let moderator {
        try GroupAppointment.check(affiliation, of: actor, in: group, by: moderator, in: tx)
      }
      let former = try tx.groups.standing(of: actor.id, in: group.id).affiliation
      try tx.groups.affiliate(actor.id, with: group.id, as: affiliation, at: now)
      if moderator != actor.id {
        try NotificationWriter.tell(
          of: affiliation,
          after: former,
          to: actor,
          in: group,
          at: now,
          tx
        )
      }
      if affiliation == nil || affiliation == .outcast {
        // Who is out can be invited again.
        try WithdrawnInvite.left(group.id, by: actor.id, in: tx)
      }
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
  /// - Parameters:
  ///   - group: A group of this node.
  ///   - profile: How it shows itself.
  ///   - member: Who wishes it; nothing: the node's admin.
  ///   - change: How it is run from now on, of how it is run at that very time.
  /// - Throws: `Refusal.conflict` for a closed group with posts that is to be opened: they were for
  ///   those who were in it; `Refusal.forbidden` for who is no admin of it.
  package func edit(
    _ group: ActorProfile,
    _ profile: ProfileEdit,
    by member: ActorID? = nil,
    changing change: @escaping @Sendable (GroupRules) throws -> GroupRules
  ) async throws {
    try profile.check()
    try await services.database.write { tx in
      if let member {
        guard Permission.mayAdminister(try tx.groups.standing(of: member, in: group.id)) else {
          throw Refusal.forbidden("You are no admin of \(group.address).")
        }
      }
      let known = try tx.groups.rules(of: group.id)
      let rules = try change(known)
      guard !(rules.isClosed && rules.posting == .anyone) else {
        throw Refusal.malformed("Nobody writes in a closed group who is not in it.")
      }
      let isOpened = known.isClosed && !rules.isClosed
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

  /// The same, where all of how it is run is said anew.
  package func edit(
    _ group: ActorProfile,
    _ profile: ProfileEdit,
    rules: GroupRules,
    by member: ActorID? = nil
  ) async throws {
    try await edit(group, profile, by: member) { _ in rules }
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
