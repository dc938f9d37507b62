import HTTPTypes
import Hummingbird
import Logging
import Model
import NIOHTTP1
import Storage

/// Turns what went wrong into an answer: a refusal says why, anything else is logged and says nothing.
struct ErrorResponses: RouterMiddleware {
  typealias Context = MaillageRequestContext

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPParserError {
      // The connection cannot be understood any more: the server ends it.
      throw error
    } catch let refusal as Refusal {
      context.logger.debug("refused", metadata: ["why": "\(refusal)"])
      return response(to: refusal, of: request)
    } catch DatabaseFailure.writerStopped {
      return response(to: .unavailable("The node is stopping."), of: request)
    } catch let error as any HTTPResponseError {
      // The router's own errors: no such route is the same as nothing there.
      return error.status == .notFound
        ? response(to: .absent, of: request) : response(with: error.status, to: request)
    } catch {
      context.logger.error("A request failed.", metadata: ["error": "\(error)"])
      return response(with: .internalServerError, to: request)
    }
  }

  private func response(to refusal: Refusal, of request: Request) -> Response {
    Self.isOfApp(request)
      ? refusal.clientReply.response().open() : refusal.problem.response()
  }

  private func response(with status: HTTPResponse.Status, to request: Request) -> Response {
    Self.isOfApp(request)
      ? ClientReply.error(status.reasonPhrase, status: status).response().open()
      : Problem(status: status).response()
  }

  /// Apps read nothing else than what Mastodon says, from pages of other origins too.
  private static func isOfApp(_ request: Request) -> Bool {
    let path = request.uri.path
    return path.hasPrefix("/api/") || ["/oauth/token", "/oauth/revoke"].contains(path)
  }
}
