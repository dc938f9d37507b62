extension JSON {
  /// How much of a document is read before it is refused.
  package struct Limits: Sendable, Hashable {
    package let maxBytes: Int
    package let maxDepth: Int
    package let maxValues: Int

    /// Limits for one kind of document; depth never exceeds 512, which the stack can hold.
    ///
    /// - Parameters:
    ///   - maxBytes: The longest text accepted.
    ///   - maxDepth: How far arrays and objects may nest.
    ///   - maxValues: How many values of any kind the document may hold.
    package init(maxBytes: Int = 1_048_576, maxDepth: Int = 64, maxValues: Int = 100_000) {
      self.maxBytes = maxBytes
      self.maxDepth = min(maxDepth, 512)
      self.maxValues = maxValues
    }

    package static let standard = Limits()
  }

  /// Where and why a text is not the JSON we accept.
  package struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    package let offset: Int
    package let reason: Reason

    package init(offset: Int, reason: Reason) {
      self.offset = offset
      self.reason = reason
    }

    package var description: String { "byte \(offset): \(reason.rawValue)" }
  }
}

extension JSON.ParseError {
  /// A closed list of reasons, each worded for a reader.
  package enum Reason: String, Sendable, Hashable {
    case tooLong = "the document is too long"
    case tooDeep = "arrays and objects nest too deeply"
    case tooManyValues = "the document holds too many values"
    case byteOrderMark = "the document begins with a byte order mark"
    case unexpectedEnd = "the document ends too early"
    case trailingBytes = "something follows the document"
    case expectedValue = "a value is expected here"
    case expectedKey = "a key in quotes is expected here"
    case expectedColon = "a colon is expected here"
    case expectedCommaOrEnd = "a comma or the end of the list is expected here"
    case duplicateKey = "a key appears twice in one object"
    case malformedNumber = "this is not a number as JSON writes them"
    case numberTooLong = "a number has too many digits"
    case controlCharacter = "a control character stands unescaped in a string"
    case unknownEscape = "a backslash is followed by something unknown"
    case loneSurrogate = "half of a surrogate pair stands alone"
    case invalidUTF8 = "a string is not valid UTF-8"
  }
}
