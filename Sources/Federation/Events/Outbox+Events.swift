import ActivityStreams
import Foundation
import Model
import Storage

// Taking part in events, and who does.
extension Outbox {
  /// Says that a member takes part in an event, or wants to.
  ///
  /// - Returns: What came of it: of an event of another node it is only asked for.
  /// - Throws: `Refusal.conflict` when the event is full, over, cancelled or takes no such wishes.
  package func join(
    _ event: String,
    saying message: String? = nil,
    as member: ActorID
  ) async throws -> Attendance {
    let (actor, _) = try await active(member)
    try await requireStaying(actor)
    let (post, author) = try await readable(event, by: member)
    guard post.body.event != nil else { throw Refusal.malformed("\(event) is no event.") }
    let known = try await services.database.read { try $0.attendances.find(member, in: post.id) }
    if let known, known.state == .accepted || known.state == .requested { return known }
    try await submit(
      .join,
      object: .id(try address(post.uri)),
      by: actor,
      audience: reach(of: post.audience),
      addressing: AS.Audience(to: [.address(try address(author.uri))]),
      message: message
    )
    let written = try await services.database.read { try $0.attendances.find(member, in: post.id) }
    guard let written else { throw Refusal.absent }
    return written
  }

  /// Says that a member takes part no longer.
  package func leave(_ event: String, as member: ActorID) async throws {
    let (actor, _) = try await active(member)
    let (post, author) = try await readable(event, by: member)
    try await submit(
      .leave,
      object: .id(try address(post.uri)),
      by: actor,
      audience: reach(of: post.audience),
      addressing: AS.Audience(to: [.address(try address(author.uri))])
    )
  }

  /// What a change of somebody's standing does to places in events: those of who was suspended are given
  /// to those who wait, and whoever comes back gets what is free.
  ///
  /// - Parameters:
  ///   - guest: Who was suspended, or is no longer.
  ///   - isSuspended: Which of the two.
  ///   - tx: The transaction that writes it, after it was written.
  /// - Throws: What the database throws.
  package func settlePlaces(of guest: ActorID, isSuspended: Bool, in tx: Transaction) throws {
    let effects = Effects(now: services.now(), services: services)
    if isSuspended {
      try WaitingGuests.vacate(placesOf: guest, effects, in: tx)
    } else {
      try WaitingGuests.admit(guest, effects, in: tx)
    }
  }

  /// Answers somebody who wants to take part in an event of a member; also takes an answer back.
  package func answer(
    _ guest: ActorID,
    in event: PostID,
    isWelcome: Bool,
    as organizer: ActorID
  ) async throws {
    let (actor, _) = try await active(organizer)
    let post = try await own(event, of: organizer)
    let found = try await services.database.read { tx in
      (try tx.attendances.find(guest, in: event), try tx.actors.find(guest))
    }
    guard let wish = found.0, let guest = found.1 else { throw Refusal.absent }
    guard wish.state != (isWelcome ? .accepted : .rejected) else { return }
    let join = AS.Activity(
      id: try address(wish.uri),
      type: .join,
      actor: try address(guest.uri),
      object: .id(try address(post.uri))
    )
    try await submit(
      isWelcome ? .accept : .reject,
      object: try AS.Reference(json: join.json),
      by: actor,
      audience: reach(of: post.audience),
      addressing: AS.Audience(to: [.address(try address(guest.uri))])
    )
  }
}

extension Transaction {
  /// The inboxes of other nodes' actors who did something with a post: they have it, and hear of its
  /// changes.
  func inboxesReached(by post: PostID) throws -> [String] {
    try reactions.remoteInboxes(of: post) + attendances.remoteInboxes(of: post)
  }
}
