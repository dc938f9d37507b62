import ActivityStreams
import Foundation
import Model
import Storage

/// Finds posts: in the database, and if they are not there, at their own origin.
package struct PostResolver: Sendable {
  let services: FederationServices

  /// How many posts up a thread are fetched for one answer, in all and so from one domain.
  private static let ancestors = 8

  /// The post with an id.
  ///
  /// - Throws: `Refusal` when there is none, or none that this node may have.
  package func post(_ id: AS.IRI) async throws -> Post {
    if let known = try await services.database.read({ try $0.posts.find(uri: id.string) }) {
      return known
    }
    return try await fetch(id)
  }

  /// Fetches a post that was answered, and what that answers, as far as can be had.
  ///
  /// A missing parent is no reason to refuse a reply, so failures end the walk silently.
  func fetchThread(from post: AS.IRI) async {
    var next: AS.IRI? = post
    var allowance = WalkAllowance(total: Self.ancestors, perDomain: Self.ancestors)
    while let id = next, !services.addresses.isOwn(id.string) {
      let isKnown = try? await services.database.read { try $0.posts.isKnown(uri: id.string) }
      // What is reviewed does not come in by a side door.
      guard isKnown == false, passage(of: id) == .open,
        (try? allowance.spend(on: id.string)) != nil,
        let post = try? await fetch(id)
      else { return }
      next = post.thread.inReplyTo.flatMap(AS.IRI.init)
    }
  }

  private func passage(of id: AS.IRI) -> FlowDecision.Passage {
    services.flows.decision(about: id.origin.authority, .in, [.posts]).passage
  }

  private func fetch(_ id: AS.IRI) async throws -> Post {
    guard !services.addresses.isOwn(id.string) else { throw Refusal.absent }
    guard passage(of: id) < .refused else {
      throw Refusal.againstPolicy("This node takes no posts from \(id.origin).")
    }
    let (document, proof) = try await services.documents.object(at: id)
    let note: AS.Note
    do {
      note = try AS.Note(json: document.json)
    } catch {
      throw Refusal.malformed("\(id) is no post: \(error).")
    }
    guard note.attributedTo.origin == note.id.origin else {
      throw Refusal.foreignOrigin(id: note.id.string, voucher: note.attributedTo.string)
    }
    let author = try await services.actors.actor(note.attributedTo)
    guard author.isActive else { throw Refusal.absent }
    return try await store(note, by: author, proof: proof)
  }

  private func store(
    _ note: AS.Note,
    by author: ActorProfile,
    proof: OriginProof
  ) async throws
    -> Post
  {
    let audience = Audience(note, followersOfAuthor: author.endpoints.followers)
    // The origin showed it to this node, not to its members: only what is for everyone is kept.
    guard audience == .public else { throw Refusal.absent }
    let now = services.now()
    let id = PostID(rawValue: services.numbers.next(at: now))
    let post = services.flows.received(
      Post(note, by: author, as: id, for: audience, at: now),
      by: author
    )
    let addresses = note.audience.addresses.map(\.string)
    return try await services.database.write { tx in
      let addressees = try addresses.compactMap { try tx.actors.find(uri: $0)?.id }
      _ = try tx.posts.insertRemote(post, addressees: addressees, proof: proof)
      guard let stored = try tx.posts.find(uri: post.uri) else { throw Refusal.absent }
      return stored
    }
  }
}
