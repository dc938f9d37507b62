import Model
import Testing

@testable import HTTPServer

@Suite("Refusals")
struct RefusalTests {
  @Test(
    "Each reason to refuse has its status",
    arguments: [
      (Refusal.malformed("x"), 400), (.tooLarge(limit: 1), 413), (.unauthenticated("x"), 401),
      (.forbidden("x"), 403), (.absent, 404), (.gone(id: "x"), 410),
      (.foreignOrigin(id: "a", voucher: "b"), 403), (.conflict("x"), 409),
      (.rateLimited(seconds: 7), 429), (.againstPolicy("x"), 403), (.unreachable("x"), 502),
      (.storageFull, 507), (.unavailable("x"), 503),
    ]
  )
  func statuses(_ refusal: Refusal, _ status: Int) {
    #expect(refusal.problem.response().status.code == status)
  }

  @Test(
    "What may be tried again says when",
    arguments: [
      Refusal.rateLimited(seconds: 7), .unreachable("x"), .storageFull, .unavailable("x"),
    ]
  )
  func retryAfter(_ refusal: Refusal) {
    #expect(refusal.problem.response().headers[.retryAfter] != nil)
  }
}
