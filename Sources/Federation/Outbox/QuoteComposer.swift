import ActivityStreams
import Foundation
import Model
import Storage

/// Finds what a draft quotes, and whether its author lets it be quoted.
struct QuoteComposer {
  let services: FederationServices
  let author: ActorProfile

  /// - Throws: `Refusal.forbidden` when the author of what is quoted does not let it, or says
  ///   nothing of it; `Refusal.conflict` for a post that is not for everyone.
  func quotation(of draft: PostDraft, for audience: Model.Audience) async throws -> Quotation? {
    guard let address = draft.quote else { return nil }
    guard let id = AS.IRI(address) else {
      throw Refusal.malformed("‘\(address)’ is no address of a post.")
    }
    let uri = try await services.posts.post(id).uri
    let (post, verdict) = try await services.database.read { tx in
      guard let found = try tx.posts.readable(uri: uri, by: .member(author.id)) else {
        throw Refusal.absent
      }
      let verdict = try InteractionGate.verdict(.quote, of: found.post, for: author, in: tx)
      return (found.post, verdict)
    }
    // Whoever is asked sees the quoting post, and whoever reads it sees what it quotes.
    guard post.audience == .public, audience == .public else {
      throw Refusal.conflict(
        "Only a post for everyone can be quoted, and only in one for everyone."
      )
    }
    switch verdict {
    case .automatic, .manual: break
    case .never: throw Refusal.forbidden("The author of \(uri) does not let you quote it.")
    case nil:
      throw Refusal.forbidden(
        "The author of \(uri) does not say that it may be quoted; put its address into the text."
      )
    }
    let isOthersHere = post.isLocal && post.authorID != author.id
    let stamp =
      isOthersHere ? services.addresses.stamp(services.numbers.next(at: services.now())) : nil
    return Quotation(quoted: uri, authorization: stamp?.string)
  }

  /// What those see who do not show quotes (FEP-044f).
  static func fallback(_ quote: Quotation) -> String {
    let address = VisibleText.escape(quote.quoted)
    return "<p class=\"quote-inline\">RE: <a href=\"\(address)\">\(address)</a></p>"
  }
}
