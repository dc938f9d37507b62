import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Federation
@testable import Signatures

/// `Protocol/vectors/territory/http.json`: signed requests, and the signed answers to them.
@Suite struct PeerSignatureVectorTests {
  @Test func `A request of the vectors is believed for its time and no longer`() throws {
    for exchange in try Exchange.all() {
      let signature = try UnverifiedSignature.parse(exchange.request)
      let verified = try PeerSignature.verify(
        signature,
        with: exchange.requestKey,
        now: exchange.receivedAt,
        policy: Exchange.policy
      )

      #expect(verified.nonce != nil)
      for late in [301.0, -302] {
        #expect(throws: SignatureFailure.self) {
          try PeerSignature.verify(
            signature,
            with: exchange.requestKey,
            now: exchange.receivedAt + late,
            policy: Exchange.policy
          )
        }
      }
    }
  }

  @Test func `A request is signed as in the vectors`() throws {
    for exchange in try Exchange.all() {
      let input = try MessageSignature.Received(in: exchange.request.fields)
      let base = try MessageSignature.signatureBase(
        of: exchange.request,
        covering: input.components,
        serialized: input.serialized
      )
      var bare = exchange.request
      for name in ["content-digest", "signature-input", "signature"] { bare.fields.remove(name) }
      let fields = try PeerSignature.sign(
        bare,
        as: exchange.signer(of: "request", input),
        nonce: try required(input.parameters.nonce, "nonce"),
        now: exchange.created(input)
      )

      #expect(
        try String(decoding: base, as: UTF8.self) == exchange.json.member("request").text("base")
      )
      try exchange.expect(fields, of: "request")
    }
  }

  @Test func `An answer of the vectors is believed by the key that must answer and no other`()
    throws
  {
    for exchange in try Exchange.all() {
      let keyID = try exchange.responseKeyID()
      try PeerSignature.verify(
        exchange.response,
        by: keyID,
        with: exchange.responseKey,
        now: exchange.receivedAt,
        policy: Exchange.policy
      )

      #expect(throws: SignatureFailure.self) {
        try PeerSignature.verify(
          exchange.response,
          by: keyID,
          with: exchange.requestKey,
          now: exchange.receivedAt,
          policy: Exchange.policy
        )
      }
    }
  }

  @Test func `An answer is signed as in the vectors`() throws {
    for exchange in try Exchange.all() {
      let input = try MessageSignature.Received(in: exchange.response.fields)
      let base = try MessageSignature.signatureBase(
        of: exchange.response,
        covering: input.components,
        serialized: input.serialized
      )
      var bare = exchange.response
      for name in ["content-digest", "signature-input", "signature"] { bare.fields.remove(name) }
      let fields = try PeerSignature.sign(
        bare,
        as: exchange.signer(of: "response", input),
        now: exchange.created(input)
      )

      #expect(
        try String(decoding: base, as: UTF8.self) == exchange.json.member("response").text("base")
      )
      try exchange.expect(fields, of: "response")
    }
  }

  @Test func `Attack: an answer to one request passes for no other`() throws {
    let exchanges = try Exchange.all()
    let ping = try required(exchanges.first { $0.request.uri.target == "/peering/ping" }, "ping")
    let offer = try required(exchanges.first, "offer")
    let swapped = ResponseMessage(
      status: ping.response.status,
      fields: ping.response.fields,
      body: ping.response.body,
      to: offer.request
    )

    #expect(throws: SignatureFailure.invalid) {
      try PeerSignature.verify(
        swapped,
        by: try ping.responseKeyID(),
        with: ping.responseKey,
        now: ping.receivedAt,
        policy: Exchange.policy
      )
    }
  }

  @Test func `Attack: an answer with another body or status is refused`() throws {
    let exchange = try required(Exchange.all().first, "a vector")
    let refusal = ResponseMessage(
      status: 403,
      fields: exchange.response.fields,
      body: exchange.response.body,
      to: exchange.request
    )
    let other = ResponseMessage(
      status: exchange.response.status,
      fields: exchange.response.fields,
      body: BodyDigest(of: Array("{}".utf8)),
      to: exchange.request
    )

    for changed in [refusal, other] {
      #expect(throws: SignatureFailure.self) {
        try PeerSignature.verify(
          changed,
          by: try exchange.responseKeyID(),
          with: exchange.responseKey,
          now: exchange.receivedAt,
          policy: Exchange.policy
        )
      }
    }
  }
}

/// One request with its answer.
private struct Exchange {
  static let policy = SignaturePolicy(maxAge: 300, maxFutureSkew: 300)

  let json: JSON
  let request: RequestMessage
  let response: ResponseMessage

  static func all() throws -> [Exchange] {
    try ProtocolFiles.vectors("http").list("vectors").map { try Exchange($0) }
  }

  init(_ json: JSON) throws {
    self.json = json
    let asked = try json.member("request")
    request = RequestMessage(
      method: try asked.text("method"),
      uri: try required(TargetURI(asked.text("url")), "url"),
      fields: try Self.fields(asked),
      body: BodyDigest(of: Array(try asked.text("body").utf8))
    )
    let answered = try json.member("response")
    response = ResponseMessage(
      status: try answered.number("status"),
      fields: try Self.fields(answered),
      body: BodyDigest(of: Array(try answered.text("body").utf8)),
      to: request
    )
  }

  private static func fields(_ json: JSON) throws -> HeaderFields {
    HeaderFields(try json.list("fields").map { try ($0.entry(0), $0.entry(1)) })
  }

  var receivedAt: Date {
    get throws { Date(timeIntervalSince1970: Double(try json.number("receivedAt"))) }
  }

  var requestKey: VerificationKey {
    get throws { try VerificationKey(multikey: json.member("request").text("key")) }
  }

  var responseKey: VerificationKey {
    get throws { try VerificationKey(multikey: json.member("response").text("key")) }
  }

  func responseKeyID() throws -> KeyID {
    try required(KeyID("\(request.uri.authority.origin)/actor#ed25519-key"), "key id")
  }

  func created(_ input: MessageSignature.Received) throws -> Date {
    Date(timeIntervalSince1970: Double(try required(input.parameters.created, "created")))
  }

  func signer(of part: String, _ input: MessageSignature.Received) throws -> Signer {
    try ProtocolFiles.signer(
      of: json.member(part).text("key"),
      keyID: try required(input.parameters.keyID, "keyid")
    )
  }

  /// The fields that a signer adds are those of the vector.
  func expect(_ fields: [HeaderFields.Field], of part: String) throws {
    let expected = try Self.fields(json.member(part))
    #expect(fields.count == 3)
    for field in fields { #expect(field.value == expected.combined(field.name)) }
  }
}

extension JSON {
  fileprivate func entry(_ index: Int) throws -> String {
    try required(array?[index].string, "entry \(index)")
  }
}
