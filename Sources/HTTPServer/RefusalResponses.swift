import HTTPTypes
import Hummingbird
import Model

/// What each reason to refuse is in HTTP.
extension Refusal {
  var problem: Problem { Problem(status: status, detail: description, fields: fields) }

  private var status: HTTPResponse.Status {
    switch self {
    case .malformed, .unreadable: .badRequest
    case .tooLarge: .contentTooLarge
    case .unauthenticated: .unauthorized
    case .forbidden, .foreignOrigin, .againstPolicy: .forbidden
    case .absent: .notFound
    case .gone: .gone
    case .conflict: .conflict
    case .rateLimited: .tooManyRequests
    // A sender tries again after a 5xx, and does not after a 4xx.
    case .unreachable: .badGateway
    case .storageFull: .outOfStorage
    case .unavailable, .maintenance: .serviceUnavailable
    }
  }

  private var fields: HTTPFields {
    switch self {
    // RFC 9110 §11.6.1 wants a challenge; this one is of draft-cavage-12 §3.1.1.
    case .unauthenticated: [.wwwAuthenticate: #"Signature headers="(request-target) host date""#]
    case .rateLimited(let seconds), .maintenance(_, let seconds): [.retryAfter: String(seconds)]
    case .unreachable, .unavailable: [.retryAfter: "30"]
    case .storageFull: [.retryAfter: "600"]
    default: [:]
    }
  }
}
