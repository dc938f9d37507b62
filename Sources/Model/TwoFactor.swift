import Foundation

/// What a node keeps of a member's second factor.
package struct TwoFactor: Sendable, Hashable {
  package var memberID: ActorID
  package var sealedSecret: [UInt8]
  /// The time step of the last code that was taken: that one and older ones are taken no more (RFC
  /// 6238 §5.2).
  package var lastStep: Int64?
  /// Since when a code is asked for; nothing while it is only being set up.
  package var enabledAt: Date?
  package var createdAt: Date

  package init(
    memberID: ActorID,
    sealedSecret: [UInt8],
    lastStep: Int64? = nil,
    enabledAt: Date? = nil,
    createdAt: Date
  ) {
    self.memberID = memberID
    self.sealedSecret = sealedSecret
    self.lastStep = lastStep
    self.enabledAt = enabledAt
    self.createdAt = createdAt
  }
}
