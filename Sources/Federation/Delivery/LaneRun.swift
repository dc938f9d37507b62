import Foundation
import Logging
import Metrics
import Model
import Signatures
import Storage

/// One batch of deliveries to one host, in order for each sender.
struct LaneRun {
  let lane: String
  let services: FederationServices
  let schedule: DeliverySchedule
  /// Told after each delivery.
  let step: @Sendable () -> Void

  private static let batch = 40

  private static let longestTurn = Duration.seconds(10)

  /// - Returns: Whether there may be more to do at once.
  func run() async throws -> Bool {
    let (lane, now) = (lane, services.now())
    let (jobs, known) = try await services.database.read { tx in
      let jobs = try tx.deliveries.ready(
        in: lane,
        at: now,
        standingAsideAfter: DeliverySchedule.attemptsBeforeStandingAside,
        limit: Self.batch
      )
      return (jobs, try tx.deliveries.lane(lane))
    }
    var record = known ?? DeliveryLane(lane: lane)
    let before = record
    var changes: [Change] = []
    var held: Set<ActorID> = []
    let start = ContinuousClock.now
    for job in jobs where !held.contains(job.delivery.senderID) {
      // A host that takes its time must not keep a place that others wait for.
      guard ContinuousClock.now - start < Self.longestTurn else { break }
      let result = await attempt(job, &record)
      step()
      if case .interrupted = result { break }
      if holdsBack(job, result) { held.insert(job.delivery.senderID) }
      changes.append(change(for: job, result, &record))
      if record.openUntil != before.openUntil, record.openUntil != nil { break }
    }
    try await write(changes, record, isNew: record != before)
    return !changes.isEmpty && record.openUntil == nil
  }

  /// Whether later deliveries of the same sender have to wait for this one.
  private func holdsBack(_ job: DeliveryStore.Job, _ result: DeliveryResult) -> Bool {
    guard case .failed = result else { return false }
    return job.delivery.attempts + 1 < DeliverySchedule.attemptsBeforeStandingAside
  }

  private func attempt(
    _ job: DeliveryStore.Job,
    _ record: inout DeliveryLane
  ) async
    -> DeliveryResult
  {
    if schedule.hasExpired(job.delivery, at: services.now()), !services.isClockDoubtful {
      let error = job.delivery.lastError ?? "never tried"
      return .refused("\(DeliveryStore.notDelivered): \(error).")
    }
    if let origin = Model.Origin(of: lane), !services.flows.isAdmitted(origin.authority) {
      return .refused("This node no longer exchanges with \(origin.authority).")
    }
    let client = DeliveryClient(services: services)
    return await client.deliver(
      job,
      first: record.signatureScheme.flatMap(SignatureScheme.init(rawValue:)) ?? .draftCavage
    )
  }

  // MARK: Results

  private enum Change: Sendable {
    case remove(Int64)
    case abandon(Int64, String)
    case retry(Int64, notBefore: Date, String)
  }

  private func change(
    for job: DeliveryStore.Job,
    _ result: DeliveryResult,
    _ record: inout DeliveryLane
  ) -> Change {
    let now = services.now()
    let id = job.delivery.id
    count(result)
    switch result {
    case .delivered(let scheme):
      record.failures = 0
      record.openUntil = nil
      record.lastError = nil
      record.lastSuccessAt = now
      record.signatureScheme = scheme.rawValue
      return .remove(id)
    case .refused(let reason):
      return .abandon(id, reason)
    case .failed(let reason):
      // Somebody is there.
      record.failures = 0
      record.openUntil = nil
      let pause = schedule.pause(afterAttempts: job.delivery.attempts)
      return .retry(id, notBefore: now.addingTimeInterval(pause), reason)
    case .hostDown(let reason, let retryAfter):
      let opening = schedule.opening(afterFailures: record.failures, retryAfter: retryAfter)
      record.failures += 1
      record.openUntil = now.addingTimeInterval(opening)
      record.lastError = reason
      let attempts = job.delivery.attempts
      let isSuspect = attempts + 1 >= DeliverySchedule.outagesBeforeStandingAside
      let pause = isSuspect ? max(opening + 1, schedule.pause(afterAttempts: attempts)) : 0
      return .retry(id, notBefore: now.addingTimeInterval(pause), reason)
    case .interrupted:
      return .retry(id, notBefore: now, "The node was stopping.")
    }
  }

  private func write(_ changes: [Change], _ record: DeliveryLane, isNew: Bool) async throws {
    guard !changes.isEmpty else { return }
    let now = services.now()
    try await services.database.write { tx in
      let isErasureOpen = try tx.erasures.isAwaiting()
      for change in changes {
        switch change {
        case .remove(let id):
          if isErasureOpen { try tx.erasures.acknowledge(delivery: id, at: now) }
          try tx.deliveries.remove(id)
        case .abandon(let id, let reason): try tx.deliveries.abandon(id, error: reason)
        case .retry(let id, let time, let reason):
          try tx.deliveries.retry(id, notBefore: time, error: reason)
        }
      }
      if isNew {
        // An admin may have paused the lane while it ran.
        var record = record
        record.isPaused = try tx.deliveries.lane(record.lane)?.isPaused ?? false
        try tx.deliveries.save(record, at: now)
      }
    }
  }

  private func count(_ result: DeliveryResult) {
    let outcome =
      switch result {
      case .delivered: "delivered"
      case .refused: "refused"
      case .failed: "failed"
      case .hostDown: "hostDown"
      case .interrupted: "interrupted"
      }
    Counter(label: "maillage_deliveries_total", dimensions: [("outcome", outcome)]).increment()
  }
}
