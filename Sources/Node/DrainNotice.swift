import ServiceLifecycle

/// Says that the node no longer serves, as soon as it is told to stop.
struct DrainNotice: Service {
  let flag: ServingFlag

  func run() async throws {
    try? await gracefulShutdown()
    flag.set(false)
    SystemdNotify().stopping()
  }
}
