import Foundation

/// The admin holds back what others write for a while: peers are asked to come again, members read.
package struct Maintenance: Codable, Hashable, Sendable {
  /// What the admin says about it.
  package var message: String?
  package var since: Date
  /// When it ends by itself; nothing: when the admin says so.
  package var until: Date?

  package static let longestMessage = 500

  package init(message: String? = nil, since: Date, until: Date? = nil) {
    self.message = message
    self.since = since
    self.until = until
  }

  package func isOn(at now: Date) -> Bool { until.map { now < $0 } ?? true }

  /// After how many seconds it is worth asking again (`Retry-After`): soon enough for whoever
  /// comes back, and not so soon that all come at once again and again.
  package func retrySeconds(at now: Date) -> Int {
    guard let until else { return 300 }
    return Int(min(max(until.timeIntervalSince(now).rounded(.up), 60), 3_600))
  }

  /// What is answered to whoever cannot write now.
  package func refusal(at now: Date) -> Refusal {
    let words = message.map { ": \($0)" } ?? "."
    return .maintenance(
      "This node is in maintenance, and nothing can be written for now\(words)",
      seconds: retrySeconds(at: now)
    )
  }
}
