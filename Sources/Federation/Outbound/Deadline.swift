import NIOCore

/// The moment by which a request and all it entails must be done.
struct Deadline: Sendable {
  let instant: NIODeadline

  init(after duration: Duration) {
    instant = .now() + TimeAmount(duration)
  }

  /// Runs the body and cancels it when the time has come, whatever it is waiting for.
  func hold<Value: Sendable>(
    on eventLoop: any EventLoop,
    _ body: @escaping @Sendable () async throws(OutboundFailure) -> Value
  ) async throws(OutboundFailure) -> Value {
    let task = Task { () async -> Result<Value, OutboundFailure> in
      do throws(OutboundFailure) {
        return .success(try await body())
      } catch {
        return .failure(error)
      }
    }
    let alarm = eventLoop.scheduleTask(deadline: instant) { task.cancel() }
    defer { alarm.cancel() }
    let result = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    if case .failure(.cancelled) = result, !Task.isCancelled, instant <= .now() { throw .timedOut }
    return try result.get()
  }
}
