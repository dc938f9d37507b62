import Foundation

/// The two ways of signing a request that the network uses.
package enum SignatureScheme: String, Hashable, Sendable, CaseIterable {
  /// draft-cavage-http-signatures-12.
  case draftCavage
  /// RFC 9421.
  case messageSignature
}

/// A request's signature, read but not believed.
///
/// The key's name is read here, once; whoever fetches the key, binds it to an actor and verifies
/// all use this value.
package struct UnverifiedSignature: Sendable {
  package let keyID: KeyID
  let request: RequestMessage
  let form: Form

  /// The signature as its scheme wrote it.
  enum Form: Sendable {
    case draftCavage(DraftCavage.Parameters)
    case messageSignature(MessageSignature.Received)
  }

  package var scheme: SignatureScheme {
    switch form {
    case .draftCavage: .draftCavage
    case .messageSignature: .messageSignature
    }
  }

  /// Reads the one signature of a request: RFC 9421 if there is a Signature-Input, else the draft.
  package static func parse(
    _ request: RequestMessage
  ) throws(SignatureFailure) -> UnverifiedSignature {
    let (name, form) = try read(request)
    guard let keyID = KeyID(name) else { throw .keyIDRefused }
    return UnverifiedSignature(keyID: keyID, request: request, form: form)
  }

  private static func read(
    _ request: RequestMessage
  ) throws(SignatureFailure) -> (keyID: String, form: Form) {
    if request.fields.contains("signature-input") {
      let received = try MessageSignature.Received(in: request.fields)
      guard let name = received.parameters.keyID else { throw .keyIDRefused }
      return (name, .messageSignature(received))
    }
    let lines = request.fields.values(of: "signature")
    guard let line = lines.first else { throw .missing }
    guard lines.count == 1 else { throw .ambiguous }
    let parameters = try DraftCavage.Parameters(line)
    return (parameters.keyID, .draftCavage(parameters))
  }

  /// Whether the signature, once it is verified, vouches for a field.
  package func covers(_ field: String) -> Bool {
    switch form {
    case .draftCavage(let parameters): parameters.covered.contains(field)
    case .messageSignature(let received):
      received.components.contains(MessageSignature.Component(field))
    }
  }

  /// Checks the signature against the node's policy, the content and the key.
  ///
  /// - Parameters:
  ///   - key: The key that `keyID` names.
  ///   - now: The time on our clock.
  ///   - policy: What the node asks for.
  /// - Returns: The proof that the key's owner sent exactly this request.
  /// - Throws: The first reason not to believe it.
  package func verify(
    with key: VerificationKey,
    now: Date,
    policy: SignaturePolicy = .standard
  ) throws(SignatureFailure) -> VerifiedSignature {
    switch form {
    case .draftCavage(let parameters): try verify(parameters, with: key, now: now, policy: policy)
    case .messageSignature(let received): try verify(received, with: key, now: now, policy: policy)
    }
  }

  /// Checks each covered digest against the content; at least one is due when there is content.
  func checkDigests(covered: (String) -> Bool) throws(SignatureFailure) {
    var isBodyCovered = false
    for digest in [ContentDigest.digest, .contentDigest] where covered(digest.rawValue) {
      guard let value = request.fields.combined(digest.rawValue) else {
        throw .unavailable(digest.rawValue)
      }
      try digest.verify(value, against: request.body)
      isBodyCovered = true
    }
    guard isBodyCovered || !request.needsBodyCovered else { throw .uncovered("the content") }
  }

  /// The time of a covered Date field.
  func coveredDate() throws(SignatureFailure) -> Date {
    guard let text = request.fields.combined("date") else { throw .unavailable("date") }
    guard let date = HTTPDate.parse(text) else { throw .malformed(.date) }
    return date
  }
}

/// The proof that a key signed a request: there is no other way to make one than to verify.
package struct VerifiedSignature: Hashable, Sendable {
  package let keyID: KeyID
  package let scheme: SignatureScheme
  /// When the signature says it was made.
  package let date: Date
  /// The signature itself, by which a replay is recognised.
  package let signature: [UInt8]
  /// The purpose the sender named (RFC 9421 §2.3), if any.
  package let tag: String?
  package let nonce: String?

  init(_ unverified: UnverifiedSignature, date: Date) {
    keyID = unverified.keyID
    scheme = unverified.scheme
    self.date = date
    switch unverified.form {
    case .draftCavage(let parameters):
      signature = parameters.signature
      (tag, nonce) = (nil, nil)
    case .messageSignature(let received):
      signature = received.signature
      (tag, nonce) = (received.parameters.tag, received.parameters.nonce)
    }
  }
}
