import ACME
import Crypto
import Foundation
import Signatures
import StrictJSON

/// What a test authority refuses with.
enum TestProblem: Error {
  case problem(String, String, status: Int, retryAfter: Int? = nil)

  static var missing: Self { .problem("malformed", "there is nothing here", status: 404) }

  static func bad(_ kind: String, _ detail: String) -> Self {
    .problem(kind, detail, status: 400)
  }

  var response: ACMEResponse {
    guard case .problem(let kind, let detail, let status, let seconds) = self else {
      return ACMEResponse(status: 500, fields: [], body: [])
    }
    let json: JSON = [
      "type": .string("urn:ietf:params:acme:error:\(kind)"), "detail": .string(detail),
      "status": .integer(status),
    ]
    return ACMEResponse(
      status: status,
      fields: [("Content-Type", "application/problem+json")]
        + (seconds.map { [("Retry-After", "\($0)")] } ?? []),
      body: json.serialized()
    )
  }
}

/// A request whose signature was found to be good.
struct TestCall {
  let payload: JSON?
  /// The account's URL; for a new one its key.
  let account: String?
  let key: JSONObject

  var thumbprint: String {
    Base64URL.encode(Array(SHA256.hash(data: Data(key.serialized()))))
  }
}

extension TestAuthority {
  /// Verifies a flattened JWS as RFC 8555 §6 demands.
  func verified(_ body: [UInt8], at url: String) throws(TestProblem) -> TestCall {
    guard let json = try? JSON.parse(body), let protected = json["protected"]?.string,
      let payload = json["payload"]?.string, let signature = json["signature"]?.string,
      let header = Base64URL.decode(protected).flatMap({ try? JSON.parse($0) }),
      let bytes = Base64URL.decode(signature), let content = Base64URL.decode(payload)
    else { throw .bad("malformed", "no flattened JWS") }
    guard header["alg"]?.string == "ES256" else { throw .bad("badSignatureAlgorithm", "not ES256") }
    guard header["url"]?.string == url else { throw .bad("unauthorized", "signed for elsewhere") }
    try spend(header["nonce"]?.string)
    let known = state.withLock(\.accounts)
    let id = header["kid"]?.string
    guard (id == nil) != (header["jwk"] == nil) else { throw .bad("malformed", "jwk or kid") }
    guard
      let key = id.map({ id in known.values.first { $0.id == id }?.key }) ?? header["jwk"]?.object
    else { throw .bad("accountDoesNotExist", "no such account") }
    guard let x = key["x"]?.string.flatMap(Base64URL.decode),
      let y = key["y"]?.string.flatMap(Base64URL.decode),
      let publicKey = try? P256.Signing.PublicKey(rawRepresentation: Data(x + y)),
      let ecdsa = try? P256.Signing.ECDSASignature(rawRepresentation: Data(bytes)),
      publicKey.isValidSignature(ecdsa, for: Data("\(protected).\(payload)".utf8))
    else { throw .bad("unauthorized", "the signature is wrong") }
    return TestCall(
      payload: content.isEmpty ? nil : try? JSON.parse(content),
      account: id,
      key: key
    )
  }

  /// Each nonce is good once (RFC 8555 §6.5).
  private func spend(_ nonce: String?) throws(TestProblem) {
    let isGood = state.withLock { state in
      guard let nonce, state.nonces.remove(nonce) != nil else { return false }
      guard state.manner.badNonces > 0 else { return true }
      state.manner.badNonces -= 1
      return false
    }
    guard isGood else { throw .bad("badNonce", "the nonce was used or never given") }
  }
}
