import Synchronization

/// Lets a bounded number through per key at a time; the others wait in order of arrival.
final class FairGate<Key: Hashable & Sendable>: Sendable {
  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct Lane {
    var inside = 0
    var waiting: [Waiter] = []
  }

  private struct State {
    var lanes: [Key: Lane] = [:]
    var waiting = 0
    var lastID: UInt64 = 0
  }

  private let limit: Int
  private let maximumWaiting: Int
  private let state = Mutex(State())

  init(limit: Int, maximumWaiting: Int = 4096) {
    self.limit = limit
    self.maximumWaiting = maximumWaiting
  }

  /// Runs the body with a pass; cancelling the task gives up the place in the queue.
  func withPass<Value: Sendable>(
    for key: Key,
    _ body: () async throws(OutboundFailure) -> Value
  ) async throws(OutboundFailure) -> Value {
    try await enter(key)
    defer { leave(key) }
    return try await body()
  }

  /// Like `withPass(for:_:)`, for what fails in other ways as well.
  func pass<Value: Sendable>(
    for key: Key,
    _ body: () async throws -> Value
  ) async throws -> Value {
    try await enter(key)
    defer { leave(key) }
    return try await body()
  }

  private func enter(_ key: Key) async throws(OutboundFailure) {
    let id = try state.withLock { state throws(OutboundFailure) -> UInt64? in
      if state.lanes[key, default: Lane()].inside < limit {
        state.lanes[key, default: Lane()].inside += 1
        return nil
      }
      guard state.waiting < maximumWaiting else {
        throw .budgetExhausted(scope: "too many waiting")
      }
      state.waiting += 1
      state.lastID += 1
      return state.lastID
    }
    guard let id else { return }
    let isAdmitted = await withTaskCancellationHandler {
      await withCheckedContinuation { wait(in: key, Waiter(id: id, continuation: $0)) }
    } onCancel: {
      giveUp(id, in: key)
    }
    guard isAdmitted else { throw .cancelled }
  }

  /// Queues up, unless the task was cancelled or a place became free meanwhile.
  private func wait(in key: Key, _ waiter: Waiter) {
    let answer: Bool? = state.withLock { state in
      let hasPlace = state.lanes[key, default: Lane()].inside < limit
      if Task.isCancelled || hasPlace {
        state.waiting -= 1
        if !Task.isCancelled { state.lanes[key, default: Lane()].inside += 1 }
        return !Task.isCancelled
      }
      state.lanes[key, default: Lane()].waiting.append(waiter)
      return nil
    }
    if let answer { waiter.continuation.resume(returning: answer) }
  }

  private func giveUp(_ id: UInt64, in key: Key) {
    let waiter: Waiter? = state.withLock { state in
      guard let index = state.lanes[key]?.waiting.firstIndex(where: { $0.id == id }) else {
        return nil
      }
      state.waiting -= 1
      return state.lanes[key]?.waiting.remove(at: index)
    }
    waiter?.continuation.resume(returning: false)
  }

  /// Hands the pass to the first in the queue; a lane without anyone is forgotten.
  private func leave(_ key: Key) {
    let next: Waiter? = state.withLock { state in
      guard var lane = state.lanes[key] else { return nil }
      guard lane.waiting.isEmpty else {
        state.waiting -= 1
        let first = lane.waiting.removeFirst()
        state.lanes[key] = lane
        return first
      }
      lane.inside -= 1
      state.lanes[key] = lane.inside > 0 ? lane : nil
      return nil
    }
    next?.continuation.resume(returning: true)
  }
}
