extension StringProtocol {
  /// Whether this is at most so many characters, in bytes that as many characters may need.
  ///
  /// What a person takes for one character may be any number of combining marks long (UAX #29), so
  /// that characters alone bound nothing. Eight bytes are enough for each of a text of flags.
  package func fits(_ characters: Int) -> Bool {
    utf8.count <= 8 * characters && count <= characters
  }
}
