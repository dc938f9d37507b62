import Federation
import HTTPTypes
import Hummingbird
import Model
import Signatures

/// Answers only in the node's own name, in whatever spelling, and in no other (threat 26).
struct HostCheck: RouterMiddleware {
  typealias Context = MaillageRequestContext

  private let authority: Authority?
  private let scheme: Authority.Scheme
  private let current: Current<ServerSettings>

  init(services: FederationServices, settings: Current<ServerSettings>) {
    let origin = services.addresses.origin
    scheme = origin.scheme == .https ? .https : .http
    authority = Authority(scheme: scheme, origin.authority)
    current = settings
  }

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    // Monitors ask by address.
    let isOpen =
      HealthRoutes.paths.contains(request.uri.path)
      || request.uri.path == MetricsRoutes.path
    guard !isOpen else { return try await next(request, context) }
    let names = names(in: request, context)
    guard !names.isEmpty else { throw Refusal.malformed("The request names no host.") }
    guard let authority, names.allSatisfy({ Authority(scheme: scheme, $0) == authority }) else {
      return Problem(status: .misdirected, detail: "This host is not served here.").response()
    }
    return try await next(request, context)
  }

  /// `:authority` and every `Host`; behind a trusted proxy, what that was asked for.
  ///
  /// The codec takes the first `Host` for the authority and leaves others among the fields.
  private func names(in request: Request, _ context: MaillageRequestContext) -> [String] {
    let isOfProxy = context.peerAddress.map { peer in
      current.value.trustedProxies.contains { $0.contains(peer) }
    }
    let forwarded = request.headers[values: .xForwardedHost]
    if isOfProxy == true, !forwarded.isEmpty { return forwarded }
    return [request.head.authority].compactMap(\.self) + request.headers[values: .host]
  }
}
