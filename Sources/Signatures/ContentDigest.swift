import StrictJSON

/// The two header fields that tie a signature to the content: Digest and Content-Digest.
package enum ContentDigest: String, Sendable {
  /// `Digest: SHA-256=…` (RFC 3230), which draft-cavage signatures cover.
  case digest
  /// `Content-Digest: sha-256=:…:` (RFC 9530), which RFC 9421 signatures cover.
  case contentDigest = "content-digest"

  /// The field for a content.
  package func field(for body: BodyDigest) -> HeaderFields.Field {
    HeaderFields.Field(rawValue, value(for: body))
  }

  private func value(for body: BodyDigest) -> String {
    let text = Base64.encode(body.sha256)
    return self == .digest ? "SHA-256=\(text)" : "sha-256=:\(text):"
  }

  /// Checks a field's value against the content; other algorithms beside SHA-256 are passed over.
  ///
  /// - Parameters:
  ///   - value: The field's combined value.
  ///   - body: The digest of the content as it was transmitted.
  /// - Throws: `digestMismatch`, or `malformed` when the field has no readable SHA-256.
  package func verify(_ value: String, against body: BodyDigest) throws(SignatureFailure) {
    if value.hasSameBytes(as: self.value(for: body)) { return }
    let claimed = self == .digest ? try Self.digest(value) : try Self.contentDigest(value)
    guard claimed == body.sha256 else { throw .digestMismatch }
  }

  /// The SHA-256 of a Digest field, whose algorithm names ignore case.
  private static func digest(_ value: String) throws(SignatureFailure) -> [UInt8] {
    var found: [UInt8]?
    for entry in value.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .malformed(.digest) }
      let name = parts[0].drop { $0 == " " || $0 == "\t" }
      guard name.lowercased() == "sha-256" else { continue }
      guard found == nil, let bytes = Base64.decode(parts[1].utf8) else {
        throw .malformed(.digest)
      }
      found = bytes
    }
    guard let found else { throw .malformed(.digest) }
    return found
  }

  private static func contentDigest(_ value: String) throws(SignatureFailure) -> [UInt8] {
    let field = try StructuredField(dictionary: value, part: .contentDigest)
    guard let bytes = field.members["sha-256"]?.bytes else { throw .malformed(.contentDigest) }
    return bytes
  }
}
