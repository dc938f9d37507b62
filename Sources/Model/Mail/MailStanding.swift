/// How things stand with a member's mail.
package struct MailStanding: Sendable, Hashable {
  package var address: String?
  package var preference: MailPreference
  /// Why nothing is sent to the address any more.
  package var pausedBecause: String?

  package init(address: String?, preference: MailPreference, pausedBecause: String?) {
    self.address = address
    self.preference = preference
    self.pausedBecause = pausedBecause
  }
}

/// What a member changes of it; what is nothing stays.
package struct MailChange: Sendable, Hashable {
  package var address: String?
  package var pace: MailPace?
  /// Nothing inside: none are quiet.
  package var quiet: QuietHours??
  package var tellsSignIns: Bool?

  package init() {}
}
