import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody wants to take part in an event (FEP-8a8e, Mobilizon).
package enum JoinActivity: ActivityHandler {
  package static let type = AS.ActivityType.join
  package static let objects = ActivityObjects(received: ["Event"], sent: ["Event"])

  package struct Prepared: Sendable {
    let activity: AS.Activity
    let eventURI: String
    let message: String?
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let id = activity.object?.id else {
      throw Refusal.malformed("It says not which event it is about.")
    }
    if !sender.isLocal, !services.addresses.isOwn(id.string) {
      throw Ignored("\(id) is not of this node.")
    }
    let message = activity.message.map(VisibleText.clean).flatMap { $0.isEmpty ? nil : $0 }
    guard message?.fits(Attendance.mostCharacters) ?? true else {
      throw Refusal.malformed("A message has up to \(Attendance.mostCharacters) characters.")
    }
    return Prepared(activity: activity, eventURI: id.string, message: message)
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    let (post, _) = try AttendedEvent.find(prepared.eventURI, for: sender, in: tx)
    guard post.authorID != sender.actor.id else {
      throw Refusal.conflict("Who holds an event takes part in it.")
    }
    guard try !tx.blocks.exists(by: post.authorID, against: sender.actor.id) else {
      throw Refusal.absent
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let (post, event) = try AttendedEvent.find(prepared.eventURI, for: sender, in: tx)
    let known = try tx.attendances.find(sender.actor.id, in: post.id)
    var attendance = Attendance(
      postID: post.id,
      actorID: sender.actor.id,
      uri: prepared.activity.id.string,
      state: .requested,
      message: prepared.message,
      // Who asks again keeps the place among those who wait.
      createdAt: known.flatMap { $0.state == .requested ? $0.createdAt : nil } ?? effects.now
    )
    guard post.isLocal else { return try ask(attendance, for: event, at: effects.now, in: tx) }
    let answer = event.answer(
      at: effects.now,
      taken: try tx.attendances.count(in: post.id),
      isInvited: try tx.posts.addressees(of: post.id).contains { $0.id == sender.actor.id },
      known: known?.state
    )
    switch answer {
    case .accept, .ask, .wait:
      attendance.state = answer == .accept ? .accepted : .requested
      try tx.attendances.save(attendance)
      try NotificationWriter.tell(of: attendance, to: post.authorID, at: effects.now, in: tx)
      guard answer == .accept else { return }
      try reply(.accept, to: prepared.activity, on: post, by: sender, effects, in: tx)
    case .reject(let obstacle):
      guard !sender.isLocal else { throw Refusal.conflict(obstacle.words) }
      try reply(.reject, to: prepared.activity, on: post, by: sender, effects, in: tx)
    case .ignore:
      guard !sender.isLocal else {
        throw Refusal.conflict("Nobody takes part in that event by saying so here.")
      }
      try reply(.ignore, to: prepared.activity, on: post, by: sender, effects, in: tx)
    }
  }

  /// Keeps a member's wish until the event's own node answers.
  private static func ask(
    _ attendance: Attendance,
    for event: Event,
    at now: Date,
    in tx: Transaction
  ) throws {
    // Whether there is room its own node knows best.
    if let obstacle = event.obstacle(at: now, taken: 0) { throw Refusal.conflict(obstacle.words) }
    try tx.attendances.save(attendance)
  }

  /// Answers an actor of another node in the organizer's name.
  private static func reply(
    _ type: AS.ActivityType,
    to join: AS.Activity,
    on post: Post,
    by sender: VerifiedSender,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    guard !sender.isLocal else { return }
    guard let organizer = try tx.actors.find(post.authorID) else { throw Refusal.absent }
    let answer = try effects.services.outgoing.answer(
      type,
      by: organizer,
      to: join,
      at: effects.now
    )
    try effects.publish(answer, in: tx)
  }
}

/// An event as somebody sees it who may take part.
enum AttendedEvent {
  /// - Throws: `Refusal.absent` for one that the sender may not read, `Ignored` for one that is not
  ///   known, and `Refusal.malformed` for a post that is no event.
  static func find(
    _ uri: String,
    for sender: VerifiedSender,
    in tx: Transaction
  ) throws -> (Post, Event) {
    guard let post = try tx.posts.find(uri: uri) else { throw Ignored("\(uri) is not known here.") }
    guard let facts = try tx.posts.facts(about: post.id, for: sender.reader),
      Permission.allows(sender.reader, toRead: facts)
    else { throw Refusal.absent }
    guard let event = post.body.event else { throw Refusal.malformed("\(uri) is no event.") }
    return (post, event)
  }
}

extension Event.Obstacle {
  /// What keeps one from taking part, for people.
  package var words: String {
    switch self {
    case .over: "That event is over."
    case .cancelled: "That event is cancelled."
    case .full: "That event is full."
    case .notInvited: "That event is for those who are invited."
    case .turnedDown: "Who holds that event has said no."
    }
  }
}

/// A wish to take part in an event.
struct AnsweredJoin: AnsweredRequest {
  private let attendance: Attendance
  private let organizer: ActorProfile

  /// The organizer's node speaks for it: of Mobilizon, a group's event is answered by a person.
  init?(_ answer: RequestAnswer, from sender: VerifiedSender, in tx: Transaction) throws {
    guard let attendance = try Self.attendance(answer, in: tx) else { return nil }
    guard let post = try tx.posts.find(attendance.postID) else { return nil }
    let isAsked =
      post.isLocal
      ? post.authorID == sender.actor.id : (try? sender.proof(of: post.uri)) != nil
    guard isAsked else { throw Refusal.forbidden("\(sender.actor.uri) was not asked.") }
    self.attendance = attendance
    organizer = sender.actor
  }

  private static func attendance(
    _ answer: RequestAnswer,
    in tx: Transaction
  ) throws -> Attendance? {
    if let found = try answer.uri.flatMap(tx.attendances.find(uri:)) { return found }
    guard let join = answer.request, join.type == .join, let event = join.object?.id,
      let post = try tx.posts.find(uri: event.string),
      let actor = try tx.actors.find(uri: join.actor.string)
    else { return nil }
    return try tx.attendances.find(actor.id, in: post.id)
  }

  func accept(_ answer: RequestAnswer, _ effects: Effects, in tx: Transaction) throws {
    if let post = try tx.posts.find(attendance.postID), post.isLocal,
      attendance.state != .accepted,
      let obstacle = post.body.event?.obstacle(
        at: effects.now,
        taken: try tx.attendances.count(in: post.id)
      )
    {
      throw Refusal.conflict(obstacle.words)
    }
    try set(.accepted, effects, in: tx)
  }

  func reject(_ effects: Effects, in tx: Transaction) throws { try set(.rejected, effects, in: tx) }

  func set(_ state: Attendance.State, _ effects: Effects, in tx: Transaction) throws {
    guard attendance.state != state else { throw Ignored("It was answered like that before.") }
    try tx.attendances.setState(state, of: attendance.actorID, in: attendance.postID)
    try NotificationWriter.tell(ofAnswerTo: attendance, by: organizer.id, at: effects.now, in: tx)
    guard attendance.state == .accepted else { return }
    try WaitingGuests.welcome(to: attendance.postID, effects, in: tx)
  }
}
