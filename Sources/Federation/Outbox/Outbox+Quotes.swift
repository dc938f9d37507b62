import ActivityStreams
import Model
import Storage

extension Outbox {
  /// Asks the author of what a post quotes, when it is of another node (FEP-044f).
  func requestQuote(_ post: Post, _ note: AS.Note, by actor: ActorProfile) async throws {
    guard let quote = post.quote, quote.authorization == nil else { return }
    let author = try await services.database.read { tx -> ActorProfile? in
      guard let quoted = try tx.posts.find(uri: quote.quoted), !quoted.isLocal else { return nil }
      return try tx.actors.find(quoted.authorID)
    }
    guard let author else { return }
    try await submit(
      .quoteRequest,
      object: .id(try address(quote.quoted)),
      by: actor,
      audience: .direct,
      addressing: AS.Audience(to: [.address(try address(author.uri))]),
      instrument: AS.Reference(note)
    )
  }

  /// Takes back the consent to a quote of one's own post.
  ///
  /// - Parameters:
  ///   - quoting: The address of the post that quotes.
  ///   - author: Who wrote what is quoted.
  /// - Throws: `Refusal.absent` when that post quotes none of the author's with its consent.
  package func unquote(_ quoting: String, as author: ActorID) async throws {
    let (actor, _) = try await active(author)
    let found = try await services.database.read { tx -> (QuoteStamp, ActorProfile)? in
      guard let stamp = try tx.quotes.stamp(for: quoting, by: actor.id),
        let quoter = try tx.actors.find(stamp.quoter)
      else { return nil }
      return (stamp, quoter)
    }
    guard let (stamp, quoter) = found else { throw Refusal.absent }
    try await submit(
      .delete,
      object: .id(try address(stamp.uri)),
      by: actor,
      audience: .public,
      addressing: AS.Audience(
        .public,
        of: actor,
        addressing: [quoter],
        addresses: services.addresses
      )
    )
  }
}
