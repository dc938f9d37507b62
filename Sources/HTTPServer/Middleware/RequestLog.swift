import HTTPTypes
import Hummingbird
import Logging

/// Names each request by its id and writes one line about it: no query, no body, no secrets.
struct RequestLog: RouterMiddleware {
  typealias Context = MaillageRequestContext

  private static let longestPath = 300

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    var response = try await next(request, context)
    response.headers[.xRequestID] = context.requestID
    let status = response.status.code
    context.logger.log(
      level: level(of: context.endpointPath, status: status),
      "request",
      metadata: [
        "method": "\(request.method.rawValue)",
        "path": "\(path(of: request, context.endpointPath).prefix(Self.longestPath))",
        "status": "\(status)",
        "ms": "\(milliseconds(since: start))",
      ]
    )
    return response
  }

  /// Where the path holds a secret of a letter, the route in its place.
  private func path(of request: Request, _ route: String?) -> String {
    guard let route, route.hasSuffix("{token}") || route.hasSuffix(":token") else {
      return request.uri.path
    }
    return route
  }

  /// What comes by the thousand when all is well is for those who look closely.
  private func level(of route: String?, status: Int) -> Logger.Level {
    guard status < 400, let route else { return .info }
    let isFrequent = route.hasSuffix("/inbox") || HealthRoutes.paths.contains(route)
    return isFrequent || route == MetricsRoutes.path ? .debug : .info
  }

  private func milliseconds(since start: ContinuousClock.Instant) -> Int64 {
    let time = start.duration(to: .now).components
    return time.seconds * 1000 + time.attoseconds / 1_000_000_000_000_000
  }
}
