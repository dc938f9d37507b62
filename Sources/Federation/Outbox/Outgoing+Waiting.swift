import ActivityStreams
import Foundation
import Model
import Storage
import StrictJSON

extension Outgoing {
  /// The territory in which an activity may have no number yet: since the node started it has not
  /// asked any member which number it gave last, and it might be a restored copy.
  ///
  /// What names by itself what it takes back is said at once, for its author goes.
  func territoryToWait(for outgoing: OutgoingActivity, in tx: Transaction) throws -> Digest? {
    guard outgoing.audience == .territory, let id = outgoing.territory,
      Publication.types.contains(outgoing.activity.type), outgoing.forgets.isEmpty,
      let territory = known.territory(id), territory.own != nil
    else { return nil }
    // What came later goes later.
    if territory.mayPublish, try !tx.publications.hasWaiting(in: id) { return nil }
    return id
  }

  /// Keeps an activity that is acknowledged until it can have its number.
  func wait(
    _ outgoing: OutgoingActivity,
    _ id: ActivityID,
    to inboxes: [String],
    in territory: Digest,
    at now: Date,
    _ tx: Transaction
  ) throws {
    try tx.publications.wait(
      PublicationStore.Waiting(
        id: id,
        territory: territory,
        actorID: outgoing.actor.id,
        uri: outgoing.activity.id.string,
        postID: outgoing.postID,
        body: outgoing.activity.document().serialized(),
        inboxes: inboxes,
        madeAt: now
      )
    )
  }

  /// Gives numbers to what waits in a territory, in its order, some at a time.
  ///
  /// - Returns: Whether there may be more.
  func number(waitingIn territory: Digest, at now: Date, _ tx: Transaction) throws -> Bool {
    let waiting = try tx.publications.waiting(in: territory)
    for entry in waiting {
      try tx.publications.endWaiting(entry.id)
      // Whoever is gone has nothing to say any more.
      guard let actor = try tx.actors.find(entry.actorID), actor.isActive else { continue }
      let activity = try AS.Activity(json: try JSON.parse(entry.body))
      let outgoing = OutgoingActivity(
        actor: actor,
        activity: activity,
        audience: .territory,
        territory: territory,
        postID: entry.postID
      )
      try keep(outgoing, entry.id, to: entry.inboxes, at: now, in: tx)
    }
    return !waiting.isEmpty
  }
}

extension FederationServices {
  /// Numbers and sends what waited for the first comparison in a territory.
  func numberWaiting(in territory: Digest) async throws {
    guard known.territory(territory)?.mayPublish == true else { return }
    let (outgoing, now) = (outgoing, now())
    guard try await database.read({ try $0.publications.hasWaiting(in: territory) }) else { return }
    var hasMore = true
    while hasMore {
      hasMore = try await database.write {
        try outgoing.number(waitingIn: territory, at: now, $0)
      }
    }
    deliveryWakeup.call()
  }
}
