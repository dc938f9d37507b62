import Foundation
import Model
import Storage
import StrictJSON

/// How peerings are kept: every change starts from what is kept, never from what was seen before.
extension PeeringDesk {
  private static let attempts = 20

  /// Changes the peering with a host as it is in the database now; one change at a time.
  ///
  /// What the other side just said is kept with the change; `also` is written in the same
  /// transaction and sees the peering as it was before. The change gets nothing where there is no
  /// peering, leaves nothing to remove it, and may be called again when somebody else wrote
  /// meanwhile.
  @discardableResult
  func modify(
    _ host: String,
    hearing offer: PeeringOffer? = nil,
    also: @escaping @Sendable (Transaction, Peering?) throws -> Void = { _, _ in },
    _ change: (inout Peering?) throws -> Void
  ) async throws -> Peering? {
    try await services.peeringGate.pass(for: "host \(host)") {
      for _ in 0..<Self.attempts {
        let before = try await services.database.read { try $0.peerings.find(host: host) }
        let found = try before.map(Self.peering)
        var peering = found
        try change(&peering)
        if let offer { peering?.hear(offer, at: services.now()) }
        let kept = peering
        guard kept != found || offer != nil else { return kept }
        let record = offer.map { JSON.object($0.recordDocument).serialized() } ?? before?.record
        let isDone = try await services.database.write { tx in
          guard try tx.peerings.find(host: host) == before else { return false }
          try also(tx, found)
          try Self.keep(kept, host, record, in: tx)
          return true
        }
        guard isDone else { continue }
        try await reload()
        return kept
      }
      throw Refusal.unavailable("The peering with \(host) keeps changing. Try again.")
    }
  }

  /// Changes a peering that there is.
  func change(
    existing host: String,
    _ change: (inout Peering) throws -> Void
  ) async throws -> Peering {
    let kept = try await modify(host) { found in
      guard var peering = found else { throw Refusal.absent }
      try change(&peering)
      found = peering
    }
    guard let kept else { throw Refusal.absent }
    return kept
  }

  /// A peer's next key was chosen when its key was: who holds the key later cannot choose another
  /// (Protocol/peering.md, keys).
  func requireCommitted(_ record: NodeRecord, after peering: Peering) throws(Refusal) {
    guard peering.state != .revoked, peering.state != .invited,
      let known = services.known.node(host: peering.host)?.record ?? peering.record
    else { return }
    let isCommitted =
      known.key == record.key
      ? known.nextKeyDigest == record.nextKeyDigest : known.nextKeyDigest == record.keyDigest
    guard isCommitted else {
      throw .forbidden("The record of \(peering.host) is not bound to the next key it had named.")
    }
  }

  private static func keep(
    _ peering: Peering?,
    _ host: String,
    _ record: [UInt8]?,
    in tx: Transaction
  ) throws {
    guard var bare = peering else {
      try tx.peerings.remove(host: host)
      return
    }
    bare.record = nil
    try tx.peerings.save(PeeringStore.Stored(peering: bare, record: record))
  }

  /// Notes a request that a peer signed; activities are noted where they are kept.
  package func hear(_ host: String) async throws {
    guard services.known.peering(with: host) != nil else { return }
    let now = services.now()
    try await services.database.write { try $0.peerings.markHeard(host, at: now) }
  }

  /// Puts the peerings of the database where the rest of federation looks.
  ///
  /// One at a time, so that no older view follows a newer one; and though who asked has gone, since
  /// what is kept has to be seen.
  package func reload() async throws {
    let services = services
    try await Task {
      try await services.peeringGate.pass(for: "all") {
        let stored = try await services.database.read { try $0.peerings.all() }
        services.known.setPeerings(try stored.map(Self.peering))
      }
    }.value
  }

  private static func peering(_ stored: PeeringStore.Stored) throws -> Peering {
    var peering = stored.peering
    peering.record = try stored.record.map { try NodeRecord(json: try JSON.parse($0)) }
    return peering
  }
}

extension Peering {
  fileprivate mutating func hear(_ offer: PeeringOffer, at now: Date) {
    theirs = offer.terms
    charters = offer.charters
    record = offer.record
    lastHeardAt = now
  }
}
