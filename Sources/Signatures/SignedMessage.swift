/// A message whose components can be covered by a signature (RFC 9421 §2).
package protocol SignedMessage: Sendable {
  /// The canonical value of a component.
  func value(of component: MessageSignature.Component) throws(SignatureFailure) -> String
}

extension RequestMessage: SignedMessage {
  package func value(
    of component: MessageSignature.Component
  ) throws(SignatureFailure) -> String {
    guard !component.isOfRequest else { throw .unavailable(component.name) }
    switch component.name {
    case "@method": return method
    case "@target-uri": return uri.text
    case "@authority": return uri.authority.text
    case "@scheme": return uri.authority.scheme.rawValue
    case "@request-target": return uri.target
    case "@path": return uri.path
    case "@query": return uri.query
    default:
      if let value = fields.combined(component.name) { return value }
      guard component.name == "host" else { throw .unavailable(component.name) }
      return uri.authority.text
    }
  }
}

extension ResponseMessage: SignedMessage {
  package func value(
    of component: MessageSignature.Component
  ) throws(SignatureFailure) -> String {
    if component.isOfRequest {
      return try request.value(of: MessageSignature.Component(component.name))
    }
    if component.name == "@status" { return String(status) }
    guard let value = fields.combined(component.name) else { throw .unavailable(component.name) }
    return value
  }
}
