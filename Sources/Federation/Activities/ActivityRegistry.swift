import ActivityStreams
import Model

/// The handlers, one line each.
package enum ActivityRegistry {
  package static let handlers: [any ActivityHandler.Type] = [
    AcceptActivity.self,
    AddActivity.self,
    AnnounceActivity.self,
    BlockActivity.self,
    CreateActivity.self,
    DeleteActivity.self,
    EndorsementRequestActivity.self,
    FlagActivity.self,
    FollowActivity.self,
    IgnoreActivity.self,
    InviteActivity.self,
    JoinActivity.self,
    LeaveActivity.self,
    LikeActivity.self,
    MoveActivity.self,
    OfferActivity.self,
    QuoteRequestActivity.self,
    RejectActivity.self,
    RemoveActivity.self,
    UndoActivity.self,
    UpdateActivity.self,
  ]

  private static let byType: [AS.ActivityType: any ActivityHandler.Type] = Dictionary(
    uniqueKeysWithValues: handlers.map { ($0.type, $0) }
  )

  /// Whether activities of a type have any effect here.
  package static func handles(_ type: AS.ActivityType) -> Bool { byType[type] != nil }

  static func looksUpFirst(_ type: AS.ActivityType) -> Bool { byType[type]?.looksUpFirst ?? false }

  /// Finds the handler and lets it prepare.
  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> PreparedActivity {
    guard let handler = byType[activity.type] else {
      throw Ignored("\(activity.type.rawValue) is not known here.")
    }
    guard activity.actor.string == sender.actor.uri else {
      throw Refusal.forbidden("\(sender.actor.uri) may not act as \(activity.actor.string).")
    }
    return try await prepare(activity, by: handler, from: sender, with: services)
  }

  private static func prepare<Handler: ActivityHandler>(
    _ activity: AS.Activity,
    by handler: Handler.Type,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> PreparedActivity {
    let prepared = try await handler.prepare(activity, from: sender, with: services)
    return PreparedActivity { tx in
      let sender = try sender.renewed(in: tx, services.known)
      try handler.authorize(prepared, from: sender, in: tx)
      let effects = Effects(now: services.now(), services: services)
      // What members do is passed on as it is sent, which the outbox sees to.
      let groups = GroupDistribution(services: services)
      let plan = sender.isLocal ? [] : try groups.plan(for: activity, from: sender, in: tx)
      try handler.apply(prepared, from: sender, in: tx, effects: effects)
      guard !plan.isEmpty else { return }
      try groups.carryOut(plan, activity.raw ?? activity.document(), at: effects.now, in: tx)
    }
  }

  /// A handler's effects for what an actor's own node says, without an activity that says it.
  static func effects<Handler: ActivityHandler>(
    of handler: Handler.Type,
    _ prepared: Handler.Prepared,
    by actor: ActorProfile,
    with services: FederationServices
  ) throws -> PreparedActivity {
    let sender = try VerifiedSender.remote(actor, services.known)
    return PreparedActivity { tx in
      let sender = try sender.renewed(in: tx, services.known)
      try handler.authorize(prepared, from: sender, in: tx)
      let effects = Effects(now: services.now(), services: services)
      try handler.apply(prepared, from: sender, in: tx, effects: effects)
    }
  }
}
