import ActivityStreams
import Foundation
import Model
import Storage

/// Where the consent to a quote stands, as far as this node can tell without asking (FEP-044f).
enum QuoteConsent {
  /// Settles what needs no fetch: a quote of oneself, and of a post of this node, for which its
  /// own stamps speak.
  static func settle(_ post: Post, at now: Date, in tx: Transaction) throws {
    guard let quote = try tx.quotes.find(post.id), quote.state == .pending,
      let quoted = try tx.posts.find(uri: quote.quoted)
    else { return }
    if quoted.authorID == post.authorID {
      try tx.quotes.setState(.accepted, of: post.id)
    } else if quoted.isLocal, let stamp = try tx.quotes.stamp(of: quoted.id, for: post.uri),
      // Whoever asked named a post that was not here yet: it must be its own.
      stamp.quoter == post.authorID
    {
      try tx.quotes.set(
        Quotation(quoted: quote.quoted, authorization: stamp.uri, state: .accepted),
        of: post.id
      )
      try NotificationWriter.tell(ofQuoteBy: post, of: quoted, at: now, in: tx)
    }
  }

  /// Takes over the quote that an edited post names; one that is the same keeps its consent.
  static func replace(
    with quote: Quotation?,
    of post: Post,
    at now: Date,
    in tx: Transaction
  ) throws {
    guard let quote else { return try tx.quotes.remove(post.id) }
    if let known = try tx.quotes.find(post.id), known.quoted == quote.quoted,
      known.authorization == quote.authorization
    {
      return
    }
    try tx.quotes.set(quote, of: post.id)
    try settle(post, at: now, in: tx)
  }

  /// The post of this node that awaits an answer, if the one who answers is whom it quotes.
  ///
  /// - Throws: `Refusal.forbidden` when another was asked.
  static func post(
    askedBy request: String,
    of sender: VerifiedSender,
    in tx: Transaction
  ) throws -> (Post, Quotation)? {
    guard let id = try tx.quotes.post(askedBy: request), let post = try tx.posts.find(id),
      let quote = try tx.quotes.find(id)
    else { return nil }
    guard try tx.posts.find(uri: quote.quoted)?.authorID == sender.actor.id else {
      throw Refusal.forbidden("\(sender.actor.uri) was not asked.")
    }
    return (post, quote)
  }

  /// Tells those who have a post of this node that its quote now stands otherwise.
  static func tell(_ post: PostID, _ effects: Effects, in tx: Transaction) throws {
    guard let post = try tx.posts.find(post), post.isLocal,
      let author = try tx.actors.find(post.authorID)
    else { return }
    let services = effects.services
    let note = try AS.Note(
      post,
      by: author,
      addressing: tx.posts.addressees(of: post.id),
      addresses: services.addresses
    )
    var update = try services.outgoing.activity(
      .update,
      by: author,
      object: AS.Reference(note),
      at: effects.now
    )
    update.audience = note.audience
    try effects.publish(
      OutgoingActivity(
        actor: author,
        activity: update,
        audience: post.audience,
        postID: post.id,
        furtherInboxes: tx.reactions.remoteInboxes(of: post.id)
      ),
      in: tx
    )
  }

  /// Ends all quotes that a stamp stood for.
  static func revoke(_ stamp: String, _ effects: Effects, in tx: Transaction) throws {
    for post in try tx.quotes.posts(stampedBy: stamp) {
      try tx.quotes.setState(.revoked, of: post)
      try tell(post, effects, in: tx)
    }
  }

  /// - Throws: `Refusal.forbidden` when the stamp is another's.
  static func requireOwner(_ stamp: String, _ sender: VerifiedSender, in tx: Transaction) throws {
    var quoted = try tx.quotes.stamp(uri: stamp).map { [$0.post] } ?? []
    for post in try tx.quotes.posts(stampedBy: stamp) {
      if let uri = try tx.quotes.find(post)?.quoted, let found = try tx.posts.find(uri: uri) {
        quoted.append(found.id)
      }
    }
    for post in quoted where try tx.posts.find(post)?.authorID != sender.actor.id {
      throw Refusal.forbidden("\(sender.actor.uri) may not revoke \(stamp).")
    }
  }
}
