import Federation
import HTTPTypes
import Hummingbird
import Model

/// Shows what is measured to this machine's admin and to whoever has the token; to others it is
/// not there.
struct MetricsRoutes: Sendable {
  static let path = "/metrics"

  let current: Current<ServerSettings>
  let metrics: @Sendable () async -> String

  private var settings: ServerSettings { current.value }

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/metrics") { request, context in
      guard mayRead(request, context) else { throw Refusal.absent }
      var response = Answer.text(await metrics())
      response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
      return response
    }
  }

  private func mayRead(_ request: Request, _ context: MaillageRequestContext) -> Bool {
    if let token = BearerToken(request.headers), let secret = settings.metricsToken {
      return token.isEqual(to: secret)
    }
    return isLocal(request, context)
  }

  /// Judged by the connection alone.
  ///
  /// A proxy on this machine would make everyone local, so where there is one, and for whatever
  /// came through one, only the token counts.
  private func isLocal(_ request: Request, _ context: MaillageRequestContext) -> Bool {
    guard let peer = context.peerAddress, !settings.isBehindProxy,
      !settings.trustedProxies.contains(where: { $0.contains(peer) }),
      !request.headers.contains(.xForwardedFor), !request.headers.contains(.forwarded)
    else { return false }
    return Self.loopback.contains { $0.contains(peer) }
  }

  private static let loopback = [CIDR("127.0.0.0/8"), CIDR("::1/128")].compactMap(\.self)
}
