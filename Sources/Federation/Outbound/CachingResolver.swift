import Model
import Synchronization

/// Remembers answers for a short while, so that a busy delivery lane does not ask for every post.
///
/// What comes out passes the guard every time, and the connection is made to that very address.
final class CachingResolver: HostResolving {
  private static let capacity = 1024

  private struct Answer {
    let addresses: [IPAddress]
    let expiry: ContinuousClock.Instant
  }

  private let resolver: any HostResolving
  private let lifetime: Duration
  private let answers = Mutex<[String: Answer]>([:])

  init(_ resolver: any HostResolving, lifetime: Duration) {
    self.resolver = resolver
    self.lifetime = lifetime
  }

  func addresses(of host: String) async throws(OutboundFailure) -> [IPAddress] {
    if let known = answers.withLock({ $0[host] }), known.expiry > .now { return known.addresses }
    let addresses = try await resolver.addresses(of: host)
    guard lifetime > .zero else { return addresses }
    remember(Answer(addresses: addresses, expiry: .now + lifetime), for: host)
    return addresses
  }

  private func remember(_ answer: Answer, for host: String) {
    answers.withLock { answers in
      if answers.count >= Self.capacity {
        let now = ContinuousClock.now
        answers = answers.filter { $0.value.expiry > now }
      }
      // A flood of names costs lookups, never memory.
      if answers.count >= Self.capacity { answers.removeAll() }
      answers[host] = answer
    }
  }
}
