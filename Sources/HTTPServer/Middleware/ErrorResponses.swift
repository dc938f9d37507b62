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
      return refusal.problem.response()
    } catch DatabaseFailure.writerStopped {
      return Refusal.unavailable("The node is stopping.").problem.response()
    } catch let error as any HTTPResponseError {
      return response(to: error)
    } catch {
      context.logger.error("A request failed.", metadata: ["error": "\(error)"])
      return Problem(status: .internalServerError).response()
    }
  }

  /// The router's own errors: no such route is the same as nothing there.
  private func response(to error: any HTTPResponseError) -> Response {
    error.status == .notFound
      ? Refusal.absent.problem.response() : Problem(status: error.status).response()
  }
}
