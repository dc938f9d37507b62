import HTTPTypes
import Hummingbird
import Logging
import Model
import NIOHTTP1
import Storage

/// Turns what went wrong into an answer: a refusal says why, anything else is logged and says nothing.
struct ErrorResponses: RouterMiddleware {
  typealias Context = MaillageRequestContext

  /// Tells people in a browser.
  let pages: PageSite

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
      return try await response(to: refusal, of: request, context)
    } catch DatabaseFailure.writerStopped {
      return try await response(
        to: .unavailable("The node is stopping."),
        of: request,
        context
      )
    } catch let error as any HTTPResponseError {
      // The router's own errors: no such route is the same as nothing there.
      return error.status == .notFound
        ? try await response(to: .absent, of: request, context)
        : response(with: error.status, to: request)
    } catch {
      context.logger.error("A request failed.", metadata: ["error": "\(error)"])
      return response(with: .internalServerError, to: request)
    }
  }

  private func response(
    to refusal: Refusal,
    of request: Request,
    _ context: MaillageRequestContext
  ) async throws -> Response {
    if Self.isOfApp(request) { return refusal.clientReply.response().open() }
    // A page is made with a read: while the node is held back or stops, a word has to do.
    switch refusal {
    case .absent, .gone, .forbidden:
      guard request.method == .get, request.asksForPage,
        let page = try? await pages.serve(request, context, { _ in throw refusal })
      else { break }
      return page
    default: break
    }
    return refusal.problem.response()
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
