import Foundation

/// What this node asks of a signature before it believes it, whatever the sender chose to sign.
package struct SignaturePolicy: Hashable, Sendable {
  /// How old a signature may be, in seconds.
  package let maxAge: TimeInterval
  /// How far a sender's clock may run ahead of ours, in seconds.
  package let maxFutureSkew: TimeInterval

  package init(maxAge: TimeInterval = 300, maxFutureSkew: TimeInterval = 300) {
    self.maxAge = maxAge
    self.maxFutureSkew = maxFutureSkew
  }

  package static let standard = SignaturePolicy()

  /// Checks every time a signature names against the clock.
  func check(_ times: SignatureTimes, at now: Date) throws(SignatureFailure) -> Date {
    guard let latest = times.made.max() else { throw .undated }
    for time in times.made {
      guard now.timeIntervalSince(time) <= maxAge else { throw .stale }
      guard time.timeIntervalSince(now) <= maxFutureSkew else { throw .fromTheFuture }
    }
    if let expires = times.expires, expires < now { throw .expired }
    return latest
  }
}

/// The times a signature names: when it was made, by each clock it cites, and when it ends.
struct SignatureTimes {
  var made: [Date] = []
  var expires: Date?
}
