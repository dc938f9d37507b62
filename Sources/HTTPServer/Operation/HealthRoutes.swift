import HTTPTypes
import Hummingbird

/// Tells monitors and load balancers whether the process lives and whether it may be asked.
struct HealthRoutes: Sendable {
  static let paths: Set<String> = ["/healthz", "/readyz"]

  let isReady: @Sendable () -> Bool

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/healthz") { _, _ in Answer.text("ok\n") }
    router.get("/readyz") { _, _ in
      isReady() ? Answer.text("ready\n") : Answer.text("not ready\n", status: .serviceUnavailable)
    }
  }
}
