import Dispatch
import HTTPTypes
import Hummingbird
import Metrics
import Synchronization

/// Counts and times requests by route and status; by route, for paths are without number.
struct RequestMetrics: RouterMiddleware {
  typealias Context = MaillageRequestContext

  private let series = RequestSeries()

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    let start = DispatchTime.now().uptimeNanoseconds
    let response = try await next(request, context)
    series.record(
      context.endpointPath ?? "unknown",
      status: response.status.code,
      nanoseconds: DispatchTime.now().uptimeNanoseconds - start
    )
    return response
  }
}

/// The metrics of requests, made once for each route and status.
private final class RequestSeries: Sendable {
  // A class, since all requests share it.
  private struct Name: Hashable {
    let route: String
    let status: Int
  }

  private let counters = Mutex<[Name: Counter]>([:])
  private let timers = Mutex<[String: Metrics.Timer]>([:])

  func record(_ route: String, status: Int, nanoseconds: UInt64) {
    counter(Name(route: route, status: status)).increment()
    timer(route).recordNanoseconds(Int64(clamping: nanoseconds))
  }

  private func counter(_ name: Name) -> Counter {
    counters.withLock { counters in
      if let counter = counters[name] { return counter }
      let dimensions = [("route", name.route), ("status", String(name.status))]
      let counter = Counter(label: "maillage_http_requests_total", dimensions: dimensions)
      counters[name] = counter
      return counter
    }
  }

  private func timer(_ route: String) -> Metrics.Timer {
    timers.withLock { timers in
      if let timer = timers[route] { return timer }
      let timer = Timer(label: "maillage_http_request", dimensions: [("route", route)])
      timers[route] = timer
      return timer
    }
  }
}
