import Foundation

/// The clock of the machine: the one place where time comes from; all else is handed it.
package enum SystemClock {
  /// The time now.
  package static let now: @Sendable () -> Date = { Date() }
}
