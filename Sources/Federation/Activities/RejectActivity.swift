import ActivityStreams
import Model
import Storage

/// Somebody says no to what it was asked, also to what it had accepted (ActivityPub §7.7).
package enum RejectActivity: ActivityHandler {
  package static let type = AS.ActivityType.reject
  package static let objects = ActivityObjects(
    received: ActivityObjects.requests,
    sent: ActivityObjects.requests
  )

  package struct Prepared: Sendable {
    let answer: RequestAnswer
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(answer: try RequestAnswer(activity, by: sender, at: services.now()))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    _ = try prepared.answer.find(from: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    try prepared.answer.find(from: sender, in: tx).reject(effects, in: tx)
  }
}
