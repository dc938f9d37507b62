import Model
import Synchronization

/// Hashes and checks passwords one at a time, since each takes 32 MB and 0.1 s.
///
/// So many wait for their turn and no more: who comes then is told to come later (threat 34).
package actor PasswordHasher {
  private let mostWaiting: Int
  private let waiting = Mutex(0)

  package init(mostWaiting: Int = 32) { self.mostWaiting = mostWaiting }

  /// The hash of a new password.
  ///
  /// - Throws: `Refusal.unavailable` when too many wait.
  package nonisolated func hash(_ password: String) async throws -> PasswordHash {
    try enter()
    defer { leave() }
    return try await made(of: password)
  }

  /// Whether the stored text is the hash of the password.
  ///
  /// Without a stored hash, or with a broken one, it takes as long and the answer is no.
  ///
  /// - Throws: `Refusal.unavailable` when too many wait.
  package nonisolated func verifies(
    _ password: String,
    against stored: String?
  ) async throws -> Bool {
    try enter()
    defer { leave() }
    return await matches(password, stored)
  }

  private nonisolated func enter() throws(Refusal) {
    let isLet = waiting.withLock { count in
      guard count < mostWaiting else { return false }
      count += 1
      return true
    }
    guard isLet else {
      throw .unavailable("Too many people sign in at the moment; try again in half a minute.")
    }
  }

  private nonisolated func leave() { waiting.withLock { $0 -= 1 } }

  private func made(of password: String) throws -> PasswordHash { try PasswordHash(of: password) }

  private func matches(_ password: String, _ stored: String?) -> Bool {
    guard let hash = stored.flatMap(PasswordHash.init) else {
      _ = PasswordHash.decoy.matches(password)
      return false
    }
    return hash.matches(password)
  }
}
