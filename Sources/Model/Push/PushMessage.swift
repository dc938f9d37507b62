import Foundation

/// Something an app is to be told, on its way to a push service.
package struct PushMessage: Sendable, Hashable {
  /// How soon a device that sleeps is to be woken (RFC 8030 §5.3).
  package enum Urgency: String, Sendable, CaseIterable {
    case veryLow = "very-low"
    case low, normal, high
  }

  /// For how long a message is worth telling, in seconds.
  package static let lifetime: TimeInterval = 86_400

  package var id: Int64
  package var subscriptionID: Int64
  /// What is encrypted for the app.
  package var body: [UInt8]
  package var urgency: Urgency
  /// A later message of the same topic takes the place of this one (RFC 8030 §5.4): up to 32 letters
  /// of base64 for URLs.
  package var topic: String?
  package var attempts: Int
  package var enqueuedAt: Date

  package init(
    id: Int64 = 0,
    to subscriptionID: Int64,
    body: [UInt8],
    urgency: Urgency = .normal,
    topic: String? = nil,
    attempts: Int = 0,
    enqueuedAt: Date
  ) {
    self.id = id
    self.subscriptionID = subscriptionID
    self.body = body
    self.urgency = urgency
    self.topic = topic
    self.attempts = attempts
    self.enqueuedAt = enqueuedAt
  }
}
