import HTTPTypes
import Hummingbird

/// Answers apps where there is no route, counted as any other request: with how much more may be asked.
struct UnclaimedPaths: RouterMiddleware {
  typealias Context = MaillageRequestContext

  let api: ClientAPI

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError
      where error.status == .notFound && request.uri.path.hasPrefix("/api/")
    {
      return try await api.counted(request, context)
    }
  }
}
