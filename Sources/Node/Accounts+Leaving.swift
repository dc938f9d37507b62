import Federation
import Foundation
import HTTPServer
import Model
import Storage

extension Accounts {
  /// How somebody leaves: closed at once, groups in other hands, erased on a day.
  package struct Farewell: Sendable {
    /// Who looks after the groups that the member looked after alone or with others.
    package var heir: LocalName?
    /// When all of it is erased; nothing: it stays suspended.
    package var eraseAt: Date?

    package init(heir: LocalName?, eraseAt: Date?) {
      (self.heir, self.eraseAt) = (heir, eraseAt)
    }
  }

  /// Closes an account now, and hands over its groups.
  ///
  /// - Returns: The names of the groups that were handed over.
  /// - Throws: `Refusal.conflict` for an heir who is not active, or is the member itself.
  @discardableResult
  package func leave(_ name: LocalName, _ farewell: Farewell) async throws -> [String] {
    let now = node.services.now()
    let (groups, heir) = try await node.database.write { tx -> ([ActorProfile], Member?) in
      guard var member = try tx.members.find(name: name.description), member.state != .deleted
      else { throw Refusal.absent }
      let heir = try farewell.heir.map { try Self.heir($0, of: member, in: tx) }
      member.state = .suspended
      try tx.members.update(member)
      try tx.actors.setSuspended(member.actorID, at: now)
      try node.services.outbox.settlePlaces(of: member.actorID, isSuspended: true, in: tx)
      if let day = farewell.eraseAt { try tx.erasures.plan(member.actorID, eraseAt: day, at: now) }
      try Self.signOut(member.actorID, in: tx, node.services.live)
      guard let heir else { return ([], nil) }
      let groups = try tx.groups.administered(by: member.actorID)
      for group in groups {
        try tx.groups.affiliate(heir.actorID, with: group.id, as: .admin, at: now)
        try tx.groups.affiliate(member.actorID, with: group.id, as: nil, at: now)
      }
      return (groups, heir)
    }
    node.services.talentWakeup.call()
    for group in groups {
      guard let heir else { break }
      let follows = try await node.database.read { tx in
        try tx.groups.standing(of: heir.actorID, in: group.id).isFollower
      }
      if !follows { try await node.services.outbox.follow(group, as: heir.actorID) }
    }
    return groups.map(\.name)
  }

  private static func heir(
    _ name: LocalName,
    of member: Member,
    in tx: Transaction
  ) throws -> Member {
    guard let heir = try tx.members.find(name: name.description), heir.state == .active,
      heir.actorID != member.actorID
    else {
      throw Refusal.conflict("\(name) cannot take groups over: it is no other active member.")
    }
    return heir
  }

  /// What became of the erasure of an actor; nothing: it was not erased.
  package func receipt(
    of actor: String
  ) async throws -> (erasure: ErasureStore.Erasure, hosts: [ErasureStore.Receipt])? {
    try await node.database.read { tx in
      guard let erasure = try tx.erasures.find(actor: actor) else { return nil }
      return (erasure, try tx.erasures.receipts(of: erasure.id))
    }
  }
}
