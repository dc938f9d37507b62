import HTTPTypes
import Hummingbird
import Model

extension Refusal {
  /// What a client is told, in Mastodon's shape and with its status; words that clients know where it
  /// has some.
  ///
  /// What is read and is no good is 422, what cannot be read or lacks its one parameter 400.
  var clientReply: ClientReply {
    switch self {
    case .malformed(let reason):
      .error(reason, status: .unprocessableContent)
    case .unreadable(let reason): .error(reason, status: .badRequest)
    case .absent: .error("Record not found", status: .notFound)
    case .unauthenticated(let reason): challenge(reason)
    case .forbidden(let reason), .againstPolicy(let reason): .error(reason, status: .forbidden)
    case .conflict(let reason): .error(reason, status: .unprocessableContent)
    case .rateLimited: .error("Too many requests", status: .tooManyRequests, fields: problem.fields)
    case .unreachable(let reason): .error(reason, status: .serviceUnavailable)
    default: .error(description, status: problem.status, fields: problem.fields)
    }
  }

  private func challenge(_ reason: String) -> ClientReply {
    var reply = ClientReply.error(reason, status: .unauthorized)
    reply.fields[.wwwAuthenticate] = #"Bearer realm="maillage", error="invalid_token""#
    return reply
  }
}

/// An error of OAuth (RFC 6749 §5.2).
struct OAuthError: Error, Sendable {
  /// The closed list of codes that are given here.
  enum Code: String, Sendable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case invalidScope = "invalid_scope"
    case unsupportedResponseType = "unsupported_response_type"
    case unsupportedGrantType = "unsupported_grant_type"
  }

  /// Of what a page says more than its code does.
  enum Detail: Sendable {
    case redirect, state, challenge
  }

  let code: Code
  /// For programs and who writes them; people read `SignInWords`.
  let reason: String
  let detail: Detail?

  init(_ code: Code, _ reason: String, _ detail: Detail? = nil) {
    self.code = code
    self.reason = reason
    self.detail = detail
  }

  var reply: ClientReply {
    .error(
      reason,
      code: code.rawValue,
      status: code == .invalidClient ? .unauthorized : .badRequest
    )
  }
}
