import Foundation
import Model

/// When to try again, and when to stop: doubling pauses with jitter, over days.
struct DeliverySchedule: Sendable {
  /// How long a delivery is worth trying, in seconds.
  let lifetime: TimeInterval
  /// A number in 0..<1, random.
  let jitter: @Sendable () -> Double

  private static let firstPause: TimeInterval = 15
  private static let longestPause: TimeInterval = 6 * 3600
  private static let longestOpening: TimeInterval = 3600
  /// A host that asks for a longer pause than this is asked again after it all the same.
  private static let longestRetryAfter: TimeInterval = 24 * 3600

  /// After so many failures a delivery lets later ones of the same sender pass.
  static let attemptsBeforeStandingAside = 5

  /// After finding the host down so many times, a delivery lets others try.
  ///
  /// It may be the delivery that brings the host down. It takes more than an hour to get there, so
  /// that an ordinary outage leaves the order as it is.
  static let outagesBeforeStandingAside = 10

  /// The pause before a delivery's next attempt.
  func pause(afterAttempts attempts: Int) -> TimeInterval {
    spread(min(Self.firstPause * pow(2, Double(min(attempts, 20))), Self.longestPause))
  }

  /// How long the circuit of a lane stays open.
  func opening(afterFailures failures: Int, retryAfter: TimeInterval?) -> TimeInterval {
    if let retryAfter { return spread(min(max(retryAfter, 1), Self.longestRetryAfter)) }
    return spread(min(5 * pow(2, Double(min(failures, 20))), Self.longestOpening))
  }

  func hasExpired(_ delivery: Delivery, at now: Date) -> Bool {
    now.timeIntervalSince(delivery.enqueuedAt) > lifetime
  }

  /// Between 100 % and 125 % of a pause, so that nodes do not all come back at once.
  private func spread(_ pause: TimeInterval) -> TimeInterval { pause * (1 + jitter() / 4) }
}
