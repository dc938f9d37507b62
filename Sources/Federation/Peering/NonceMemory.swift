import Foundation
import Model
import Synchronization

/// The nonces of requests that were taken lately, so that none is taken twice.
///
/// Anybody can make up a host and fill a memory in its name: those of hosts that are not known have
/// one of their own, in which the oldest gives way.
package final class NonceMemory: Sendable {
  // A class, since all requests share it.

  private struct Memory {
    let capacity: Int
    var seen: [String: Date] = [:]
    /// In the order in which they came; those before `first` are forgotten.
    var order: [String] = []
    var first = 0

    mutating func forgetOldest() {
      seen[order[first]] = nil
      first += 1
      guard first > capacity else { return }
      order.removeFirst(first)
      first = 0
    }

    mutating func add(_ name: String, until: Date) {
      seen[name] = until
      order.append(name)
    }
  }

  private struct State {
    var known: Memory
    var strangers: Memory
  }

  /// Longer than any signature is good, clocks that differ included.
  private static let memory: TimeInterval = 900
  private let state: Mutex<State>

  package init(known: Int = 100_000, strangers: Int = 10_000) {
    state = Mutex(
      State(known: Memory(capacity: known), strangers: Memory(capacity: strangers))
    )
  }

  /// True once for each nonce of a host.
  ///
  /// - Throws: `Refusal.rateLimited` when hosts that are known sent too many to remember.
  func take(
    _ nonce: String,
    of host: String,
    isKnown: Bool,
    at now: Date
  ) throws(Refusal) -> Bool {
    let name = "\(host) \(nonce)"
    let isTaken = state.withLock { state -> Bool? in
      // Who becomes known meanwhile has used its nonces all the same.
      for seen in [state.known.seen[name], state.strangers.seen[name]] {
        if let seen, seen > now { return false }
      }
      return isKnown
        ? Self.add(name, to: &state.known, at: now, isDroppingUnspent: false)
        : Self.add(name, to: &state.strangers, at: now, isDroppingUnspent: true)
    }
    guard let isTaken else { throw .rateLimited(seconds: Int(Self.memory)) }
    return isTaken
  }

  private static func add(
    _ name: String,
    to memory: inout Memory,
    at now: Date,
    isDroppingUnspent: Bool
  ) -> Bool? {
    while memory.first < memory.order.count, memory.seen[memory.order[memory.first]] ?? now <= now {
      memory.forgetOldest()
    }
    if memory.seen.count >= memory.capacity {
      guard isDroppingUnspent else { return nil }
      memory.forgetOldest()
    }
    memory.add(name, until: now.addingTimeInterval(Self.memory))
    return true
  }
}
