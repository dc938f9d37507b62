import Logging
import ServiceLifecycle

/// What a worker does in rounds until the node stops, each with a rest after it.
///
/// A round that fails is logged, and the next one tries again: what hinders it must not end the service.
package struct Rounds: Sendable {
  private let logger: Logger
  private let complaint: Logger.Message

  /// - Parameters:
  ///   - logger: Hears of rounds that fail.
  ///   - complaint: What it hears, with the error beside it.
  package init(_ logger: Logger, failing complaint: Logger.Message) {
    self.logger = logger
    self.complaint = complaint
  }

  /// Goes round with the same rest each time.
  package func run(
    every pause: Duration,
    _ round: @escaping @Sendable () async throws -> Void
  ) async {
    await run(round) { try? await Task.sleep(for: pause) }
  }

  /// Goes round; `rest` returns when the task is cancelled.
  package func run(
    _ round: @escaping @Sendable () async throws -> Void,
    rest: @escaping @Sendable () async -> Void
  ) async {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await logger.attempt(complaint, round)
        await rest()
      }
    }
  }
}
