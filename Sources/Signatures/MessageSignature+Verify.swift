import Foundation

extension UnverifiedSignature {
  /// Verifies a signature of RFC 9421.
  func verify(
    _ received: MessageSignature.Received,
    with key: VerificationKey,
    now: Date,
    policy: SignaturePolicy
  ) throws(SignatureFailure) -> VerifiedSignature {
    guard received.algorithm(fits: key) else { throw .algorithmRefused }
    for name in ["@method", "@target-uri"] where !received.covers(name) { throw .uncovered(name) }
    let date = try policy.check(try times(of: received), at: now)
    try checkDigests { received.covers($0) }
    let base = try MessageSignature.signatureBase(
      of: request,
      covering: received.components,
      serialized: received.serialized
    )
    guard key.isValid(received.signature, for: base) else { throw .invalid }
    return VerifiedSignature(self, date: date)
  }

  private func times(
    of received: MessageSignature.Received
  ) throws(SignatureFailure) -> SignatureTimes {
    var times = SignatureTimes()
    if let created = received.parameters.created {
      times.made.append(Date(timeIntervalSince1970: Double(created)))
    }
    if received.covers("date") { times.made.append(try coveredDate()) }
    times.expires = received.parameters.expires.map { Date(timeIntervalSince1970: Double($0)) }
    return times
  }
}

extension MessageSignature.Received {
  /// Whether the component itself is covered, not only something derived from it.
  func covers(_ name: String) -> Bool {
    components.contains(MessageSignature.Component(name))
  }

  /// The key says the algorithm; a parameter may only agree (§3.2 step 6).
  func algorithm(fits key: VerificationKey) -> Bool {
    guard let algorithm = parameters.algorithm else { return true }
    return switch key {
    case .rsa: algorithm == "rsa-v1_5-sha256"
    case .ed25519: algorithm == "ed25519"
    case .p256: algorithm == "ecdsa-p256-sha256"
    }
  }
}
