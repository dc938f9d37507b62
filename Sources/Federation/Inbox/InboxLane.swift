import ActivityStreams
import Foundation
import Logging
import Metrics
import Model
import Storage

/// The waiting activities of one sender, in order.
struct InboxLane {
  let services: FederationServices
  let senderID: ActorID

  private static let attempts = 8
  private static let batch = 128
  private static let portion = 32
  /// A lane that has to wait for other hosts gives its place to the next sender after this.
  private static let longestTurn = Duration.seconds(5)

  /// An activity that is ready to be written, or the reason why it is not.
  private struct Step: Sendable {
    let waiting: InboxStore.Waiting
    let prepared: Result<PreparedActivity, any Error>
  }

  /// Prepares a batch and writes it in as few transactions as may be, each on its own savepoint.
  ///
  /// - Returns: Whether there was something to do.
  /// - Throws: What is wrong with the node and not with an activity: all stays as it was.
  func run() async throws -> Bool {
    let (id, now) = (senderID, services.now())
    let (actor, lane) = try await services.database.read { tx in
      (try tx.actors.find(id), try tx.inbox.waiting(from: id, at: now, limit: Self.batch))
    }
    var steps: [Step] = []
    let start = ContinuousClock.now
    for waiting in lane where ContinuousClock.now - start < Self.longestTurn {
      let activity = Result { try Inbox.activity(in: try Inbox.parse(waiting.body)) }
      // What it looks up may be what those before it have yet to write.
      if let type = try? activity.get().type, ActivityRegistry.looksUpFirst(type) {
        try await write(steps)
        steps = []
      }
      let prepared = await prepare(activity, from: actor)
      if case .failure(let error) = prepared, try isOfTheNode(error) { break }
      steps.append(Step(waiting: waiting, prepared: prepared))
      // In small portions, for whoever posts to the inbox waits for the same writer.
      if steps.count == Self.portion {
        try await write(steps)
        steps = []
      }
    }
    try await write(steps)
    return !lane.isEmpty
  }

  private func prepare(
    _ activity: Result<AS.Activity, any Error>,
    from actor: ActorProfile?
  ) async -> Result<PreparedActivity, any Error> {
    do {
      guard let actor else { throw Refusal.absent }
      let sender = try VerifiedSender.remote(actor, services.known)
      try services.flows.requireAdmitted(hostOf: actor.uri)
      let activity = try activity.get()
      return .success(try await ActivityRegistry.prepare(activity, from: sender, with: services))
    } catch {
      return .failure(error)
    }
  }

  /// Whether an activity could not be prepared because the node stops or cannot write: it was
  /// acknowledged, so it must be there afterwards.
  ///
  /// - Throws: The error, when it is worth a line in the log.
  private func isOfTheNode(_ error: any Error) throws -> Bool {
    if Task.isCancelled || error is CancellationError { return true }
    if NodeDatabase.undoesTransaction(error) { throw error }
    switch error as? Refusal {
    case .storageFull, .unavailable: throw error
    default: return false
    }
  }

  // MARK: Writing

  private func write(_ steps: [Step]) async throws {
    guard !steps.isEmpty else { return }
    let deferral = deferral(at: services.now())
    let errors = try await services.database.write { tx in
      try steps.compactMap { step -> String? in
        do {
          let prepared = try step.prepared.get()
          try tx.attempt { tx in
            try prepared.commit(tx)
            try tx.inbox.end(step.waiting.id, .done, outcome: nil)
          }
          return nil
        } catch let error {
          return try record(error, of: step, deferral, in: tx)
        }
      }
    }
    services.deliveryWakeup.call()
    services.backgroundWakeup.call()
    Counter(label: "maillage_activities_processed_total").increment(by: steps.count)
    for error in errors {
      services.logger.error("An activity failed.", metadata: ["error": "\(error)"])
    }
  }

  /// Writes down how an activity ended.
  ///
  /// - Returns: What the admin has to see, because it is a defect of ours.
  private func record(
    _ error: any Error,
    of step: Step,
    _ deferral: @Sendable (Int) -> Date,
    in tx: Transaction
  ) throws -> String? {
    let id = step.waiting.id
    switch error {
    case let ignored as Ignored:
      try tx.inbox.end(id, .ignored, outcome: ignored.reason)
    case let refusal as Refusal:
      if isWorthRetrying(refusal, step.waiting) {
        try tx.inbox.retry(
          id,
          notBefore: deferral(step.waiting.attempts),
          outcome: refusal.description
        )
      } else {
        try tx.inbox.end(id, .failed, outcome: refusal.description)
      }
    default:
      if NodeDatabase.undoesTransaction(error) { throw error }
      try tx.inbox.end(id, .failed, outcome: "\(error)")
      return "\(step.waiting.uri): \(error)"
    }
    return nil
  }

  private func isWorthRetrying(_ refusal: Refusal, _ waiting: InboxStore.Waiting) -> Bool {
    guard waiting.attempts + 1 < Self.attempts else { return false }
    switch refusal {
    case .unreachable: return true
    case .forbidden:
      // A publication whose author still has its right in the log: what else is known of its node
      // may follow in a moment.
      guard let json = try? Inbox.parse(waiting.body),
        let activity = try? Inbox.activity(in: json),
        let publication = try? services.inbox.publication(activity, json, waiting.body)
      else { return false }
      return publication.log != services.known.territory(publication.territory)?.own
    default: return false
    }
  }

  private func deferral(at now: Date) -> @Sendable (Int) -> Date {
    { attempts in now.addingTimeInterval(30 * pow(2, Double(attempts))) }
  }
}
