/// One request to another node, with the bounds its answer must keep to.
package struct OutboundRequest: Sendable {
  /// The methods a node needs towards others.
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// Computes the header fields that authenticate one hop; called anew for every redirect.
  package typealias Signer = @Sendable (OutboundHop) throws -> [(String, String)]

  package var method: Method
  package var url: String
  /// Header fields besides `Host`, `User-Agent` and the framing, which are the client's.
  package var fields: [(String, String)]
  package var body: [UInt8]
  /// The media types a successful answer may have; with none, any type is taken.
  package var accepted: [AcceptedMediaType]
  package var maximumResponseBytes: Int
  /// The time for everything: waiting, name lookup, connecting, redirects and the whole body.
  package var timeout: Duration
  /// At most three are followed, and only for GET.
  package var maximumRedirects: Int
  package var sign: Signer?
  /// What an invitation says about the way to a node that is not known yet.
  package var way: OutboundWay?

  package init(
    _ method: Method,
    _ url: String,
    fields: [(String, String)] = [],
    body: [UInt8] = [],
    accepted: [AcceptedMediaType] = [],
    maximumResponseBytes: Int = 1 << 20,
    timeout: Duration = .seconds(30),
    maximumRedirects: Int = 3,
    sign: Signer? = nil
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.accepted = accepted
    self.maximumResponseBytes = maximumResponseBytes
    self.timeout = timeout
    self.maximumRedirects = maximumRedirects
    self.sign = sign
  }
}

/// The way to a node as it was told outside of the network: pins and an address in place of DNS.
package struct OutboundWay: Hashable, Sendable {
  package var pins: Set<SPKIPin>
  package var addresses: [String]

  package init(pins: Set<SPKIPin> = [], addresses: [String] = []) {
    self.pins = pins
    self.addresses = addresses
  }
}

/// What a signer sees of one hop: exactly what will go over the wire, save its own fields.
package struct OutboundHop: Sendable {
  package let method: String
  package let scheme: String
  /// The value of `Host`: the name, and the port unless it is the scheme's own.
  package let authority: String
  /// Path and query, as in the request line (RFC 9112 §3.2.1).
  package let target: String
  package let fields: [(String, String)]
  package let body: [UInt8]

  package init(
    method: String,
    scheme: String,
    authority: String,
    target: String,
    fields: [(String, String)],
    body: [UInt8]
  ) {
    self.method = method
    self.scheme = scheme
    self.authority = authority
    self.target = target
    self.fields = fields
    self.body = body
  }

  /// The hop as those see it who sign and verify without the query.
  package var withoutQuery: OutboundHop {
    OutboundHop(
      method: method,
      scheme: scheme,
      authority: authority,
      target: String(target.prefix { $0 != "?" }),
      fields: fields,
      body: body
    )
  }

  /// The target URI of RFC 9110 §7.1.
  package var url: String { "\(scheme)://\(authority)\(target)" }
}

/// The answer to an outbound request, read in full and within its bounds.
package struct OutboundResponse: Sendable {
  package let status: Int
  package let fields: [(String, String)]
  package let body: [UInt8]
  /// Where the answer came from after redirects.
  ///
  /// A proof of origin looks at this, never at the URL asked for.
  package let finalURL: String

  package init(status: Int, fields: [(String, String)], body: [UInt8], finalURL: String) {
    self.status = status
    self.fields = fields
    self.body = body
    self.finalURL = finalURL
  }

  /// The first field of that name, in whatever case it came.
  package subscript(field name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.0.lowercased() == name }?.1
  }

  /// Whether the status is one of the 2xx.
  package var isSuccess: Bool { (200...299).contains(status) }
}
