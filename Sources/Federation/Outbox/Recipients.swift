import ActivityStreams
import Model
import Storage

/// The inboxes that an activity is delivered to (ActivityPub §7.1).
struct Recipients {
  private let outgoing: OutgoingActivity
  private let addresses: Addresses
  private let flows: Flows
  private let known: KnownNodes

  init(
    of outgoing: OutgoingActivity,
    addresses: Addresses,
    flows: Flows,
    known: KnownNodes
  ) {
    self.outgoing = outgoing
    self.addresses = addresses
    self.flows = flows
    self.known = known
  }

  /// Every inbox once; none of this node, and none that a rule or a closed valve keeps out.
  func inboxes(in tx: Transaction) throws -> [String] {
    if outgoing.audience == .territory {
      let scopes = try outgoing.activity.scopes(by: outgoing.actor, in: tx)
      return Set(members.map(\.record.inbox)).filter { passage(to: $0, scopes) < .refused }.sorted()
    }
    var inboxes: Set<String> = []
    for address in outgoing.activity.audience.addresses {
      try inboxes.formUnion(self.inboxes(of: address.string, in: tx))
    }
    inboxes.formUnion(outgoing.furtherInboxes)
    let scopes = try outgoing.activity.scopes(by: outgoing.actor, in: tx)
    return inboxes.filter { passage(to: $0, scopes) < .refused }.sorted()
  }

  /// The lanes of those inboxes that lie behind a valve which somebody reviews.
  func heldLanes(of inboxes: [String], in tx: Transaction) throws -> Set<String> {
    let scopes = try outgoing.activity.scopes(by: outgoing.actor, in: tx)
    let held = inboxes.filter { passage(to: $0, scopes) == .held }
    return Set(held.compactMap { Model.Origin(of: $0)?.description })
  }

  /// The nodes of the territory, and nobody else, whoever is named or follows or has reacted.
  private var members: [KnownNodes.Node] {
    guard let territory = outgoing.territory else { return [] }
    return known.members(of: territory).filter { node in
      if node.record.isReachable { return true }
      // It comes for what is its own; a node that is no peer has no lane here, it syncs.
      guard let peering = node.peering else { return false }
      return peering.state != .revoked
    }
  }

  private func inboxes(of address: String, in tx: Transaction) throws -> [String] {
    if address == outgoing.actor.endpoints.followers {
      return try tx.follows.remoteInboxes(of: outgoing.actor.id)
    }
    guard !addresses.isOwn(address), let actor = try tx.actors.find(uri: address), actor.isActive
    else { return [] }
    // A shared inbox has to work out whom a direct message is for; the personal one is plain.
    let isDirect = outgoing.audience == .direct
    return [isDirect ? actor.endpoints.inbox : actor.endpoints.sharedInbox ?? actor.endpoints.inbox]
  }

  private func passage(to inbox: String, _ scopes: Set<Scope>) -> FlowDecision.Passage {
    guard let origin = Model.Origin(of: inbox), !addresses.isOwn(inbox) else { return .refused }
    return flows.decision(
      about: origin.authority,
      .out,
      scopes,
      isOfTerritory: outgoing.audience == .territory
    ).passage
  }
}
