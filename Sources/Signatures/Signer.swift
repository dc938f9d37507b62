import Foundation

/// Who signs: a key under the name by which others find its public half.
package struct Signer: Sendable {
  package let keyID: KeyID
  package let key: SigningKey

  package init(keyID: KeyID, key: SigningKey) {
    self.keyID = keyID
    self.key = key
  }

  /// Completes and signs a request about to be sent.
  ///
  /// Adds Host, Date and, when the request carries content, the digest its scheme covers.
  ///
  /// - Parameters:
  ///   - request: The request; with content it must have a Content-Type.
  ///   - scheme: The scheme the receiver is known to understand.
  ///   - now: The time on our clock.
  /// - Returns: All fields to send.
  /// - Throws: `SignatureFailure` when a field to be covered is missing, or the key's failure.
  package func sign(
    _ request: RequestMessage,
    by scheme: SignatureScheme,
    now: Date
  ) throws -> HeaderFields {
    var request = request
    for name in ["host", "date", "digest", "content-digest", "signature", "signature-input"] {
      request.fields.remove(name)
    }
    request.fields.append("host", request.uri.authority.text)
    request.fields.append("date", HTTPDate.text(of: now))
    if request.needsBodyCovered {
      let digest: ContentDigest = scheme == .draftCavage ? .digest : .contentDigest
      request.fields.append(digest.field(for: request.body))
    }
    switch scheme {
    case .draftCavage: request.fields.append(try DraftCavage.sign(request, as: self))
    case .messageSignature:
      let input = MessageSignature.Input(for: request, keyID: keyID, created: now)
      for field in try MessageSignature.sign(request, input, with: key) {
        request.fields.append(field)
      }
    }
    return request.fields
  }
}
