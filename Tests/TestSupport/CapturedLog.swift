import Logging
import Synchronization

/// Keeps the messages of a logger.
package final class CapturedLog: Sendable {
  // A class, since the logger and the test share it.
  private let lines = Mutex<[String]>([])

  package init() {}

  package var messages: [String] { lines.withLock { $0 } }

  package var logger: Logger {
    Logger(label: "test") { _ in Handler(log: self) }
  }

  private struct Handler: LogHandler {
    let log: CapturedLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.lines.withLock { $0.append(event.message.description) }
    }
  }
}
