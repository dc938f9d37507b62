import Foundation
import Model
import Storage
import StrictJSON

/// Hands out what waits for a peer that takes no connections (Protocol/peering.md).
package struct PeerCollection: Sendable {
  let services: FederationServices

  private static let longestWait = 55
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
    let state = caller.node?.peering?.state.current(at: services.now())
    guard state == .active || (state == nil && caller.node?.territories.isEmpty == false) else {
      throw Refusal.forbidden("Only an active peer or a member of a common territory collects.")
    }
    let known = try fields.digestIfAny("known")
    let lane = Origin(scheme: "https", authority: caller.host).description
    let start = ContinuousClock.now
    let patience = Duration.seconds(min(wait, Self.longestWait))
    var jobs = try await jobs(lane, Int64(acknowledged))
    var side = try await side(towards: caller.host)
    while jobs.isEmpty, known == nil || known == side,
      ContinuousClock.now - start < patience, !Task.isCancelled
    {
      // The worker is woken by every post; a look now and then costs less than one more signal.
      try await Task.sleep(for: .milliseconds(500))
      if try await services.database.read({ try $0.deliveries.busyLanes().contains(lane) }) {
        jobs = try await self.jobs(lane, Int64(acknowledged))
      }
      side = try await self.side(towards: caller.host)
    }
    let deliveries = try jobs.map { job -> JSON in
      ["id": .integer(job.delivery.id), "activity": try JSON.parse(job.body)]
    }
    return ["deliveries": .array(deliveries), "peering": .string(side.text)]
  }

  /// By which the other notices that it should ask for this side anew.
  private func side(towards host: String) async throws -> Digest {
    guard let side = try await PeeringDesk(services: services).side(towards: host).object else {
      throw Refusal.absent
    }
    return try Digest(of: side)
  }

  private func jobs(_ lane: String, _ acknowledged: Int64) async throws -> [DeliveryStore.Job] {
    try await services.database.write {
      try $0.deliveries.collect(
        lane: lane,
        acknowledged: acknowledged,
        limit: Self.most,
        bytes: Self.bytes
      )
    }
  }
}
