import ActivityStreams
import Model
import Storage

/// Those who wait for a place in a full event of this node: whoever asked first has the first that is
/// free.
enum WaitingGuests {
  /// How many of those who wait are looked at when places are free.
  private static let most = 200

  /// Gives free places to those who wait, and tells them; of an event that is over, or of another node,
  /// nothing is done.
  static func welcome(to id: PostID, _ effects: Effects, in tx: Transaction) throws {
    guard let post = try tx.posts.find(id), post.isLocal, let event = post.body.event,
      let organizer = try tx.actors.find(post.authorID), organizer.isActive
    else { return }
    var taken = try tx.attendances.count(in: id)
    guard event.obstacle(at: effects.now, taken: taken) == nil else { return }
    let invited = Set(try tx.posts.addressees(of: id).map(\.id))
    let waiting = try tx.attendances.list(
      of: id,
      .requested,
      // Of the others the organizer decides.
      onlyInvited: event.joinMode == .restricted,
      limit: most
    )
    for waiting in waiting {
      guard event.obstacle(at: effects.now, taken: taken) == nil else { return }
      let answer = event.answer(
        at: effects.now,
        taken: taken,
        isInvited: invited.contains(waiting.actorID),
        known: waiting.state
      )
      // Whoever the organizer has to decide on waits for that.
      guard answer == .accept, let guest = try tx.actors.find(waiting.actorID), guest.isActive
      else {
        continue
      }
      try tx.attendances.setState(.accepted, of: guest.id, in: id)
      taken += 1
      try NotificationWriter.tell(
        ofAnswerTo: waiting,
        by: organizer.id,
        at: effects.now,
        in: tx
      )
      try tell(guest, of: waiting, in: post, by: organizer, effects, in: tx)
    }
  }

  /// Gives away the places of somebody who was suspended.
  ///
  /// Whoever comes back keeps a place that nobody took meanwhile, and else waits in front of the others.
  static func vacate(placesOf guest: ActorID, _ effects: Effects, in tx: Transaction) throws {
    for event in try tx.attendances.localEvents(of: guest, .accepted) {
      let before = try tx.attendances.count(in: event)
      try welcome(to: event, effects, in: tx)
      guard try tx.attendances.count(in: event) > before else { continue }
      try tx.attendances.setState(.requested, of: guest, in: event)
    }
  }

  /// Gives somebody whose suspension was lifted the places that are free where it waits; where a newcomer
  /// took its place meanwhile, it waits.
  static func admit(_ guest: ActorID, _ effects: Effects, in tx: Transaction) throws {
    for id in try tx.attendances.localEvents(of: guest, .accepted) {
      guard let event = try tx.posts.find(id)?.body.event, !event.isOver(at: effects.now),
        let capacity = event.capacity, try tx.attendances.count(in: id) > capacity
      else { continue }
      try tx.attendances.setState(.requested, of: guest, in: id)
    }
    for event in try tx.attendances.localEvents(of: guest, .requested) {
      try welcome(to: event, effects, in: tx)
    }
  }

  /// A guest of another node hears of it by the Accept of its Join.
  private static func tell(
    _ guest: ActorProfile,
    of waiting: Attendance,
    in post: Post,
    by organizer: ActorProfile,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    guard !guest.isLocal, let join = AS.IRI(waiting.uri), let actor = AS.IRI(guest.uri),
      let event = AS.IRI(post.uri)
    else { return }
    let answer = try effects.services.outgoing.answer(
      .accept,
      by: organizer,
      to: AS.Activity(id: join, type: .join, actor: actor, object: .id(event)),
      at: effects.now
    )
    try effects.publish(answer, in: tx)
  }
}
