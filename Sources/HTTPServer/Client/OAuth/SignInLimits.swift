import Foundation
import Model

/// Holds back who guesses passwords: by address, and by account from wherever and however its name
/// is written (threat 34).
struct SignInLimits: Sendable {
  private let addresses = RateLimiter(20, every: 600)
  private let accounts = RateLimiter(20, every: 600)

  /// Whether one more attempt may be made now.
  ///
  /// - Parameters:
  ///   - member: Who is meant; without anybody the address alone counts.
  ///   - address: Where the attempt comes from.
  ///   - now: The time.
  /// - Returns: False when there were too many.
  func allow(_ member: ActorID?, from address: IPAddress?, at now: Date) -> Bool {
    // An address that has had enough uses up nobody's attempts: else a single one could lock a
    // member out for as long as it likes.
    guard !addresses.standing(.address(of: address), at: now).isExceeded else { return false }
    return member.map { !accounts.standing(.row($0.rawValue), at: now).isExceeded } ?? true
  }
}
