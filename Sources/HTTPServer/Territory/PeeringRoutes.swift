import Federation
import Hummingbird
import Model
import StrictJSON

/// The doors for other nodes: agreeing on a peering, and what goes with one.
struct PeeringRoutes: Sendable {
  let services: FederationServices

  private static let largest = 1 << 20
  private static let largestPing = 1 << 10
  private static let largestCollect = 1 << 10
  private static let mostIntroductions = 100

  func add(to router: Router<MaillageRequestContext>) {
    router.post("/peering") { request, context in
      try await requests.answer(request, context, upTo: Self.largest) { posted in
        try await PeeringDesk(services: services).receive(posted.json(), posted.message)
      }
    }
    router.post("/peering/ping") { request, context in
      try await requests.answer(request, context, upTo: Self.largestPing) { posted in
        _ = try caller(of: posted)
        guard let echo = try posted.json().object else {
          throw Refusal.malformed("A ping is an object.")
        }
        return echo
      }
    }
    router.post("/peering/collect") { request, context in
      try await requests.answer(request, context, upTo: Self.largestCollect) { posted in
        let caller = try caller(of: posted)
        return try await PeerCollection(services: services).answer(try posted.json(), to: caller)
      }
    }
    router.post("/peering/actors") { request, context in
      try await requests.answer(request, context, upTo: Self.largest) { posted in
        guard try caller(of: posted).node != nil else {
          throw Refusal.forbidden("Only an active peer or a member introduces actors.")
        }
        try await introduce(try posted.json())
        return [:]
      }
    }
  }

  private var requests: PeerRequests { PeerRequests(services: services) }

  private func caller(of posted: PeerRequests.Posted) throws -> PeerDoor.Caller {
    try PeerDoor(services: services).caller(of: posted.message)
  }

  private func introduce(_ json: JSON) async throws {
    guard let list = json["introductions"]?.array, list.count <= Self.mostIntroductions else {
      throw Refusal.malformed("introductions is a list of at most \(Self.mostIntroductions).")
    }
    let introductions = Introductions(services: services)
    for introduction in list { try await introductions.take(introduction) }
  }
}
