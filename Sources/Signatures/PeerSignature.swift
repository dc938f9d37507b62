import Foundation

/// The signatures that nodes make to each other, on requests and on their answers.
///
/// RFC 9421 with the node's Ed25519 key, for one use and a short time (Protocol/peering.md).
package enum PeerSignature {
  /// The purpose that is named (RFC 9421 §2.3).
  package static let tag = "maillage-peer"

  /// For how long a signature is good, in seconds.
  private static let lifetime: Int64 = 300

  private static let ofRequest = ["@method", "@target-uri", "content-digest", "content-type"]

  private static let ofResponse = [
    MessageSignature.Component("@status"), MessageSignature.Component("content-digest"),
    MessageSignature.Component("@method", ofRequest: true),
    MessageSignature.Component("@target-uri", ofRequest: true),
  ]

  /// Signs a request with content.
  ///
  /// - Parameters:
  ///   - request: The request, with its Content-Type.
  ///   - signer: The node's Ed25519 key under its name.
  ///   - nonce: A text never used before by this node.
  ///   - now: The time on our clock.
  /// - Returns: The fields Content-Digest, Signature-Input and Signature.
  /// - Throws: When the request lacks what is signed.
  package static func sign(
    _ request: RequestMessage,
    as signer: Signer,
    nonce: String,
    now: Date
  ) throws -> [HeaderFields.Field] {
    var request = request
    request.fields.remove("content-digest")
    let digest = ContentDigest.contentDigest.field(for: request.body)
    request.fields.append(digest)
    var parameters = parameters(signer, now)
    parameters.nonce = nonce
    let input = MessageSignature.Input(
      ofRequest.map { MessageSignature.Component($0) },
      parameters
    )
    return [digest] + (try MessageSignature.sign(request, input, with: signer.key))
  }

  /// Signs the answer to a request.
  ///
  /// - Returns: The fields Content-Digest, Signature-Input and Signature.
  package static func sign(
    _ response: ResponseMessage,
    as signer: Signer,
    now: Date
  ) throws -> [HeaderFields.Field] {
    var response = response
    response.fields.remove("content-digest")
    let digest = ContentDigest.contentDigest.field(for: response.body)
    response.fields.append(digest)
    let input = MessageSignature.Input(ofResponse, parameters(signer, now))
    return [digest] + (try MessageSignature.sign(response, input, with: signer.key))
  }

  private static func parameters(
    _ signer: Signer,
    _ now: Date
  ) -> MessageSignature.Parameters {
    let created = Int64(now.timeIntervalSince1970.rounded(.down))
    var parameters = MessageSignature.Parameters(created: created, keyID: signer.keyID.value)
    parameters.expires = created + lifetime
    parameters.algorithm = "ed25519"
    parameters.tag = tag
    return parameters
  }

  // MARK: Checking

  /// Checks a request's signature; that its nonce is new is for the caller to see.
  ///
  /// - Throws: The first reason not to believe it.
  package static func verify(
    _ signature: UnverifiedSignature,
    with key: VerificationKey,
    now: Date,
    policy: SignaturePolicy
  ) throws(SignatureFailure) -> VerifiedSignature {
    guard case .ed25519 = key else { throw .algorithmRefused }
    guard case .messageSignature(let received) = signature.form else { throw .algorithmRefused }
    for name in ofRequest where !received.covers(name) { throw .uncovered(name) }
    guard received.parameters.tag == tag else { throw .uncovered("the tag \(tag)") }
    guard let nonce = received.parameters.nonce, (8...128).contains(nonce.utf8.count) else {
      throw .uncovered("a nonce")
    }
    try checkLifetime(of: received.parameters)
    return try signature.verify(with: key, now: now, policy: policy)
  }

  /// Checks the signature of an answer to a request of ours.
  ///
  /// - Parameters:
  ///   - response: The answer, with the request that it answers.
  ///   - keyID: The name of the key that the answer must be signed by.
  ///   - key: That key, known from before.
  ///   - now: The time on our clock.
  ///   - policy: What the node asks of times.
  /// - Throws: The first reason not to believe it.
  package static func verify(
    _ response: ResponseMessage,
    by keyID: KeyID,
    with key: VerificationKey,
    now: Date,
    policy: SignaturePolicy
  ) throws(SignatureFailure) {
    guard case .ed25519 = key else { throw .algorithmRefused }
    let received = try MessageSignature.Received(in: response.fields)
    guard received.algorithm(fits: key) else { throw .algorithmRefused }
    guard received.parameters.keyID.flatMap({ KeyID($0) }) == keyID else { throw .keyIDRefused }
    for component in ofResponse where !received.components.contains(component) {
      throw .uncovered(component.name)
    }
    guard received.parameters.tag == tag else { throw .uncovered("the tag \(tag)") }
    try checkLifetime(of: received.parameters)
    var times = SignatureTimes()
    times.made = received.parameters.created.map { [date($0)] } ?? []
    times.expires = received.parameters.expires.map(date)
    _ = try policy.check(times, at: now)
    guard let digest = response.fields.combined("content-digest") else {
      throw .unavailable("content-digest")
    }
    try ContentDigest.contentDigest.verify(digest, against: response.body)
    let base = try MessageSignature.signatureBase(
      of: response,
      covering: received.components,
      serialized: received.serialized
    )
    guard key.isValid(received.signature, for: base) else { throw .invalid }
  }

  private static func checkLifetime(
    of parameters: MessageSignature.Parameters
  ) throws(SignatureFailure) {
    guard let created = parameters.created else { throw .undated }
    guard let expires = parameters.expires, expires > created,
      expires.subtractingReportingOverflow(created).partialValue <= lifetime
    else { throw .uncovered("when the signature ends") }
  }

  private static func date(_ seconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(seconds))
  }
}
