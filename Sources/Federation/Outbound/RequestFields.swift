/// Puts together the header fields of one hop: the client's, the request's, the signer's.
struct RequestFields {
  /// Set by the client or the library alone; a caller's word on them would let requests be split.
  private static let reserved: Set<String> = [
    "host", "user-agent", "content-length", "transfer-encoding", "connection", "te", "trailer",
    "upgrade",
    "expect", "keep-alive", "accept-encoding",
  ]

  private let request: OutboundRequest
  private let url: OutboundURL
  private let fields: [(String, String)]

  init(_ request: OutboundRequest, to url: OutboundURL, userAgent: String) {
    self.request = request
    self.url = url
    var fields = [("Host", url.authority), ("User-Agent", userAgent)]
    fields += request.fields.filter { !Self.reserved.contains($0.0.lowercased()) }
    if !request.accepted.isEmpty, !fields.contains(where: { $0.0.lowercased() == "accept" }) {
      fields.append(("Accept", request.accepted.map(\.fieldValue).joined(separator: ", ")))
    }
    self.fields = fields
  }

  /// The fields with those of the signer, which replace others of the same name.
  func signed() throws(OutboundFailure) -> [(String, String)] {
    guard let sign = request.sign else { return fields }
    let hop = OutboundHop(
      method: request.method.rawValue,
      scheme: url.scheme.rawValue,
      authority: url.authority,
      target: url.target,
      fields: fields,
      body: request.body
    )
    let added: [(String, String)]
    do {
      added = try sign(hop).filter { !Self.reserved.contains($0.0.lowercased()) }
    } catch {
      throw .cannotSign(reason: "\(error)")
    }
    let names = Set(added.map { $0.0.lowercased() })
    return fields.filter { !names.contains($0.0.lowercased()) } + added
  }
}
