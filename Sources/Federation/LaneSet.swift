import Synchronization

/// The lanes of a queue that are being worked on.
final class LaneSet<Lane: Hashable & Comparable & Sendable>: Sendable {
  // A class, since a worker and its tasks share it.
  private struct State {
    /// With the time of the last step of each.
    var running: [Lane: ContinuousClock.Instant] = [:]
    var lastStarted: Lane?
  }

  /// After how long a lane that waits for its far side makes room for another.
  static var patience: Duration { .seconds(1) }

  /// How many times the limit may run, with those that only wait.
  static var mostWaiting: Int { 4 }

  private let state = Mutex(State())

  /// Those that run now.
  var lanes: Set<Lane> { state.withLock { Set($0.running.keys) } }

  /// Starts a lane if there is room for it.
  ///
  /// A lane without a step since `patience` costs no processor and hardly any memory. So that hosts
  /// that hang do not take the places of those that answer, it does not count: only the sum of all
  /// is bounded, by `mostWaiting` times the limit.
  func insert(
    _ lane: Lane,
    atMost limit: Int,
    at now: ContinuousClock.Instant = .now
  ) -> Bool {
    state.withLock { state in
      guard state.running[lane] == nil, state.running.count < limit * Self.mostWaiting,
        state.running.values.count(where: { $0 + Self.patience > now }) < limit
      else { return false }
      state.running[lane] = now
      state.lastStarted = lane
      return true
    }
  }

  /// How long a worker may sleep that nobody calls.
  ///
  /// While all places are taken, no longer than until the first lane that only waits gives up its own: that happens
  /// by the clock, and nobody calls for it.
  func rest(
    atMost limit: Int,
    longest: Duration = .seconds(1),
    at now: ContinuousClock.Instant = .now
  ) -> Duration {
    state.withLock { state in
      let counting = state.running.values.filter { $0 + Self.patience > now }
      guard counting.count >= limit, state.running.count < limit * Self.mostWaiting,
        let first = counting.min()
      else { return longest }
      return min(first + Self.patience - now, longest)
    }
  }

  /// Notes that a lane has got on.
  func step(_ lane: Lane, at now: ContinuousClock.Instant = .now) {
    state.withLock { if $0.running[lane] != nil { $0.running[lane] = now } }
  }

  func remove(_ lane: Lane) {
    state.withLock { _ = $0.running.removeValue(forKey: lane) }
  }

  /// Lanes that do not run, those after the last started first: nobody waits for ever.
  func rotated(_ lanes: [Lane]) -> [Lane] {
    state.withLock { state in
      let waiting = lanes.filter { state.running[$0] == nil }
      guard let last = state.lastStarted else { return waiting }
      return waiting.filter { $0 > last } + waiting.filter { $0 <= last }
    }
  }
}
