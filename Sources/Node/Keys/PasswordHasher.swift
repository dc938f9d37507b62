/// Hashes and checks passwords one at a time, since each takes 32 MB and 0.1 s.
package actor PasswordHasher {
  package init() {}

  /// The hash of a new password.
  package func hash(_ password: String) throws -> PasswordHash {
    try PasswordHash(of: password)
  }

  /// Whether the stored text is the hash of the password.
  ///
  /// Without a stored hash, or with a broken one, it takes as long and the answer is no.
  package func verifies(_ password: String, against stored: String?) -> Bool {
    guard let hash = stored.flatMap(PasswordHash.init) else {
      _ = PasswordHash.decoy.matches(password)
      return false
    }
    return hash.matches(password)
  }
}
