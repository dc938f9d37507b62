import ActivityStreams
import Model
import Storage

/// A node says that it takes no wishes to take part in an event (FEP-8a8e, “Not handling RSVP”).
package enum IgnoreActivity: ActivityHandler {
  package static let type = AS.ActivityType.ignore
  package static let objects = ActivityObjects(received: ["Join"], sent: ["Join"])

  package struct Prepared: Sendable {
    let answer: RequestAnswer
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    Prepared(answer: try RequestAnswer(activity, by: sender))
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    _ = try join(prepared, from: sender, in: tx)
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    try join(prepared, from: sender, in: tx).set(.ignored, effects, in: tx)
  }

  private static func join(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws -> AnsweredJoin {
    guard let join = try AnsweredJoin(prepared.answer, from: sender, in: tx) else {
      throw Ignored("Nobody here asked to take part in that.")
    }
    return join
  }
}
