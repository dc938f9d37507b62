import Foundation
import Testing

@testable import Signatures

/// A sender and a request of hers, for the tests that bend them.
struct Correspondence {
  static let now = Date(timeIntervalSince1970: 1_790_000_000)
  static let body = Array(#"{"type":"Follow"}"#.utf8)
  static let rsa = Result { try Vectors.signingKey("test-key-rsa") }
  static let ed25519 = Result { try Vectors.signingKey("test-key-ed25519") }

  let signer: Signer
  let key: VerificationKey

  init(ed25519: Bool = false) throws {
    let key = try (ed25519 ? Self.ed25519 : Self.rsa).get()
    signer = Signer(keyID: try required(KeyID("https://a.example/users/alice#main-key")), key: key)
    self.key = key.verificationKey
  }

  /// A delivery to `b.example`, signed.
  func delivery(
    by scheme: SignatureScheme,
    to url: String = "https://b.example/inbox?x=1",
    at date: Date = now
  ) throws -> RequestMessage {
    let request = RequestMessage(
      method: "POST",
      uri: try required(TargetURI(url)),
      fields: ["Content-Type": "application/activity+json"],
      body: BodyDigest(of: Self.body)
    )
    return try signed(request, by: scheme, at: date)
  }

  /// A fetch from `b.example`, signed.
  func fetch(
    by scheme: SignatureScheme,
    from url: String = "https://b.example/users/bob"
  ) throws -> RequestMessage {
    let uri = try required(TargetURI(url))
    return try signed(RequestMessage(method: "GET", uri: uri), by: scheme, at: Self.now)
  }

  private func signed(
    _ request: RequestMessage,
    by scheme: SignatureScheme,
    at date: Date
  ) throws -> RequestMessage {
    var request = request
    request.fields = try signer.sign(request, by: scheme, now: date)
    return request
  }

  /// The same delivery, covering only what is named, so validly signed but saying too little.
  func delivery(by scheme: SignatureScheme, covering names: [String]) throws -> RequestMessage {
    var request = try delivery(by: scheme)
    request.fields.remove("signature")
    request.fields.remove("signature-input")
    switch scheme {
    case .draftCavage:
      let base = try DraftCavage.signatureBase(
        of: request,
        covering: names,
        created: nil,
        expires: nil
      )
      let signature = Base64.encode(try signer.key.sign(base))
      request.fields.append(
        "signature",
        "keyId=\"\(signer.keyID)\",algorithm=\"rsa-sha256\","
          + "headers=\"\(names.joined(separator: " "))\",signature=\"\(signature)\""
      )
    case .messageSignature:
      let input = MessageSignature.Input(
        names.filter { $0 != "created" }.map { MessageSignature.Component($0) },
        MessageSignature.Parameters(
          created: names.contains("created") ? Int64(Self.now.timeIntervalSince1970) : nil,
          keyID: signer.keyID.value
        )
      )
      for field in try MessageSignature.sign(request, input, with: signer.key) {
        request.fields.append(field)
      }
    }
    return request
  }

  @discardableResult
  func verify(
    _ request: RequestMessage,
    at now: Date = now,
    policy: SignaturePolicy = .standard
  ) throws -> VerifiedSignature {
    try UnverifiedSignature.parse(request).verify(with: key, now: now, policy: policy)
  }
}

extension RequestMessage {
  /// The same fields under another method, address or content.
  func changing(
    method: String? = nil,
    uri: TargetURI? = nil,
    body: BodyDigest? = nil
  ) -> RequestMessage {
    RequestMessage(
      method: method ?? self.method,
      uri: uri ?? self.uri,
      fields: fields,
      body: body ?? self.body
    )
  }

  /// The same request with one field replaced.
  func replacing(_ name: String, with value: String) -> RequestMessage {
    var copy = self
    copy.fields.remove(name)
    copy.fields.append(name, value)
    return copy
  }
}
