import Foundation
import StrictJSON
import Testing

@testable import Signatures

/// The vectors of the Protocol folder, which the tests read as any other implementer would.
enum Vectors {
  static func load(_ path: String) throws -> JSON {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Protocol/vectors").standardizedFileURL
    return try JSON.parse(Array(Data(contentsOf: folder.appending(path: path))))
  }

  /// The published test key of a name.
  static func key(_ name: String) throws -> JSON {
    let keys = try required(load("signatures/keys.json")["keys"]?.array)
    return try required(keys.first { $0["name"]?.string == name })
  }

  static func verificationKey(_ name: String) throws -> VerificationKey {
    let key = try key(name)
    let pem = try required(key["publicPem"]?.string)
    switch key["kind"]?.string {
    case "small-rsa": return try VerificationKey(unsafeSmallRSA: pem)
    case "p256": return try VerificationKey(p256: pem)
    default: return try VerificationKey(pem: pem)
    }
  }

  static func signingKey(_ name: String) throws -> SigningKey {
    try SigningKey(pem: required(key(name)["privatePem"]?.string))
  }
}

/// One signed message of the vectors.
struct SignatureVector: Sendable, CustomTestStringConvertible {
  let json: JSON

  static func all(in file: String) throws -> [SignatureVector] {
    try required(Vectors.load("signatures/\(file).json")["vectors"]?.array).map(
      SignatureVector.init
    )
  }

  var testDescription: String { json["name"]?.string ?? "unnamed" }
  var base: String { json["base"]?.string ?? "" }
  var signature: String { json["signature"]?.string ?? "" }
  var signatureInput: String? { json["signatureInput"]?.string }
  var key: VerificationKey {
    get throws { try Vectors.verificationKey(required(json["key"]?.string)) }
  }

  /// The request with the vector's signature fields.
  var request: RequestMessage {
    get throws {
      let request = try required(json["request"])
      return RequestMessage(
        method: try required(request["method"]?.string),
        uri: try required(TargetURI(required(request["url"]?.string))),
        fields: json["response"] == nil ? try signed(request) : try fields(request),
        body: BodyDigest(of: Array((request["body"]?.string ?? "").utf8))
      )
    }
  }

  /// The response with the vector's signature fields; nil when the request itself is signed.
  var response: ResponseMessage? {
    get throws {
      guard let response = json["response"] else { return nil }
      return ResponseMessage(
        status: try required(response["status"]?.int),
        fields: try signed(response),
        to: try request
      )
    }
  }

  private func fields(_ message: JSON) throws -> HeaderFields {
    HeaderFields(
      try required(message["fields"]?.array).map {
        (try required($0[0]?.string), try required($0[1]?.string))
      }
    )
  }

  private func signed(_ message: JSON) throws -> HeaderFields {
    var fields = try fields(message)
    fields.append("signature", signature)
    if let signatureInput { fields.append("signature-input", signatureInput) }
    return fields
  }
}

/// The value, or the end of the test; unlike the macro it can stand inside itself.
func required<Value>(
  _ value: Value?,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Value {
  try #require(value, sourceLocation: sourceLocation)
}

/// A small repeatable generator (SplitMix64), so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
