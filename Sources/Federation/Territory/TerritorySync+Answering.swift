import Foundation
import Model
import Signatures
import Storage
import StrictJSON

extension TerritorySync {
  /// Who compares: by a key that is known, or by one that the comparison itself proves.
  package func caller(
    of request: RequestMessage,
    bringing body: () throws(Refusal) -> JSON,
    about territory: Digest
  ) async throws -> PeerDoor.Caller {
    let door = PeerDoor(services: services)
    do {
      return try door.caller(of: request)
    } catch Refusal.unauthenticated(let reason) {
      let proof = UnknownKey(services: services)
      guard let key = try await proof.key(of: request, bringing: body(), in: territory) else {
        throw Refusal.unauthenticated(reason)
      }
      var caller = try door.caller(of: request, followedBy: key.text)
      caller.isNewcomer = key.ground == .sight
      return caller
    }
  }

  /// Answers a node that compares.
  ///
  /// - Throws: `Refusal.absent` for who is not concerned: the territory is not shown to exist.
  package func answer(
    _ json: JSON,
    about territory: Digest,
    to caller: PeerDoor.Caller
  ) async throws -> JSONObject {
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    if !caller.isNewcomer { try await PeeringDesk(services: services).hear(caller.host) }
    let isMember = !caller.isNewcomer && holding.state.member(actor: caller.actor) != nil
    let message: SyncMessage
    if let log = holding.expelled(caller.actor) {
      // Nobody compares with it any more, but it is to know, and why.
      message = try SyncMessage(json)
      return try await answer(message, toExpelled: log, in: holding).document
    }
    guard try await mayCompare(caller, holding) else { throw Refusal.absent }
    message = try SyncMessage(json)
    _ = try await TerritoryLog(services: services).take(message.statements, into: territory) {
      // Whoever is not in yet speaks for itself alone.
      isMember || $0 == caller.actor
    }
    if isMember { _ = try await takePublications(message, of: territory, from: caller.host) }
    return try await answer(message, about: territory, to: caller.host, isMember: isMember).document
  }

  private func mayCompare(
    _ caller: PeerDoor.Caller,
    _ holding: TerritoryRegistry.Holding
  ) async throws -> Bool {
    if holding.concerns(caller.actor) { return true }
    return try await services.database.read {
      try TerritoryInvitations.exists(to: caller.host, holding.id, in: $0)
    }
  }

  /// Compares with what shows somebody how it was put out, as if there were nothing else.
  private func answer(
    _ message: SyncMessage,
    toExpelled log: Digest,
    in holding: TerritoryRegistry.Holding
  ) async throws -> SyncMessage {
    var sync = SyncState { digests in Digest(of: digests.flatMap(\.bytes)) }
    for digest in holding.ledger.proof(ofExpelling: log) { sync.insert(digest) }
    var answer = try await comparison(of: message, with: sync)
    // Of who was put out, nothing more is taken.
    answer.want = []
    return answer
  }

  /// What the other side lacks, and what is wanted of it; or the buckets, where they differ.
  private func comparison(
    of message: SyncMessage,
    with sync: SyncState
  ) async throws -> SyncMessage {
    var answer = SyncMessage()
    answer.root = sync.root
    answer.count = sync.count
    if let buckets = message.buckets {
      let difference = sync.difference(buckets: buckets, digests: message.digests)
      answer.statements = try await bodies(difference?.surplus ?? [])
      answer.want = Array((difference?.lacking ?? []).prefix(SyncMessage.mostDigests))
    } else if let root = message.root, root != sync.root {
      answer.buckets = sync.buckets
    }
    return answer
  }

  private func answer(
    _ message: SyncMessage,
    about territory: Digest,
    to host: String,
    isMember: Bool
  ) async throws -> SyncMessage {
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    let sync = holding.sync
    // It has all that is here, and so no more of this node's log.
    if isMember, message.root == sync.root {
      services.territories.confirmLog(in: territory, byAsking: host)
    }
    var answer = try await comparison(of: message, with: sync)
    guard isMember else { return answer }
    if let wanted = message.publicationsWanted {
      try await offer(wanted, of: territory, to: host, in: &answer)
    }
    if message.publicationsWanted != nil || !message.publications.isEmpty {
      answer.publicationsWanted = try await Publications(services: services).wanted(of: territory)
    }
    return answer
  }
}
