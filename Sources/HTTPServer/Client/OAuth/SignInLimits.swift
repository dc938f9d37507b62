import Foundation
import Model

/// Holds back who guesses passwords: by address, and by account from wherever (threat 34).
struct SignInLimits: Sendable {
  private let addresses = RateLimiter(20, every: 600)
  private let accounts = RateLimiter(20, every: 600)

  /// Whether one more attempt may be made now.
  func allow(_ name: String, from address: IPAddress?, at now: Date) -> Bool {
    let account = RateLimiter.Key.token(ClientSecret.digest(of: name.lowercased()))
    // Both count, also when one of them has had enough.
    let isAddressIn = !addresses.standing(.address(of: address), at: now).isExceeded
    let isAccountIn = !accounts.standing(account, at: now).isExceeded
    return isAddressIn && isAccountIn
  }
}
