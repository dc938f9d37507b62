import Foundation
import Model
import Storage

/// Which nodes this one has invited into a territory.
enum TerritoryInvitations {
  private static func key(_ host: String, _ territory: Digest) -> String {
    "invited \(territory.text) \(host)"
  }

  static func exists(to host: String, _ territory: Digest, in tx: Transaction) throws -> Bool {
    try tx.state.value(key(host, territory)) != nil
  }

  static func note(to host: String, _ territory: Digest, at now: Date, in tx: Transaction) throws {
    try tx.state.set(key(host, territory), to: "\(Int(now.timeIntervalSince1970))")
  }
}
