import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody asks whether its post may quote another's (FEP-044f).
package enum QuoteRequestActivity: ActivityHandler {
  package static let type = AS.ActivityType.quoteRequest
  package static let objects = ActivityObjects(
    received: ActivityObjects.posts,
    sent: ActivityObjects.posts
  )

  package struct Prepared: Sendable {
    let activity: AS.Activity
    let quoted: String
    let quoting: String
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let quoted = activity.object?.id, let quoting = activity.instrument?.id else {
      throw Refusal.malformed("It says not what is to quote what.")
    }
    guard sender.isLocal || services.addresses.isOwn(quoted.string) else {
      throw Ignored("\(quoted) is not of this node.")
    }
    _ = try sender.proof(of: quoting.string)
    if let embedded = activity.instrument?.embedded {
      let note = try? AS.Note(json: embedded.json)
      guard note?.attributedTo.string == sender.actor.uri else {
        throw Refusal.forbidden("\(quoting) was not written by \(sender.actor.uri).")
      }
    }
    return Prepared(activity: activity, quoted: quoted.string, quoting: quoting.string)
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    guard let post = try tx.posts.find(uri: prepared.quoted),
      let facts = try tx.posts.facts(about: post.id, for: sender.reader),
      Permission.allows(sender.reader, toRead: facts)
    else { throw Refusal.absent }
    let known = try tx.posts.find(uri: prepared.quoting)
    guard known == nil || known?.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(prepared.quoting) was not written by \(sender.actor.uri).")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    guard let post = try tx.posts.find(uri: prepared.quoted) else { throw Refusal.absent }
    if sender.isLocal {
      guard let own = try tx.posts.find(uri: prepared.quoting) else { throw Refusal.absent }
      return try tx.quotes.setRequest(prepared.activity.id.string, of: own.id)
    }
    guard let author = try tx.actors.find(post.authorID) else { throw Refusal.absent }
    let isWelcome =
      try InteractionGate.verdict(.quote, of: post, for: sender.actor, in: tx) == .automatic
    let given = try isWelcome ? stamp(post, prepared, sender, effects, in: tx) : nil
    var plain = prepared.activity
    plain.instrument = prepared.activity.instrument?.id.map(AS.Reference.id)
    var answer = try effects.services.outgoing.answer(
      isWelcome ? .accept : .reject,
      by: author,
      to: plain,
      at: effects.now
    )
    answer.activity.result = given.flatMap { AS.IRI($0.uri) }.map(AS.Reference.id)
    try effects.publish(answer, in: tx)
    // The quote may have come before it was asked for.
    if let quoting = try tx.posts.find(uri: prepared.quoting) {
      try QuoteConsent.settle(quoting, at: effects.now, in: tx)
    }
  }

  /// The stamp for a quote, which is the same however often it is asked for.
  private static func stamp(
    _ post: Post,
    _ prepared: Prepared,
    _ sender: VerifiedSender,
    _ effects: Effects,
    in tx: Transaction
  ) throws -> QuoteStamp {
    if let known = try tx.quotes.stamp(of: post.id, for: prepared.quoting) { return known }
    let number = effects.services.numbers.next(at: effects.now)
    let stamp = QuoteStamp(
      uri: effects.services.addresses.stamp(number).string,
      post: post.id,
      quoting: prepared.quoting,
      quoter: sender.actor.id
    )
    try tx.quotes.insert(stamp, at: effects.now)
    return stamp
  }
}
