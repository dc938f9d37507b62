import Federation
import Hummingbird
import Model
import StrictJSON

/// The door by which peers give each other monthly reports.
struct IndicatorDoor: Sendable {
  let services: FederationServices

  private static let largest = 8 << 20

  func add(to router: Router<MaillageRequestContext>) {
    router.post("/indicators/sync") { request, context in
      let door = PeerDoor(services: services)
      return try await PeerRequests(services: services).answer(
        request,
        context,
        upTo: Self.largest,
        ifNamed: { try door.requireKnownName(of: $0) }
      ) { posted in
        let caller = try door.caller(of: posted.message)
        try await PeeringDesk(services: services).hear(caller.host)
        return try await IndicatorSync(services: services).answer(try posted.json(), to: caller)
      }
    }
  }
}
