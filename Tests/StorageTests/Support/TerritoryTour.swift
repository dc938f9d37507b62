import Foundation
import Model

@testable import Storage

/// Every question that the stores of peerings, territories and what is held are asked.
struct TerritoryTour {
  let member: ActorID
  private let territory = Digest.sample(1)
  private let log = Digest.sample(9)
  private let host = "far.example"
  private let lane = "https://h1.example"
  private let uri = "https://far.example/posts/1"

  init(member: ActorID) { self.member = member }

  /// What is read in stretches.
  func pages(_ tx: Transaction) throws {
    _ = try tx.statements.all(of: territory)
    _ = try tx.statements.digests(of: territory)
    _ = try tx.publications.after(0, of: log, in: territory, limit: 10)
    _ = try tx.publications.heads(of: territory)
    _ = try tx.publications.digests(log, in: territory, at: 1)
    _ = try tx.peerings.valves(host)
    _ = try tx.tickets.open(at: Scene.now)
    _ = try tx.inbox.held(peer: host, limit: 10)
    _ = try tx.deliveries.held(lane: lane, limit: 10)
    _ = try tx.deliveries.collect(lane: lane, acknowledged: 0, limit: 10)
  }

  func tour(_ tx: Transaction) throws {
    try statements(tx)
    try publications(tx)
    try peerings(tx)
    try people(tx)
    try held(tx)
    _ = try tx.territories.remove(territory)
  }

  private func statements(_ tx: Transaction) throws {
    try tx.territory()
    _ = try tx.territories.find(territory)
    _ = try tx.territories.find(localName: "vallee")
    try tx.territories.setState(.member, of: territory)
    try tx.territories.setMember(log, of: territory, at: Scene.now)
    _ = try tx.statements.insert(.sample(2))
    _ = try tx.statements.bodies([.sample(2)], limit: 10)
    _ = try tx.statements.count(of: territory)
    _ = try tx.statements.count(log, in: territory, since: Scene.now)
    _ = try tx.statements.entries(log, in: territory)
    _ = try tx.statements.firstSeen(.sample(2))
  }

  private func publications(_ tx: Transaction) throws {
    _ = try tx.publications.insert(.sample(1, 1, post: uri))
    _ = try tx.publications.nextOwn(territory, log)
    _ = try tx.publications.forks(in: territory)
    _ = try tx.publications.missing(log, in: territory)
    _ = try tx.publications.find(activityURI: uri)
    _ = try tx.publications.numbers(of: uri, by: log, in: territory, limit: 9)
    _ = try tx.publications.numbers(by: member, log, in: territory)
    try tx.publications.settle([1, 2, 5], of: log, in: territory)
    _ = try tx.publications.isSettled(5, of: log, in: territory)
    _ = try tx.publications.forget(author: member)
    _ = try tx.publications.isFollowed(.sample(1), at: 1, of: log, in: territory)
    try waiting(tx)
    _ = try tx.publications.forget(postURI: uri)
  }

  private func waiting(_ tx: Transaction) throws {
    try tx.publications.wait(.sample(1, by: member, in: territory))
    _ = try tx.publications.hasWaiting(in: territory)
    _ = try tx.publications.countWaiting(in: territory)
    try tx.publications.endWaiting(ActivityID(rawValue: 1))
  }

  private func peerings(_ tx: Transaction) throws {
    try tx.peerings.save(.init(peering: .sample(host)))
    _ = try tx.peerings.find(host: host)
    try tx.peerings.markHeard(host, at: Scene.now)
    _ = try tx.peerings.waitingRequests()
    _ = try tx.peerings.lastHeard(host)
    _ = try tx.peerings.purgeRequests(before: Scene.now)
    _ = try tx.peerings.remove(host: host)
    let ticket = PeeringTicket(
      id: [1, 2, 3, 4, 5, 6, 7, 8],
      sealedSecret: [],
      scopes: [],
      expiresAt: Scene.now,
      createdAt: Scene.now
    )
    try tx.tickets.insert(ticket)
    _ = try tx.tickets.find(id: ticket.id)
    _ = try tx.tickets.use(id: ticket.id, by: host, at: Scene.now)
    _ = try tx.tickets.purge(before: Scene.now)
    try tx.tickets.remove(id: ticket.id)
  }

  private func people(_ tx: Transaction) throws {
    let entry = IntroductionStore.Entry(
      actorURI: uri,
      host: host,
      body: [],
      publishedAt: Scene.now
    )
    _ = try tx.introductions.save(entry)
    _ = try tx.introductions.of([uri])
    _ = try tx.introductions.count(host: host)
    try tx.introductions.markIntroduced(uri, .sample(1), to: host)
    _ = try tx.introductions.isIntroduced(uri, .sample(1), to: host)
    try tx.introductions.forgetIntroduced(to: host)
    _ = try tx.introductions.remove(host: host)
    try tx.acceptances.accept(.sample(3), of: territory, by: member, at: Scene.now)
    _ = try tx.acceptances.accepted(member, territory)
    _ = try tx.acceptances.count(.sample(3), of: territory)
  }

  private func held(_ tx: Transaction) throws {
    let proof = try OriginProof(of: "\(uri)/held", vouchedBy: uri)
    _ = try tx.inbox.insert(
      "Create",
      body: [],
      from: member,
      proof: proof,
      at: Scene.now,
      heldFor: host
    )
    _ = try tx.inbox.countHeld(peer: host)
    _ = try tx.inbox.release([1])
    _ = try tx.inbox.dropHeld([1])
    _ = try tx.inbox.dropHeld(before: Scene.now)
    _ = try tx.inbox.release(peer: host)
    _ = try tx.inbox.dropHeld(peer: host)
    _ = try tx.deliveries.abandon(lane: lane, before: Scene.now, error: "")
    _ = try tx.deliveries.release([1], at: Scene.now)
    _ = try tx.deliveries.release(lane: lane, at: Scene.now)
    _ = try tx.deliveries.dropHeld([1])
    _ = try tx.deliveries.dropHeld(lane: lane)
    _ = try tx.deliveries.dropHeld(before: Scene.now)
  }
}
