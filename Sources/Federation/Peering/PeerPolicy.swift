import Model
import Storage
import Synchronization

/// The admin's rules about other nodes; what follows from them, ``Flows`` says.
package final class PeerPolicy: Sendable {
  // A class, since the rules are read on every request and shared by all.
  private let rules = Mutex(PolicyRules())

  package init() {}

  /// Reads the rules anew, at the start and after a change.
  package func reload(from database: NodeDatabase) async throws {
    let current = PolicyRules(try await database.read { try $0.policies.all() })
    rules.withLock { $0 = current }
  }

  /// The rule that decides about a host; nothing when none speaks of it.
  package func rule(for host: String) -> PolicyRule? {
    rules.withLock { $0.deciding(about: host) }
  }

  /// The narrowest rule that speaks of a host, also one that says nothing of whether to deal with it.
  package func narrowestRule(for host: String) -> PolicyRule? {
    rules.withLock { $0.narrowest(about: host) }
  }

  /// Whether a rule stops exchange with a host, whatever was agreed with it.
  package func isSuspended(_ host: String) -> Bool { rule(for: host)?.action == .suspend }

  /// - Throws: `Refusal.againstPolicy` when a rule stops exchange with the host.
  package func requireAdmitted(_ host: String) throws(Refusal) {
    guard !isSuspended(host) else {
      throw .againstPolicy("This node does not exchange with \(host).")
    }
  }
}
