import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import StrictJSON

/// An activity of a local actor, ready to be kept and sent.
package struct OutgoingActivity: Sendable {
  package var actor: ActorProfile
  package var activity: AS.Activity
  package var audience: Audience
  /// With the audience `territory`: which one.
  package var territory: Digest?
  package var postID: PostID?
  /// Inboxes besides those of the addressees.
  package var furtherInboxes: [String] = []
  /// Numbers of what this node published for the territory and this takes back; none: those of
  /// what it is about.
  package var forgets: [Int] = []

  package init(
    actor: ActorProfile,
    activity: AS.Activity,
    audience: Audience,
    territory: Digest? = nil,
    postID: PostID? = nil,
    furtherInboxes: [String] = []
  ) {
    self.actor = actor
    self.activity = activity
    self.audience = audience
    self.territory = territory
    self.postID = postID
    self.furtherInboxes = furtherInboxes
  }
}

/// Keeps outgoing activities and enqueues their deliveries, inside the transaction of their effects.
package struct Outgoing: Sendable {
  let addresses: Addresses
  let keys: KeyRing
  let flows: Flows
  let known: KnownNodes
  let numbers: TimedNumberSource

  /// A new activity of a local actor with an id of its own.
  func activity(
    _ type: AS.ActivityType,
    by actor: ActorProfile,
    object: AS.Reference,
    at now: Date
  ) throws(Refusal) -> AS.Activity {
    guard let actorID = AS.IRI(actor.uri) else { throw .malformed("\(actor.uri) is no address.") }
    let number = ActivityID(rawValue: numbers.next(at: now))
    var activity = AS.Activity(
      id: addresses.activity(number),
      type: type,
      actor: actorID,
      object: object
    )
    activity.published = now
    return activity
  }

  /// Writes the activity, with its proof, and a delivery for each inbox that it goes to.
  func enqueue(_ outgoing: OutgoingActivity, at now: Date, in tx: Transaction) throws {
    try enqueue(outgoing, to: try inboxes(for: outgoing, in: tx), at: now, in: tx)
  }

  /// The inboxes of an activity as things are; what is for this node never leaves it.
  func inboxes(for outgoing: OutgoingActivity, in tx: Transaction) throws -> [String] {
    guard outgoing.audience != .node else { return [] }
    return try recipients(of: outgoing).inboxes(in: tx)
  }

  /// Like `enqueue(_:at:in:)`, to inboxes that were found before the activity had its effects.
  ///
  /// - Returns: The document as it is sent; nothing for what waits for its number.
  @discardableResult
  func enqueue(
    _ outgoing: OutgoingActivity,
    to inboxes: [String],
    at now: Date,
    in tx: Transaction
  ) throws -> JSONObject? {
    guard let id = number(of: outgoing.activity) else {
      throw Refusal.malformed("\(outgoing.activity.id) is no id of this node.")
    }
    if let territory = try territoryToWait(for: outgoing, in: tx) {
      try wait(outgoing, id, to: inboxes, in: territory, at: now, tx)
      return nil
    }
    return try keep(outgoing, id, to: inboxes, at: now, in: tx)
  }

  /// Gives an activity its number, if it has one, and keeps it with its deliveries.
  @discardableResult
  func keep(
    _ outgoing: OutgoingActivity,
    _ id: ActivityID,
    to inboxes: [String],
    at now: Date,
    in tx: Transaction
  ) throws -> JSONObject {
    let outgoing = try numbered(outgoing, in: tx)
    let document = try proven(outgoing, at: now, in: tx)
    let body = JSON.object(document).serialized()
    try tx.outbox.insert(
      OutboxStore.Entry(
        id: id,
        uri: outgoing.activity.id.string,
        actorID: outgoing.actor.id,
        type: outgoing.activity.type.rawValue,
        audience: outgoing.audience,
        postID: outgoing.postID,
        body: body,
        publishedAt: now
      )
    )
    _ = try Publication(outgoing.activity, document, body)?.keep(at: now, in: tx)
    try tx.deliveries.enqueue(
      id,
      from: outgoing.actor.id,
      to: inboxes,
      at: now,
      holding: try recipients(of: outgoing).heldLanes(of: inboxes, in: tx)
    )
    return document
  }

  private func recipients(of outgoing: OutgoingActivity) -> Recipients {
    Recipients(of: outgoing, addresses: addresses, flows: flows, known: known)
  }

  /// The document as it is sent: with the actor's integrity proof (FEP-8b32).
  private func proven(
    _ outgoing: OutgoingActivity,
    at now: Date,
    in tx: Transaction
  ) throws -> JSONObject {
    guard let document = outgoing.activity.document().object else {
      throw Refusal.malformed("\(outgoing.activity.id) is no document.")
    }
    let signer = try keys.signer(.ed25519, for: outgoing.actor.id, in: tx)
    return try IntegrityProof.sign(document, as: signer, created: now)
  }

  /// The number in the id of an activity of this node.
  func number(of activity: AS.Activity) -> ActivityID? {
    guard let last = activity.id.path.split(separator: "/").last, let number = Int64(last),
      addresses.activity(ActivityID(rawValue: number)) == activity.id
    else { return nil }
    return ActivityID(rawValue: number)
  }
}
