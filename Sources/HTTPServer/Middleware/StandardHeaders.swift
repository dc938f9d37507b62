import HTTPTypes
import Hummingbird

/// What every answer says to browsers: guess no type, tell no referrer, show it in no frame, and
/// unless it is a page that says otherwise, load nothing.
struct StandardHeaders: RouterMiddleware {
  typealias Context = MaillageRequestContext

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.nosniff] = "nosniff"
    if response.headers[.referrerPolicy] == nil {
      response.headers[.referrerPolicy] = "no-referrer"
    }
    response.headers[.frameOptions] = "DENY"
    if response.headers[.contentPolicy] == nil {
      response.headers[.contentPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    return response
  }
}
