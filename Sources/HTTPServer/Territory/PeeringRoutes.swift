import Federation
import Hummingbird
import Model
import Signatures
import StrictJSON

/// The doors for other nodes: agreeing on a peering, and what goes with one.
struct PeeringRoutes: Sendable {
  let services: FederationServices

  /// What strangers may say in an hour from one address (threat 19).
  private let strangers = RateLimiter(30, every: 3600)

  private static let largest = 1 << 20
  private static let largestPing = 1 << 10
  private static let largestCollect = 1 << 10
  private static let mostIntroductions = 100

  func add(to router: Router<MaillageRequestContext>) {
    router.post("/peering") { request, context in
      try await requests.answer(request, context, upTo: Self.largest) { posted in
        if isStranger(posted.message) {
          try strangers.take(.address(of: context.clientAddress), at: services.now())
        }
        return try await PeeringDesk(services: services).receive(posted.json(), posted.message)
      }
    }
    router.post("/peering/ping") { request, context in
      try await requests.answer(request, context, upTo: Self.largestPing) { posted in
        _ = try await caller(of: posted)
        guard let echo = try posted.json().object else {
          throw Refusal.malformed("A ping is an object.")
        }
        return echo
      }
    }
    router.post("/peering/collect") { request, context in
      try await requests.answer(request, context, upTo: Self.largestCollect) { posted in
        let caller = try await caller(of: posted)
        return try await PeerCollection(services: services).answer(try posted.json(), to: caller)
      }
    }
    router.post("/peering/actors") { request, context in
      try await requests.answer(request, context, upTo: Self.largest) { posted in
        guard let node = try await caller(of: posted).node else {
          throw Refusal.forbidden("Only an active peer or a member introduces actors.")
        }
        try await introduce(try posted.json())
        return try await KeyRotation(services: services).answer(to: node.host)
      }
    }
  }

  init(services: FederationServices) {
    self.services = services
  }

  /// Whether the node that a request claims to be of has to prove nothing but a key it made up.
  private func isStranger(_ request: RequestMessage) -> Bool {
    guard let signature = try? UnverifiedSignature.parse(request),
      let host = Origin(of: signature.keyID.value)?.authority,
      services.known.node(host: host) == nil
    else { return false }
    switch services.known.peering(with: host)?.state {
    case nil, .invited, .revoked, .requested(by: .them): return true
    case .requested, .unverified, .active, .suspended: return false
    }
  }

  private var requests: PeerRequests { PeerRequests(services: services) }

  private func caller(of posted: PeerRequests.Posted) async throws -> PeerDoor.Caller {
    let caller = try PeerDoor(services: services).caller(of: posted.message)
    try await PeeringDesk(services: services).hear(caller.host)
    return caller
  }

  private func introduce(_ json: JSON) async throws {
    guard let list = json["introductions"]?.array, list.count <= Self.mostIntroductions else {
      throw Refusal.malformed("introductions is a list of at most \(Self.mostIntroductions).")
    }
    let introductions = Introductions(services: services)
    for introduction in list { try await introductions.take(introduction) }
  }
}
