import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Signatures

/// Holds back who asks too much: by address, and by token where there is one (threat 34).
struct RateLimits: RouterMiddleware {
  typealias Context = MaillageRequestContext

  private let general: RateLimiter
  private let inbox: RateLimiter
  private let tokens: RateLimiter
  private let now: @Sendable () -> Date

  init(settings: Current<ServerSettings>, now: @escaping @Sendable () -> Date) {
    general = RateLimiter(every: 60) { settings.value.limits.requestsPerMinute }
    inbox = RateLimiter(every: 60) { settings.value.limits.inboxPerMinute }
    tokens = RateLimiter(every: 60) { settings.value.limits.requestsPerMinute }
    self.now = now
  }

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    let isInbox = context.endpointPath?.hasSuffix("/inbox") == true
    let now = now()
    try (isInbox ? inbox : general).take(.address(of: context.clientAddress), at: now)
    // Beside the address and not instead of it: nobody has looked at the token yet.
    if let token = BearerToken(request.headers) { try tokens.take(.token(token.digest), at: now) }
    return try await next(request, context)
  }
}

/// The token of an Authorization field (RFC 6750 §2.1), known by its digest only.
struct BearerToken: Sendable {
  let digest: [UInt8]

  init?(_ headers: HTTPFields) {
    guard let text = Self.text(in: headers) else { return nil }
    digest = BodyDigest(of: text.utf8).sha256
  }

  /// The token itself, which is kept nowhere but sealed.
  static func text(in headers: HTTPFields) -> String? {
    guard let value = headers[.authorization] else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }

  /// Whether it is a secret; how long that takes tells nothing, since digests are compared.
  func isEqual(to secret: String) -> Bool {
    let wanted = BodyDigest(of: secret.utf8).sha256
    return zip(digest, wanted).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
