import Foundation

/// A letter that waits to be sent.
///
/// What it says is sealed: it may hold a one-time token.
package struct QueuedLetter: Sendable, Hashable {
  /// Why a letter is written.
  package enum Kind: String, Sendable, CaseIterable {
    case confirmation, invitation, passwordReset, signIn, notifications, trial, certificate

    /// How long sending it is tried, in seconds; later nobody wants to read it.
    package var life: TimeInterval {
      switch self {
      case .passwordReset, .trial: 3_600
      case .signIn: 86_400
      case .confirmation, .notifications, .certificate: 2 * 86_400
      case .invitation: 5 * 86_400
      }
    }
  }

  package var id: Int64
  package var member: ActorID?
  package var kind: Kind
  package var recipient: String
  package var sealed: [UInt8]
  package var attempts: Int
  package var notBefore: Date
  package var writtenAt: Date
  package var lastError: String?

  package init(
    id: Int64 = 0,
    to member: ActorID?,
    kind: Kind,
    recipient: MailAddress,
    sealed: [UInt8],
    writtenAt: Date
  ) {
    self.init(
      id: id,
      member: member,
      kind: kind,
      recipient: recipient.description,
      sealed: sealed,
      attempts: 0,
      notBefore: writtenAt,
      writtenAt: writtenAt,
      lastError: nil
    )
  }

  package init(
    id: Int64,
    member: ActorID?,
    kind: Kind,
    recipient: String,
    sealed: [UInt8],
    attempts: Int,
    notBefore: Date,
    writtenAt: Date,
    lastError: String?
  ) {
    self.id = id
    self.member = member
    self.kind = kind
    self.recipient = recipient
    self.sealed = sealed
    self.attempts = attempts
    self.notBefore = notBefore
    self.writtenAt = writtenAt
    self.lastError = lastError
  }

  /// When it is given up.
  package var endsAt: Date { writtenAt.addingTimeInterval(kind.life) }

  /// When it is tried again after a failure: half a minute, doubling up to an hour.
  ///
  /// - Returns: Nothing when it is given up by then.
  package func retry(at now: Date) -> Date? {
    let pause = min(30 * pow(2, Double(min(attempts, 7))), 3_600)
    let next = now.addingTimeInterval(pause)
    return next < endsAt ? next : nil
  }
}

/// An address that is not written to any more.
package struct MailPause: Sendable, Hashable {
  package let recipient: String
  /// What its server said, or who paused it.
  package let reason: String
  package let pausedAt: Date

  package init(recipient: String, reason: String, pausedAt: Date) {
    self.recipient = recipient
    self.reason = reason
    self.pausedAt = pausedAt
  }
}

/// What a link in a letter does once.
package enum MailTokenPurpose: String, Sendable, CaseIterable {
  case confirmation, passwordReset

  /// How long the link works, in seconds.
  package var life: TimeInterval {
    switch self {
    case .confirmation: 2 * 86_400
    case .passwordReset: 3_600
    }
  }
}
