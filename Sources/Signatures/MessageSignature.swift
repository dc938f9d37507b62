import RawStructuredFieldValues

/// HTTP Message Signatures (RFC 9421), the part of them that federation uses.
package enum MessageSignature {
  /// One thing a signature covers: a field, or a component derived from the message (§2).
  package struct Component: Hashable, Sendable {
    package let name: String
    /// Whether a response's signature covers this of the request it answers (§2.4).
    package let isOfRequest: Bool

    package init(_ name: String, ofRequest isOfRequest: Bool = false) {
      self.name = name
      self.isOfRequest = isOfRequest
    }
  }

  /// The signature's own parameters (§2.3), which are always covered.
  package struct Parameters: Hashable, Sendable {
    package var created: Int64?
    package var expires: Int64?
    package var nonce: String?
    package var keyID: String?
    package var algorithm: String?
    package var tag: String?

    package init(created: Int64? = nil, keyID: String? = nil) {
      self.created = created
      self.keyID = keyID
    }
  }

  /// Signs a message by an input.
  ///
  /// - Parameters:
  ///   - message: The request or response as it will be sent, with every covered field.
  ///   - input: What to cover and under which parameters.
  ///   - key: The key that the input names.
  /// - Returns: The fields Signature-Input and Signature.
  /// - Throws: `SignatureFailure` when something to be covered is missing, or the key's failure.
  package static func sign(
    _ message: some SignedMessage,
    _ input: Input,
    with key: SigningKey
  ) throws -> [HeaderFields.Field] {
    let serialized = try input.serialized()
    let base = try signatureBase(of: message, covering: input.components, serialized: serialized)
    let signature = Base64.encode(try key.sign(base))
    let inputText = String(decoding: serialized, as: UTF8.self)
    return [
      HeaderFields.Field("signature-input", "\(input.label)=\(inputText)"),
      HeaderFields.Field("signature", "\(input.label)=:\(signature):"),
    ]
  }

  /// The text that is signed (§2.5), built in bytes: this runs for every activity received.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - components: What is covered, in order.
  ///   - serialized: The inner list with its parameters, as in Signature-Input.
  /// - Returns: The signature base.
  /// - Throws: `unavailable` for a component the message does not have.
  static func signatureBase(
    of message: some SignedMessage,
    covering components: [Component],
    serialized: [UInt8]
  ) throws(SignatureFailure) -> [UInt8] {
    var base: [UInt8] = []
    base.reserveCapacity(768)
    for component in components {
      base.append(UInt8(ascii: "\""))
      base.append(contentsOf: component.name.utf8)
      base.append(contentsOf: (component.isOfRequest ? "\";req: " : "\": ").utf8)
      let value = try message.value(of: component)
      guard !value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
        throw .malformed(.field)
      }
      base.append(contentsOf: value.utf8)
      base.append(0x0A)
    }
    base.append(contentsOf: "\"@signature-params\": ".utf8)
    base.append(contentsOf: serialized)
    return base
  }
}
