import Foundation
import Synchronization

/// The nonces of requests that were taken lately, so that none is taken twice.
package final class NonceMemory: Sendable {
  // A class, since all requests share it.
  private static let capacity = 100_000
  /// Longer than any signature is good, clocks that differ included.
  private static let memory: TimeInterval = 900

  private let seen = Mutex<[String: Date]>([:])

  package init() {}

  /// True once for each nonce of a host; false also when too many came to remember them.
  func take(_ nonce: String, of host: String, at now: Date) -> Bool {
    seen.withLock { seen in
      if seen.count >= Self.capacity {
        seen = seen.filter { $0.value > now }
        guard seen.count < Self.capacity else { return false }
      }
      let name = "\(host) \(nonce)"
      if let until = seen[name], until > now { return false }
      seen[name] = now.addingTimeInterval(Self.memory)
      return true
    }
  }
}
