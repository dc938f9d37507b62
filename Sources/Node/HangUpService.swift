import ServiceLifecycle
import UnixSignals

/// Calls what has to be read again when the process gets SIGHUP.
///
/// A signal can have one handler in a process, so all that follows from it is listed here.
package struct HangUpService: Service {
  private let actions: [@Sendable () async -> Void]

  package init(_ actions: [@Sendable () async -> Void]) {
    self.actions = actions
  }

  package func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      for action in actions { await action() }
    }
  }
}
