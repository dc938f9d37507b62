import Foundation
import Model
import Storage
import StrictJSON
import Synchronization

/// Hands out what waits for a peer that takes no connections (Protocol/peering.md).
package struct PeerCollection: Sendable {
  let services: FederationServices

  private static let longestWait = 55
  private static let betweenSides = Duration.seconds(5)
  private static let most = 100
  private static let bytes = 2 << 20

  package init(services: FederationServices) {
    self.services = services
  }

  /// Answers at once when something waits or this side is not as the other knows it, else when
  /// something comes, or after a while.
  ///
  /// What was handed out stays until the number of its last is acknowledged.
  package func answer(_ json: JSON, to caller: PeerDoor.Caller) async throws -> JSONObject {
    let fields = try StrictFields(json, as: "collect")
    let acknowledged = try fields.integer("acknowledged", in: 0...Int(Int64.max))
    let wait = try fields.integer("wait", in: 0...600)
    let host = caller.host
    if services.known.peering(with: host)?.state == .revoked {
      try services.flows.requireNotBarred(host)
      // It hears so in no other way, and says when it has.
      return ["deliveries": [], "ended": true]
    }
    try requireCollector(host)
    let known = try fields.digestIfAny("known")
    let lane = Origin(scheme: "https", authority: host).description
    let start = ContinuousClock.now
    let patience = Duration.seconds(min(wait, Self.longestWait))
    let poll = services.polls.begin(host)
    var jobs = try await jobs(lane, Int64(acknowledged))
    var (side, sideAt) = (try await side(towards: host), start)
    while jobs.isEmpty, known == nil || known == side, services.polls.isNewest(poll, of: host),
      ContinuousClock.now - start < patience, !Task.isCancelled
    {
      // The worker is woken by every post; a look now and then costs less than one more signal.
      try await Task.sleep(for: .milliseconds(500))
      try requireCollector(host)
      if try await services.database.read({ try $0.deliveries.waiting(in: lane, limit: 1) }).count
        > 0
      {
        jobs = try await self.jobs(lane, Int64(acknowledged))
      }
      guard ContinuousClock.now - sideAt >= Self.betweenSides else { continue }
      (side, sideAt) = (try await self.side(towards: host), ContinuousClock.now)
    }
    // What was decided while it waited holds for what is handed out.
    try requireCollector(host)
    let deliveries = try jobs.map { job -> JSON in
      ["id": .integer(job.delivery.id), "activity": try JSON.parse(job.body)]
    }
    let rotation = KeyRotation(services: services)
    // Who knows this side as it is has believed the key that signed it.
    if known == side { try await rotation.forgetAll(of: host) }
    var answer = try await rotation.answer(to: host)
    answer["deliveries"] = .array(deliveries)
    answer["peering"] = .string(side.text)
    return answer
  }

  private func requireCollector(_ host: String) throws(Refusal) {
    try services.flows.requireNotBarred(host)
    let node = services.known.node(host: host)
    let state = node?.peering?.state.current(at: services.now())
    guard state == .active || (state == nil && node?.territories.isEmpty == false) else {
      throw .forbidden("Only an active peer or a member of a common territory collects.")
    }
  }

  /// By which the other notices that it should ask for this side anew.
  private func side(towards host: String) async throws -> Digest {
    guard let side = try await PeeringDesk(services: services).side(towards: host).object else {
      throw Refusal.absent
    }
    return try Digest(of: side)
  }

  private func jobs(_ lane: String, _ acknowledged: Int64) async throws -> [DeliveryStore.Job] {
    let now = services.now()
    return try await services.database.write { tx in
      if try tx.erasures.isAwaiting() {
        try tx.erasures.acknowledge(lane: lane, upTo: acknowledged, at: now)
      }
      return try tx.deliveries.collect(
        lane: lane,
        acknowledged: acknowledged,
        limit: Self.most,
        bytes: Self.bytes
      )
    }
  }
}

/// Who waits for what is theirs: of each host the newest question, which ends the one before.
final class PollRegister: Sendable {
  // A class, since all requests share it.
  private let newest = Mutex<[String: Int]>([:])

  func begin(_ host: String) -> Int {
    newest.withLock { newest in
      newest[host, default: 0] += 1
      return newest[host, default: 0]
    }
  }

  func isNewest(_ poll: Int, of host: String) -> Bool {
    newest.withLock { $0[host] == poll }
  }
}
