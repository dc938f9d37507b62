import Federation
import Hummingbird
import Model
import StrictJSON

/// The doors by which peers compare what each of them publishes: directories of talents, and monthly
/// reports.
struct ExchangeDoors: Sendable {
  let services: FederationServices

  private static let largest = 8 << 20

  func add(to router: Router<MaillageRequestContext>) {
    add("/talents/sync", to: router) {
      try await TalentSync(services: services).answer($0, to: $1)
    }
    add("/indicators/sync", to: router) {
      try await IndicatorSync(services: services).answer($0, to: $1)
    }
  }

  private func add(
    _ path: RouterPath,
    to router: Router<MaillageRequestContext>,
    _ answer: @escaping @Sendable (JSON, PeerDoor.Caller) async throws -> JSONObject
  ) {
    router.post(path) { request, context in
      let door = PeerDoor(services: services)
      return try await PeerRequests(services: services).answer(
        request,
        context,
        upTo: Self.largest,
        ifNamed: { try door.requireKnownName(of: $0) }
      ) { posted in
        let caller = try door.caller(of: posted.message)
        try await PeeringDesk(services: services).hear(caller.host)
        return try await answer(try posted.json(), caller)
      }
    }
  }
}
