import Federation
import Hummingbird
import Model
import StrictJSON

/// The doors for other nodes: agreeing on a peering, and what goes with one.
struct PeeringRoutes: Sendable {
  let services: FederationServices

  private static let largest = 1 << 20

  func add(to router: Router<MaillageRequestContext>) {
    router.post("/peering") { request, context in
      let posted = try await requests.read(request, context, upTo: Self.largest)
      let desk = PeeringDesk(services: services)
      return try requests.answer(try await desk.receive(posted.json, posted.message), to: posted)
    }
    router.post("/peering/ping") { request, context in
      let posted = try await requests.read(request, context, upTo: 4096)
      _ = try PeerDoor(services: services).caller(of: posted.message)
      return try requests.answer(["ping": posted.json["ping"] ?? .null], to: posted)
    }
    router.post("/peering/collect") { request, context in
      let posted = try await requests.read(request, context, upTo: 4096)
      let caller = try PeerDoor(services: services).caller(of: posted.message)
      let collection = PeerCollection(services: services)
      return try requests.answer(try await collection.answer(posted.json, to: caller), to: posted)
    }
    router.post("/peering/actors") { request, context in
      let posted = try await requests.read(request, context, upTo: 8 * Self.largest)
      _ = try PeerDoor(services: services).caller(of: posted.message)
      return try requests.answer(try await introduce(posted.json), to: posted)
    }
  }

  private var requests: PeerRequests { PeerRequests(services: services) }

  private func introduce(_ json: JSON) async throws -> JSONObject {
    guard let list = json["introductions"]?.array, list.count <= 1000 else {
      throw Refusal.malformed("introductions is a list of at most 1000.")
    }
    let introductions = Introductions(services: services)
    for introduction in list { try await introductions.take(introduction) }
    return ["introduced": .integer(list.count)]
  }
}
