import Model
import Storage

/// What one of a group's own people may say of another, or of itself: the same whether a member of this
/// node says it by the API, or somebody elsewhere by `Add` and `Remove` (decision 0029).
enum GroupAppointment {
  /// Refuses what may not be said.
  ///
  /// - Parameters:
  ///   - affiliation: What the other is to be; nothing: nothing special.
  ///   - actor: The other, perhaps the same.
  ///   - group: A group of this node.
  ///   - speaker: Who says it.
  ///   - tx: The transaction in which it is done.
  /// - Throws: `Refusal.forbidden` for who may not, `Refusal.conflict` where a group would be left
  ///   without an admin, and for who is made more without having wished to have to do with the group.
  static func check(
    _ affiliation: Affiliation?,
    of actor: ActorProfile,
    in group: ActorProfile,
    by speaker: ActorID,
    in tx: Transaction
  ) throws {
    let standing = try tx.groups.standing(of: speaker, in: group.id)
    let target = try tx.groups.standing(of: actor.id, in: group.id)
    let isSelf = speaker == actor.id
    guard Permission.mayAffiliate(standing, target, as: affiliation, isSelf: isSelf) else {
      throw Refusal.forbidden("You may not say that of \(actor.address) in \(group.address).")
    }
    if target.affiliation == .admin, affiliation != .admin,
      try tx.groups.countAdmins(of: group.id, but: actor.id) == 0
    {
      throw Refusal.conflict("\(group.address) would be without an admin: make another one first.")
    }
    guard !isSelf, let affiliation, affiliation > target.affiliation ?? .outcast else { return }
    // Nobody is named in front of others, or burdened with a group, unasked.
    guard try tx.actors.find(actor.id)?.isActive == true,
      try tx.groups.hasAgreed(actor.id, to: group.id)
    else {
      throw Refusal.conflict(
        "\(actor.address) neither is in \(group.address) nor asks to be: send an invitation first."
      )
    }
    guard affiliation == .member || actor.kind == .person else {
      throw Refusal.conflict("\(actor.address) is nobody who can look after a group.")
    }
    guard
      try affiliation != .admin
        || tx.groups.countAdministered(by: actor.id) < GroupRules.mostPerAdmin
    else {
      throw Refusal.conflict("\(actor.address) looks after as many groups as one may.")
    }
  }
}
