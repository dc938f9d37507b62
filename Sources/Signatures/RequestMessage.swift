/// An HTTP request as signatures see it, taken apart once at the edge.
package struct RequestMessage: Sendable {
  /// The method as on the wire, in upper case.
  package let method: String
  package let uri: TargetURI
  package var fields: HeaderFields
  package let body: BodyDigest

  package init(
    method: String,
    uri: TargetURI,
    fields: HeaderFields = [:],
    body: BodyDigest = .none
  ) {
    self.method = method
    self.uri = uri
    self.fields = fields
    self.body = body
  }

  /// The same request without its query, if it is one that only reads and has one.
  var withoutQuery: RequestMessage? {
    guard method == "GET", body.isEmpty, let uri = uri.withoutQuery else { return nil }
    return RequestMessage(method: method, uri: uri, fields: fields, body: body)
  }

  /// Whether the sender must vouch for the content: there is some, or the method says so.
  var needsBodyCovered: Bool { !body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) }

  /// Fields that count only if the signature covers them.
  var furtherCovered: [String] {
    [CollectionSynchronization.fieldName].filter(fields.contains)
  }
}

/// An HTTP response as signatures see it, with the request it answers (RFC 9421 §2.4).
package struct ResponseMessage: Sendable {
  package let status: Int
  package var fields: HeaderFields
  package let body: BodyDigest
  package let request: RequestMessage

  package init(
    status: Int,
    fields: HeaderFields = [:],
    body: BodyDigest = .none,
    to request: RequestMessage
  ) {
    self.status = status
    self.fields = fields
    self.body = body
    self.request = request
  }
}
