import Synchronization

/// How much the node fetches in all and from one registrable domain, as token buckets.
///
/// A stranger's activity can make the node fetch; this bounds what all strangers cause together.
package final class FetchBudget: Sendable {
  /// How many fetches may come at once, and how many more each second.
  package struct Rate: Sendable {
    package let burst: Double
    package let perSecond: Double

    package init(burst: Int, perSecond: Double) {
      precondition(burst > 0 && perSecond > 0, "a budget of nothing would refuse every fetch")
      self.burst = Double(burst)
      self.perSecond = perSecond
    }
  }

  private struct Bucket {
    var tokens: Double
    var filled: ContinuousClock.Instant
  }

  private struct State {
    var total: Bucket
    var domains: [RegistrableDomain: Bucket] = [:]
  }

  private static let maximumDomains = 4096

  private let total: Rate
  private let perDomain: Rate
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state: Mutex<State>

  package init(
    total: Rate = Rate(burst: 600, perSecond: 50),
    perDomain: Rate = Rate(burst: 120, perSecond: 5),
    now: @escaping @Sendable () -> ContinuousClock.Instant
  ) {
    self.total = total
    self.perDomain = perDomain
    self.now = now
    state = Mutex(State(total: Bucket(tokens: total.burst, filled: now())))
  }

  /// Spends one fetch from that host, or fails if the node or the domain has had its share.
  package func spend(on host: String) throws(OutboundFailure) {
    let domain = RegistrableDomain(host)
    let instant = now()
    let exhausted: String? = state.withLock { state in
      Self.fill(&state.total, at: total, until: instant)
      var bucket = state.domains[domain] ?? Bucket(tokens: perDomain.burst, filled: instant)
      Self.fill(&bucket, at: perDomain, until: instant)
      guard bucket.tokens >= 1 else { return "\(domain)" }
      guard state.total.tokens >= 1 else { return "the whole node" }
      state.total.tokens -= 1
      bucket.tokens -= 1
      makeRoom(in: &state, at: instant)
      state.domains[domain] = bucket
      return nil
    }
    if let exhausted { throw .budgetExhausted(scope: exhausted) }
  }

  /// The number of domains remembered; bounded whatever strangers do.
  package var rememberedDomains: Int { state.withLock { $0.domains.count } }

  private static func fill(
    _ bucket: inout Bucket,
    at rate: Rate,
    until now: ContinuousClock.Instant
  ) {
    let seconds = max(0, bucket.filled.duration(to: now) / .seconds(1))
    bucket.tokens = min(rate.burst, bucket.tokens + seconds * rate.perSecond)
    bucket.filled = now
  }

  /// Forgets full buckets, which say nothing; under a flood of domains the total alone holds.
  private func makeRoom(in state: inout State, at now: ContinuousClock.Instant) {
    guard state.domains.count >= Self.maximumDomains else { return }
    state.domains = state.domains.filter { entry in
      var bucket = entry.value
      Self.fill(&bucket, at: perDomain, until: now)
      return bucket.tokens < perDomain.burst
    }
    if state.domains.count >= Self.maximumDomains { state.domains.removeAll() }
  }
}
