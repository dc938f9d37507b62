import Synchronization

/// Wakes a worker that sleeps; being called twice before it looks is being called once.
package final class Wakeup: Sendable {
  // A class, since those who call and those who sleep share it. An `AsyncStream` will not do: it
  // ends for good when a task that waits for it is cancelled, which every time-out does.
  private struct State {
    var isCalled = false
    var lastSleeper = 0
    var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package func call() {
    let sleepers = state.withLock { state in
      state.isCalled = state.sleepers.isEmpty
      defer { state.sleepers = [:] }
      return state.sleepers.values.map(\.self)
    }
    for sleeper in sleepers { sleeper.resume() }
  }

  /// Returns at the next call, after some time, or when the task is cancelled.
  package func wait(atMost duration: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.sleep() }
      group.addTask { try? await Task.sleep(for: duration) }
      await group.next()
      group.cancelAll()
    }
  }

  private func sleep() async {
    let number = state.withLock { state in
      state.lastSleeper += 1
      return state.lastSleeper
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isAwake = state.withLock { state in
          if state.isCalled || Task.isCancelled {
            state.isCalled = state.isCalled && Task.isCancelled
            return true
          }
          state.sleepers[number] = continuation
          return false
        }
        if isAwake { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number) }?.resume()
    }
  }
}
