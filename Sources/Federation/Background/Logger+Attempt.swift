import Logging

extension Logger {
  /// Does what nobody waits for, and logs why it failed; not while the node stops, which ends everything.
  package func attempt(
    _ complaint: Logger.Message,
    _ body: () async throws -> Void
  ) async {
    do {
      try await body()
    } catch {
      guard !Task.isCancelled else { return }
      self.error(complaint, metadata: ["error": "\(error)"])
    }
  }
}
