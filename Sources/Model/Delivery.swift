import Foundation

/// One activity on its way to one inbox.
package struct Delivery: Sendable, Hashable {
  /// Where a delivery stands; what has arrived has no row any more.
  package enum State: String, Sendable { case waiting, held, abandoned }

  package var id: Int64
  package var activityID: ActivityID
  package var senderID: ActorID
  package var inbox: String
  /// Origin of the inbox: the lane it runs in.
  package var lane: String
  package var state: State
  package var attempts: Int
  package var notBefore: Date
  package var enqueuedAt: Date
  package var lastError: String?

  package init(
    id: Int64,
    activityID: ActivityID,
    senderID: ActorID,
    inbox: String,
    lane: String,
    state: State,
    attempts: Int,
    notBefore: Date,
    enqueuedAt: Date,
    lastError: String?
  ) {
    self.id = id
    self.activityID = activityID
    self.senderID = senderID
    self.inbox = inbox
    self.lane = lane
    self.state = state
    self.attempts = attempts
    self.notBefore = notBefore
    self.enqueuedAt = enqueuedAt
    self.lastError = lastError
  }
}

/// What the node remembers about a host it delivers to.
package struct DeliveryLane: Sendable, Hashable {
  package var lane: String
  /// Failures in a row.
  package var failures: Int
  /// The circuit breaker: nothing is sent before this.
  package var openUntil: Date?
  /// An admin stopped this lane.
  package var isPaused: Bool
  /// The signature scheme that worked last, as `Signatures.SignatureScheme` names it.
  package var signatureScheme: String?
  package var lastSuccessAt: Date?
  package var lastError: String?

  package init(
    lane: String,
    failures: Int = 0,
    openUntil: Date? = nil,
    isPaused: Bool = false,
    signatureScheme: String? = nil,
    lastSuccessAt: Date? = nil,
    lastError: String? = nil
  ) {
    self.lane = lane
    self.failures = failures
    self.openUntil = openUntil
    self.isPaused = isPaused
    self.signatureScheme = signatureScheme
    self.lastSuccessAt = lastSuccessAt
    self.lastError = lastError
  }
}
