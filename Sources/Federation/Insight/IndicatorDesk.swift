import Foundation
import Insight
import Model
import Signatures
import Storage
import StrictJSON

/// Counts this node's months, each once, and keeps what peers said as long as they share it.
package struct IndicatorDesk: Sendable {
  let services: FederationServices

  package init(services: FederationServices) { self.services = services }

  /// How many months are counted afterwards, when the node was off or is new to counting.
  private static let mostBehind = 24

  /// Counts what is over and was not counted, and drops what peers share no more.
  package func keep() async throws {
    let now = services.now()
    for month in try await due(at: now) { try await count(month, at: now) }
    let sharing = IndicatorSharing(services)
    let gone = try await services.database.read { try $0.indicators.hosts() }
      .filter { !sharing.passes(with: $0, .in) }
    guard !gone.isEmpty else { return }
    try await services.database.write { tx in
      for host in gone { try tx.indicators.remove(host: host) }
    }
  }

  /// The months that are over since the first member came, and were not counted, the earliest first.
  private func due(at now: Date) async throws -> [Month] {
    let last = Month.lastSettled(at: now)
    return try await services.database.read { tx in
      let counted = try tx.indicators.months(limit: 1).first
      let earliest = last.advanced(by: 1 - Self.mostBehind)
      let first = counted.map { $0.advanced(by: 1) } ?? earliest
      guard first <= last else { return [] }
      return try (max(first, earliest).number...last.number).map(Month.init(number:))
        .filter { try !tx.exchanges.members(at: $0.end).isEmpty }
    }
  }

  private func count(_ month: Month, at now: Date) async throws {
    let host = services.addresses.origin.authority
    let peers = services.known.nodes.map(\.host)
    let named = Set(IndicatorSharing(services).partners.map(\.host))
    // A month is long: reading it keeps no writer waiting.
    let indicators = try await services.database.read { tx in
      let last = try tx.indicators.lastShown(.members, before: month)
      return try MonthTally(month, tx)
        .indicators(peers: peers, lastMembers: last, at: Now(now))
    }
    let report = IndicatorReport(host: host, month: month, indicators: indicators)
    let signer = try services.keys.nodeSigner(.ed25519)
    let signed = try IntegrityProof.sign(report.document(naming: named), as: signer, created: now)
    let digest = try Digest(of: signed)
    let text = String(decoding: JSON.object(signed).serialized(), as: UTF8.self)
    try await services.database.write { tx in
      _ = try tx.indicators.insert(report, isOwn: true, digest: digest, document: text, at: now)
    }
  }
}
