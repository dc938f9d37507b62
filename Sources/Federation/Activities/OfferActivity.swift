import ActivityStreams
import Foundation
import Model
import Storage

/// Somebody answers what another needs or offers (FEP-0837, Agreements).
package enum OfferActivity: ActivityHandler {
  package static let type = AS.ActivityType.offer
  package static let objects = ActivityObjects(
    received: [AS.Agreement.type],
    sent: [AS.Agreement.type]
  )

  package struct Prepared: Sendable {
    let activity: AS.Activity
    /// The id of the need or the offer.
    let need: String
    let terms: AgreementTerms
    let words: String
  }

  package static func prepare(
    _ activity: AS.Activity,
    from sender: VerifiedSender,
    with services: FederationServices
  ) async throws -> Prepared {
    guard let embedded = activity.object?.embedded, embedded.type == AS.Agreement.type else {
      throw Ignored("It offers nothing that is known here.")
    }
    let agreement: AS.Agreement
    do {
      agreement = try AS.Agreement(json: embedded.json)
    } catch {
      throw Refusal.malformed("The object is no agreement: \(error).")
    }
    let need = String(agreement.stipulates.satisfies.string.prefix { $0 != "#" })
    guard sender.isLocal || services.addresses.isOwn(need) else {
      throw Ignored("\(need) is not of this node.")
    }
    guard let terms = AgreementTerms(agreement, on: need) else {
      throw Refusal.malformed("It says not how much of what is answered.")
    }
    _ = try sender.proof(of: activity.id.string)
    return Prepared(
      activity: activity,
      need: need,
      terms: terms,
      words: AgreementMove.words(agreement.content)
    )
  }

  package static func authorize(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction
  ) throws {
    let (post, _) = try find(prepared, in: tx)
    let facts = try tx.posts.facts(about: post.id, for: sender.reader)
    guard facts.map({ Permission.allows(sender.reader, toRead: $0) }) ?? false else {
      throw unknown(prepared)
    }
    guard post.authorID != sender.actor.id else {
      throw Refusal.forbidden("Nobody answers oneself.")
    }
    if try tx.blocks.exists(by: post.authorID, against: sender.actor.id) {
      throw Ignored("The author of what this answers has blocked \(sender.actor.uri).")
    }
  }

  package static func apply(
    _ prepared: Prepared,
    from sender: VerifiedSender,
    in tx: Transaction,
    effects: Effects
  ) throws {
    let (post, need) = try find(prepared, in: tx)
    guard try tx.agreements.find(offer: prepared.activity.id.string) == nil else {
      throw Ignored("That was offered already.")
    }
    let running = try tx.agreements.running(sender.actor.id, on: post.id)
    do {
      let agreement = try begin(prepared, need, post, besides: running, effects, in: tx)
      // Whoever waits may think again: the last word counts.
      for earlier in running { try tx.agreements.remove(earlier.id) }
      let draft = AgreementStore.Draft(
        offer: prepared.activity.id.string,
        on: post,
        need,
        by: sender.actor.id,
        words: prepared.words,
        agreement
      )
      guard let id = try tx.agreements.insert(draft, at: effects.now),
        let entry = try tx.agreements.find(id)
      else { return }
      try NotificationWriter.tell(ofStepIn: entry, by: sender.actor.id, at: effects.now, in: tx)
    } catch let refusal as Refusal {
      guard !sender.isLocal, post.isLocal else { throw refusal }
      try refuse(prepared, post, because: refusal, effects, in: tx)
    }
  }

  /// - Throws: `Refusal` for what is closed, does not fit, or is agreed on already.
  private static func begin(
    _ prepared: Prepared,
    _ need: Need,
    _ post: Post,
    besides running: [AgreementStore.Entry],
    _ effects: Effects,
    in tx: Transaction
  ) throws -> Agreement {
    guard !running.contains(where: { $0.agreement.stage == .accepted }) else {
      throw Refusal.conflict("There is an agreement on it that is not over yet.")
    }
    guard try tx.agreements.countOffered(on: post.id) < AgreementStore.mostOffered else {
      throw Refusal.conflict("\(AgreementStore.mostOffered) others wait for an answer.")
    }
    return try Agreement.begin(prepared.terms, on: need, at: effects.now)
  }

  /// Says no in the author's name to what the rules do not let it accept (FEP-0837).
  private static func refuse(
    _ prepared: Prepared,
    _ post: Post,
    because refusal: Refusal,
    _ effects: Effects,
    in tx: Transaction
  ) throws {
    guard let author = try tx.actors.find(post.authorID) else { return }
    let offer = prepared.activity
    var reject = try effects.services.outgoing.activity(
      .reject,
      by: author,
      object: .id(offer.id),
      at: effects.now
    )
    reject.content = VisibleText.escape(refusal.description)
    reject.audience = AS.Audience(to: [.address(offer.actor)])
    try effects.publish(
      OutgoingActivity(actor: author, activity: reject, audience: .direct),
      in: tx
    )
  }

  private static func find(_ prepared: Prepared, in tx: Transaction) throws -> (Post, Need) {
    guard let post = try tx.posts.find(uri: prepared.need), let need = post.body.need else {
      throw unknown(prepared)
    }
    return (post, need)
  }

  /// What is not there and what is not for the sender are the same.
  private static func unknown(_ prepared: Prepared) -> Ignored {
    Ignored("\(prepared.need) is nothing that can be answered here.")
  }
}
