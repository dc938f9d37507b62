import Crypto
import Foundation

/// The signature by which object stores know who asks: AWS Signature Version 4
/// (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
package struct AWSSignature: Sendable {
  package let accessKey: String
  package let secretKey: String
  package let region: String
  package let service: String

  package init(accessKey: String, secretKey: String, region: String, service: String = "s3") {
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.region = region
    self.service = service
  }

  /// A request as it will go over the wire.
  package struct Request: Sendable {
    package var method: String
    /// Encoded already.
    package var path: String
    /// All that is signed, `Host` and `X-Amz-Date` among it.
    package var fields: [(String, String)]
    /// SHA-256 of the body, in hexadecimal.
    package var payload: String

    package init(method: String, path: String, fields: [(String, String)], payload: String) {
      self.method = method
      self.path = path
      self.fields = fields
      self.payload = payload
    }
  }

  /// The value of `Authorization`.
  ///
  /// - Parameters:
  ///   - request: What is signed.
  ///   - time: As in `X-Amz-Date`: `20130524T000000Z`.
  /// - Returns: The field's value.
  package func authorization(of request: Request, at time: String) -> String {
    let fields = request.fields
      .map { (name: $0.0.lowercased(), value: $0.1.trimmingCharacters(in: .whitespaces)) }
      .sorted { $0.name < $1.name }
    let names = fields.map(\.name).joined(separator: ";")
    let canonical = [
      request.method, request.path, "", fields.map { "\($0.name):\($0.value)\n" }.joined(), names,
      request.payload,
    ].joined(separator: "\n")
    let day = String(time.prefix(8))
    let scope = "\(day)/\(region)/\(service)/aws4_request"
    let text = ["AWS4-HMAC-SHA256", time, scope, Self.hash(canonical)].joined(separator: "\n")
    let signature = Self.hexadecimal(Self.code(text, key(of: day)))
    return "AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope),SignedHeaders=\(names),"
      + "Signature=\(signature)"
  }

  private func key(of day: String) -> [UInt8] {
    [day, region, service, "aws4_request"].reduce(Array("AWS4\(secretKey)".utf8)) {
      Self.code($1, $0)
    }
  }

  private static func code(_ text: String, _ key: [UInt8]) -> [UInt8] {
    SharedSecret.proof(key, over: Array(text.utf8))
  }

  private static func hash(_ text: String) -> String {
    hexadecimal(SHA256.hash(data: Array(text.utf8)))
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 2 ? digits : "0\(digits)"
    }.joined()
  }
}
