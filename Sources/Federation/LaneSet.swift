import Synchronization

/// The lanes of a queue that are being worked on.
final class LaneSet<Lane: Hashable & Comparable & Sendable>: Sendable {
  // A class, since a worker and its tasks share it.
  private struct State {
    var running: Set<Lane> = []
    var lastStarted: Lane?
  }

  private let state = Mutex(State())

  func insert(_ lane: Lane, atMost limit: Int) -> Bool {
    state.withLock { state in
      guard state.running.count < limit, state.running.insert(lane).inserted else { return false }
      state.lastStarted = lane
      return true
    }
  }

  func remove(_ lane: Lane) {
    state.withLock { _ = $0.running.remove(lane) }
  }

  /// Lanes that do not run, those after the last started first: nobody waits for ever.
  func rotated(_ lanes: [Lane]) -> [Lane] {
    state.withLock { state in
      let waiting = lanes.filter { !state.running.contains($0) }
      guard let last = state.lastStarted else { return waiting }
      return waiting.filter { $0 > last } + waiting.filter { $0 <= last }
    }
  }
}
