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
      return response(to: refusal, request)
    } catch DatabaseFailure.writerStopped {
      return response(to: .unavailable("The node is stopping."), request)
    } catch let error as any HTTPResponseError {
      // The router's own errors: no such route is the same as nothing there.
      guard error.status == .notFound else { return Problem(status: error.status).response() }
      return response(to: .absent, request)
    } catch {
      context.logger.error("A request failed.", metadata: ["error": "\(error)"])
      return Problem(status: .internalServerError).response()
    }
  }

  /// Says it in the words of whoever asks.
  private func response(to refusal: Refusal, _ request: Request) -> Response {
    ClientAPI.isMeant(by: request.uri.path)
      ? refusal.clientReply.response().open() : refusal.problem.response()
  }
}
