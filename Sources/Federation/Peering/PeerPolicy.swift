import Model
import Storage
import Synchronization

/// Whether this node hears, serves and delivers to another, by its admin's rules.
package final class PeerPolicy: Sendable {
  // A class, since the rules are read on every request and shared by all.
  private let rules = Mutex<[PolicyRule]>([])

  package init() {}

  /// Reads the rules anew, at the start and after a change.
  package func reload(from database: NodeDatabase) async throws {
    let current = try await database.read { try $0.policies.all() }
    rules.withLock { $0 = current }
  }

  /// The rule that decides about a host; nothing when none speaks of it.
  package func rule(for host: String) -> PolicyRule? {
    rules.withLock { $0.deciding(about: host) }
  }

  package func isSuspended(_ host: String) -> Bool { rule(for: host)?.action == .suspend }

  package func isSilenced(_ host: String) -> Bool { rule(for: host)?.action == .silence }

  /// - Throws: `Refusal.againstPolicy` when the node does not deal with the host.
  package func requireAdmitted(_ host: String) throws(Refusal) {
    guard !isSuspended(host) else {
      throw .againstPolicy("This node does not exchange with \(host).")
    }
  }

  /// - Throws: `Refusal.againstPolicy` when the node does not deal with the host of a URL.
  package func requireAdmitted(hostOf url: String) throws(Refusal) {
    guard let origin = Origin(of: url) else { throw .malformed("\(url) is no usable address.") }
    try requireAdmitted(origin.authority)
  }
}
