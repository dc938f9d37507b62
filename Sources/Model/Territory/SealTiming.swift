import Foundation

/// How long a signer waits; local clocks decide when a seal comes to be, never what it says.
package struct SealTiming: Hashable, Sendable {
  /// From one seal to the next.
  package var minimumAge: TimeInterval
  /// Until a seal without a fact that its signer knows is refused rather than excused.
  package var omissionPatience: TimeInterval
  /// From a signature without effect to a new round.
  package var roundTimeout: TimeInterval
  /// Between the moments at which one elector after another may propose.
  package var slot: TimeInterval
  /// The age from which a seal with two successors is not given up.
  package var horizon: TimeInterval

  package init(
    minimumAge: TimeInterval,
    omissionPatience: TimeInterval,
    roundTimeout: TimeInterval,
    slot: TimeInterval,
    horizon: TimeInterval
  ) {
    self.minimumAge = minimumAge
    self.omissionPatience = omissionPatience
    self.roundTimeout = roundTimeout
    self.slot = slot
    self.horizon = horizon
  }

  package static let standard = SealTiming(
    minimumAge: 7 * 86400,
    omissionPatience: 2 * 86400,
    roundTimeout: 7 * 86400,
    slot: 30 * 60,
    horizon: 30 * 86400
  )

  /// For demonstrations and tests: the same, in seconds.
  package static let fast = SealTiming(
    minimumAge: 2,
    omissionPatience: 4,
    roundTimeout: 6,
    slot: 0.2,
    horizon: 60
  )
}

extension SealTiming {
  /// The standard in proportion to another time from one seal to the next, in seconds.
  package init(sealInterval: TimeInterval) {
    let standard = Self.standard
    let scale = sealInterval / standard.minimumAge
    self.init(
      minimumAge: sealInterval,
      omissionPatience: standard.omissionPatience * scale,
      roundTimeout: standard.roundTimeout * scale,
      slot: standard.slot * scale,
      horizon: standard.horizon * scale
    )
  }
}
