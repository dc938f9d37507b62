import Foundation
import Model
import Storage

/// The way to one other node, as the command line prints it.
struct LaneShape: Encodable, Sendable {
  let lane: String
  let waiting: Int
  let abandoned: Int
  /// Behind a valve, until somebody releases it.
  let held: Int
  let lagSeconds: Int?
  let failures: Int
  let isPaused: Bool
  let openUntil: Date?
  let lastSuccessAt: Date?
  let lastError: String?

  init(_ name: String, _ depth: DeliveryStore.Depth?, _ lane: DeliveryLane, at now: Date) {
    self.lane = name
    waiting = depth?.waiting ?? 0
    abandoned = depth?.abandoned ?? 0
    held = depth?.held ?? 0
    lagSeconds = depth?.oldest.map { max(0, Int(now.timeIntervalSince($0))) }
    failures = lane.failures
    isPaused = lane.isPaused
    openUntil = lane.openUntil.flatMap { $0 > now ? $0 : nil }
    lastSuccessAt = lane.lastSuccessAt
    lastError = lane.lastError
  }

  /// The lanes that hold something, are paused or have failed; not those that just work.
  static func all(
    depths: [DeliveryStore.Depth],
    lanes: [DeliveryLane],
    at now: Date
  ) -> [LaneShape] {
    let depths = Dictionary(depths.map { ($0.lane, $0) }) { first, _ in first }
    let known = Dictionary(lanes.map { ($0.lane, $0) }) { first, _ in first }
    let notable = lanes.filter { $0.isPaused || $0.failures > 0 }.map(\.lane)
    return Set(depths.keys).union(notable).sorted().map { name in
      LaneShape(name, depths[name], known[name] ?? DeliveryLane(lane: name), at: now)
    }
  }

  var shownState: String {
    if isPaused { return Styled.warning("paused") }
    if let openUntil { return Styled.bad("waits until \(openUntil.shown)") }
    return failures > 0 ? "\(failures) failures" : Styled.good("open")
  }
}

/// One delivery, as the command line prints it.
struct DeliveryShape: Encodable, Sendable {
  let id: Int64
  let activity: String
  let inbox: String
  let lane: String
  let state: String
  let attempts: Int
  let notBefore: Date
  let enqueuedAt: Date
  let lastError: String?

  init(_ job: DeliveryStore.Job) {
    id = job.delivery.id
    activity = job.activityURI
    inbox = job.delivery.inbox
    lane = job.delivery.lane
    state = job.delivery.state.rawValue
    attempts = job.delivery.attempts
    notBefore = job.delivery.notBefore
    enqueuedAt = job.delivery.enqueuedAt
    lastError = job.delivery.lastError
  }
}
