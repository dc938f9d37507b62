import ActivityStreams
import Model
import Storage

/// Somebody says yes to what it was asked (ActivityPub §7.6).
package enum AcceptActivity: ActivityHandler {
  package static let type = AS.ActivityType.accept
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
    var answer = try RequestAnswer(activity, by: sender, at: services.now())
    if let result = activity.result?.embedded, result.type == AS.EndorsementAuthorization.type {
      answer.consent = try await GivenConsent(result.json, by: sender, with: services)
    }
    return Prepared(answer: answer)
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
    try prepared.answer.find(from: sender, in: tx).accept(prepared.answer, effects, in: tx)
  }
}
