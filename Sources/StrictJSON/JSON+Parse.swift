extension JSON {
  /// Reads one document, strictly by RFC 8259 and without guessing.
  ///
  /// - Parameters:
  ///   - bytes: The document in UTF-8.
  ///   - limits: What is refused for its size.
  /// - Returns: The value.
  /// - Throws: Where and why the text was refused.
  package static func parse(
    _ bytes: [UInt8],
    limits: Limits = .standard
  ) throws(ParseError) -> JSON {
    try bytes.withUnsafeBufferPointer { (buffer) throws(ParseError) in
      var reader = JSONReader(buffer, limits: limits)
      return try reader.document()
    }
  }

  /// Reads one document from any bytes.
  package static func parse(
    _ bytes: some Collection<UInt8>,
    limits: Limits = .standard
  ) throws(ParseError) -> JSON {
    guard bytes.count <= limits.maxBytes else {
      throw ParseError(offset: limits.maxBytes, reason: .tooLong)
    }
    return try parse(Array(bytes), limits: limits)
  }

  /// Reads one document from a string.
  package static func parse(
    text: String,
    limits: Limits = .standard
  ) throws(ParseError) -> JSON {
    try parse(text.utf8, limits: limits)
  }
}
