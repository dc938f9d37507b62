import Foundation

/// HTTP signatures as draft-cavage-http-signatures-12 wrote them and the network uses them.
package enum DraftCavage {
  /// What we cover: with content everything that carries meaning, without it target, host and date.
  static func covered(in request: RequestMessage) -> [String] {
    let target = ["(request-target)", "host", "date"]
    guard request.needsBodyCovered else { return target }
    return target + ["digest", "content-type"] + request.furtherCovered
  }

  /// Signs a request that already has its Host, Date and, with content, Digest and Content-Type.
  ///
  /// - Parameters:
  ///   - request: The request as it will be sent.
  ///   - signer: Who signs.
  /// - Returns: The Signature field.
  /// - Throws: `SignatureFailure` when a field to be covered is missing, or the key's failure.
  package static func sign(
    _ request: RequestMessage,
    as signer: Signer
  ) throws -> HeaderFields.Field {
    let covered = covered(in: request)
    let base = try signatureBase(of: request, covering: covered, created: nil, expires: nil)
    let signature = Base64.encode(try signer.key.sign(base))
    // Ed25519 has no name of its own in the draft: hs2019 leaves the choice to the key.
    let algorithm = if case .rsa = signer.key { "rsa-sha256" } else { "hs2019" }
    let value =
      "keyId=\"\(signer.keyID)\",algorithm=\"\(algorithm)\","
      + "headers=\"\(covered.joined(separator: " "))\",signature=\"\(signature)\""
    return HeaderFields.Field("signature", value)
  }

  /// The text that is signed (draft-cavage-12 §2.3): one line for each name, no line feed at the end.
  static func signatureBase(
    of request: RequestMessage,
    covering names: [String],
    created: Int?,
    expires: Int?
  ) throws(SignatureFailure) -> [UInt8] {
    var base: [UInt8] = []
    base.reserveCapacity(512)
    for name in names {
      if !base.isEmpty { base.append(0x0A) }
      base.append(contentsOf: name.utf8)
      base.append(contentsOf: ": ".utf8)
      switch name {
      case "(request-target)":
        base.append(contentsOf: request.method.lowercased().utf8)
        base.append(0x20)
        base.append(contentsOf: request.uri.target.utf8)
      case "(created)": base.append(contentsOf: try required(created, name).utf8)
      case "(expires)": base.append(contentsOf: try required(expires, name).utf8)
      default: base.append(contentsOf: try field(name, of: request).utf8)
      }
    }
    return base
  }

  private static func required(_ time: Int?, _ name: String) throws(SignatureFailure) -> String {
    guard let time else { throw .unavailable(name) }
    return String(time)
  }

  /// The value of a field.
  ///
  /// HTTP/2 has no Host field; the authority stands in for it (RFC 9113 §8.3.1).
  private static func field(
    _ name: String,
    of request: RequestMessage
  ) throws(SignatureFailure) -> String {
    guard let value = request.fields.combined(name) else {
      guard name == "host" else { throw .unavailable(name) }
      return request.uri.authority.text
    }
    guard !value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
      throw .malformed(.field)
    }
    return value
  }
}

extension UnverifiedSignature {
  /// Verifies a signature of the draft.
  func verify(
    _ parameters: DraftCavage.Parameters,
    with key: VerificationKey,
    now: Date,
    policy: SignaturePolicy
  ) throws(SignatureFailure) -> VerifiedSignature {
    guard Self.algorithm(parameters, fits: key) else { throw .algorithmRefused }
    for name in ["(request-target)", "host"] where !parameters.covered.contains(name) {
      throw .uncovered(name)
    }
    try checkHost()
    let date = try policy.check(try times(of: parameters), at: now)
    try checkDigests { parameters.covered.contains($0) }
    // Some sign a GET without its query (Protocol/signatures.md, "Accepting requests").
    for request in [request, request.withoutQuery].compactMap(\.self) {
      let base = try DraftCavage.signatureBase(
        of: request,
        covering: parameters.covered,
        created: parameters.created,
        expires: parameters.expires
      )
      if key.isValid(parameters.signature, for: base) { return VerifiedSignature(self, date: date) }
    }
    throw .invalid
  }

  /// The network reads hs2019 as "whatever the key is", never as the SHA-512 the draft meant by it.
  private static func algorithm(
    _ parameters: DraftCavage.Parameters,
    fits key: VerificationKey
  ) -> Bool {
    switch (parameters.algorithm, key) {
    case (nil, .rsa), ("hs2019", .rsa), ("rsa-sha256", .rsa): true
    case (nil, .ed25519), ("hs2019", .ed25519), ("ed25519", .ed25519): true
    default: false
    }
  }

  private func checkHost() throws(SignatureFailure) {
    guard let host = request.fields.combined("host") else { return }
    let authority = request.uri.authority
    guard Authority(scheme: authority.scheme, host) == authority else { throw .otherHost }
  }

  private func times(
    of parameters: DraftCavage.Parameters
  ) throws(SignatureFailure) -> SignatureTimes {
    var times = SignatureTimes()
    let covered = parameters.covered
    // The draft forbids these two with the older algorithm names (§2.3).
    if covered.contains("(created)") || covered.contains("(expires)") {
      guard [nil, "hs2019"].contains(parameters.algorithm) else { throw .algorithmRefused }
    }
    if covered.contains("(created)"), let created = parameters.created {
      times.made.append(Date(timeIntervalSince1970: Double(created)))
    }
    if covered.contains("date") { times.made.append(try coveredDate()) }
    times.expires = parameters.expires.map { Date(timeIntervalSince1970: Double($0)) }
    return times
  }
}
