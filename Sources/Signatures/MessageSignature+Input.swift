import Foundation
import RawStructuredFieldValues

extension MessageSignature {
  /// What a signature covers and under which parameters: one member of Signature-Input (§4.1).
  package struct Input: Hashable, Sendable {
    package let label: String
    package let components: [Component]
    package let parameters: Parameters

    package init(_ components: [Component], _ parameters: Parameters, label: String = "sig1") {
      self.components = components
      self.parameters = parameters
      self.label = label
    }

    /// What we cover of a request to another server: accepted by all that verify RFC 9421.
    ///
    /// There is no `alg`: receivers take the algorithm from the key, and some refuse to be told.
    init(for request: RequestMessage, keyID: KeyID, created: Date) {
      let target = ["@method", "@target-uri", "@authority"]
      let names =
        request.needsBodyCovered
        ? target + ["content-type", "content-digest"] + request.furtherCovered : target
      let seconds = Int64(created.timeIntervalSince1970.rounded(.down))
      self.init(names.map { Component($0) }, Parameters(created: seconds, keyID: keyID.value))
    }

    /// The inner list with parameters, as it stands in the field and in the signature base.
    func serialized() throws(SignatureFailure) -> [UInt8] {
      var parameters = OrderedMap<String, RFC9651BareItem>()
      parameters["created"] = self.parameters.created.map { .integer($0) }
      parameters["expires"] = self.parameters.expires.map { .integer($0) }
      parameters["nonce"] = self.parameters.nonce.map { .string($0) }
      parameters["keyid"] = self.parameters.keyID.map { .string($0) }
      parameters["alg"] = self.parameters.algorithm.map { .string($0) }
      parameters["tag"] = self.parameters.tag.map { .string($0) }
      var list = BareInnerList()
      for component in components { list.append(Self.item(of: component)) }
      return try InnerList(bareInnerList: list, parameters: parameters).serialized()
    }

    private static func item(of component: Component) -> Item {
      var parameters = OrderedMap<String, RFC9651BareItem>()
      if component.isOfRequest { parameters["req"] = .bool(true) }
      return Item(bareItem: .string(component.name), parameters: parameters)
    }
  }

  /// The one signature of a received message, its parts matched by their label.
  struct Received: Sendable {
    let components: [Component]
    let parameters: Parameters
    let serialized: [UInt8]
    let signature: [UInt8]

    init(in fields: HeaderFields) throws(SignatureFailure) {
      guard let inputText = fields.combined("signature-input") else { throw .missing }
      guard let signatureText = fields.combined("signature") else { throw .missing }
      let inputs = try StructuredField(dictionary: inputText, part: .signatureInput).members
      let signatures = try StructuredField(dictionary: signatureText, part: .signature).members
      guard inputs.count == 1, signatures.count == 1 else { throw .ambiguous }
      guard
        let (label, value) = inputs.first, case .innerList(let list) = value,
        list.bareInnerList.count <= 32
      else { throw .malformed(.signatureInput) }
      guard let signature = signatures[label]?.bytes, (1...1024).contains(signature.count) else {
        throw .malformed(.signature)
      }
      self.signature = signature
      components = try Self.components(of: list)
      parameters = try Self.parameters(of: list)
      serialized = try list.serialized()
    }

    private static func components(of list: InnerList) throws(SignatureFailure) -> [Component] {
      var components: [Component] = []
      for item in list.bareInnerList {
        guard case .string(let name) = item.rfc9651BareItem, !name.isEmpty else {
          throw .malformed(.signatureInput)
        }
        guard name.utf8.allSatisfy({ $0.isFieldNameByte || $0 == UInt8(ascii: "@") }) else {
          throw .malformed(.signatureInput)
        }
        // A parameter changes what is covered (§2.1); only `req` is known here.
        let isOfRequest = item.rfc9651Parameters["req"] == .bool(true)
        guard item.rfc9651Parameters.count == (isOfRequest ? 1 : 0) else {
          throw .unavailable(name)
        }
        let component = Component(name, ofRequest: isOfRequest)
        guard !components.contains(component) else { throw .malformed(.signatureInput) }
        components.append(component)
      }
      return components
    }

    private static func parameters(of list: InnerList) throws(SignatureFailure) -> Parameters {
      var parameters = Parameters()
      for (name, value) in list.rfc9651Parameters {
        switch (name, value) {
        case ("created", .integer(let seconds)): parameters.created = seconds
        case ("expires", .integer(let seconds)): parameters.expires = seconds
        case ("nonce", .string(let text)): parameters.nonce = text
        case ("keyid", .string(let text)): parameters.keyID = text
        case ("alg", .string(let text)): parameters.algorithm = text
        case ("tag", .string(let text)): parameters.tag = text
        case ("created", _), ("expires", _), ("nonce", _), ("keyid", _), ("alg", _), ("tag", _):
          throw .malformed(.signatureInput)
        default: break
        }
      }
      return parameters
    }
  }
}

extension InnerList {
  /// The list alone: the serializer writes whole dictionaries, so a one-letter key is cut off again.
  fileprivate func serialized() throws(SignatureFailure) -> [UInt8] {
    var dictionary = OrderedMap<String, ItemOrInnerList>()
    dictionary["s"] = .innerList(self)
    do {
      var serializer = StructuredFieldValueSerializer()
      return Array(try serializer.writeDictionaryFieldValue(dictionary).dropFirst(2))
    } catch {
      throw .malformed(.signatureInput)
    }
  }
}
