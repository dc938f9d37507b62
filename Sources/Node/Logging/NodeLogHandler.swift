import Federation
import Foundation
import Logging

/// Writes one line per event to standard error, for people or for programs.
///
/// Whatever a remote side puts into a message stays inside its line: control characters and line
/// ends are escaped, and every value has a largest length.
package struct NodeLogHandler: LogHandler {
  package var logLevel: Logger.Level {
    get { own ?? Self.threshold.value }
    set { own = newValue }
  }
  /// A level of this logger alone; nothing: that of the process.
  private var own: Logger.Level?
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let format: LogFormat
  private let now: @Sendable () -> Date
  private let write: @Sendable (String) -> Void

  package init(
    label: String,
    level: Logger.Level?,
    format: LogFormat,
    now: @escaping @Sendable () -> Date = SystemClock.now,
    write: @escaping @Sendable (String) -> Void = StandardError.write
  ) {
    self.label = label
    own = level
    self.format = format
    self.now = now
    self.write = write
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let line = LogLine(
      time: Timestamp.text(of: now()),
      level: event.level,
      label: label,
      message: event.message.description,
      fields: fields(of: event)
    )
    switch format {
    case .text: write(line.text)
    case .json: write(line.json)
    }
  }

  /// The nearer source of a field wins: event, then task, then logger.
  private func fields(of event: LogEvent) -> [(name: String, value: String)] {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let given = event.metadata { all.merge(given) { $1 } }
    if let error = event.error { all["error"] = "\(error)" }
    return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
  }
}

extension NodeLogHandler {
  fileprivate static let threshold = Current<Logger.Level>(.info)

  /// Sets how much is logged, from now on, by loggers that have no level of their own.
  static func setLevel(_ level: Logger.Level) { threshold.set(level) }

  /// Makes all loggers of the process write this way.
  ///
  /// Call it once, before the first logger is made.
  package static func bootstrap(_ configuration: NodeConfiguration) {
    setLevel(configuration.logLevel)
    let format = configuration.logFormat
    LoggingSystem.bootstrap { label in
      NodeLogHandler(label: label, level: nil, format: format)
    }
  }
}

/// Standard error, written to in whole lines.
package enum StandardError {
  /// Writes a line with its end in one call, so that lines of several threads do not mix.
  package static let write: @Sendable (String) -> Void = { line in
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // Nobody is left to tell.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
