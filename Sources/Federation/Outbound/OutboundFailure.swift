/// Why an outbound request brought no answer that may be used.
package enum OutboundFailure: Error, Hashable, Sendable {
  case invalidURL(reason: String)
  case invalidRequest(reason: String)
  case plainHTTPRefused(host: String)
  case refusedAddress(host: String, address: String, reason: String)
  case unreachable(reason: String)
  case tlsFailure(reason: String)
  case timedOut
  case tooManyRedirects(limit: Int)
  case redirectRefused(reason: String)
  case tooLarge(limit: Int)
  case wrongContentType(received: String)
  case protocolViolation(reason: String)
  case budgetExhausted(scope: String)
  case cannotSign(reason: String)
  case cancelled
}

extension OutboundFailure: CustomStringConvertible {
  /// A plain sentence for logs and for the queue's listing.
  package var description: String {
    switch self {
    case .invalidURL(let reason): "the URL is not usable: \(reason)"
    case .invalidRequest(let reason): "the request cannot be sent: \(reason)"
    case .plainHTTPRefused(let host): "\(host) is only offered over plain HTTP"
    case .refusedAddress(let host, let address, let reason):
      "\(host) leads to \(address), which is refused: \(reason); "
        + "if it is meant, add its network to network.allowedAddresses"
    case .unreachable(let reason): "not reachable: \(reason)"
    case .tlsFailure(let reason): "TLS failed: \(reason)"
    case .timedOut: "no complete answer in time"
    case .tooManyRedirects(let limit): "more than \(limit) redirects"
    case .redirectRefused(let reason): "the redirect is refused: \(reason)"
    case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
    case .wrongContentType(let received): "unexpected content type \(received)"
    case .protocolViolation(let reason): "the answer is not proper HTTP: \(reason)"
    case .budgetExhausted(let scope): "too many requests at present (\(scope))"
    case .cannotSign(let reason): "the request cannot be signed: \(reason)"
    case .cancelled: "the request was given up"
    }
  }
}
