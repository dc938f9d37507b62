import ActivityStreams
import Foundation
import Model
import Storage

/// Finds posts: in the database, and if they are not there, at their own origin.
package struct PostResolver: Sendable {
  let services: FederationServices

  /// The post with an id.
  ///
  /// - Parameters:
  ///   - id: The post.
  ///   - group: The group that passes it on; then what is for a closed group may be had, too.
  /// - Returns: The post.
  /// - Throws: `Refusal` when there is none, or none that this node may have.
  package func post(_ id: AS.IRI, in group: ActorProfile? = nil) async throws -> Post {
    if let known = try await services.database.read({ try $0.posts.find(uri: id.string) }) {
      return known
    }
    guard !services.addresses.isOwn(id.string) else { throw Refusal.absent }
    guard passage(of: id) < .refused else {
      throw Refusal.againstPolicy("This node takes no posts from \(id.origin).")
    }
    return try await keep(try await note(at: id), in: group)
  }

  /// What this node's peerings say of posts of an address's node.
  func passage(of id: AS.IRI) -> FlowDecision.Passage {
    services.flows.decision(about: id.origin.authority, .in, [.posts]).passage
  }

  /// Keeps the post that a document is, which its own origin gave.
  func keep(_ document: FetchedDocument, in group: ActorProfile? = nil) async throws -> Post {
    try await keep(try Self.note(in: document), in: group)
  }

  /// A post as its own origin tells it, with the proof of that.
  struct ProvenNote: Sendable {
    let note: AS.Note
    let proof: OriginProof

    /// - Throws: `Refusal.foreignOrigin` when who vouches, or the author, is of another origin.
    init(_ note: AS.Note, vouchedBy voucher: String) throws(Refusal) {
      guard note.attributedTo.origin == note.id.origin else {
        throw .foreignOrigin(id: note.id.string, voucher: note.attributedTo.string)
      }
      self.note = note
      proof = try OriginProof(of: note.id.string, vouchedBy: voucher)
    }
  }

  /// Fetches what a post's own origin says of it.
  func note(at id: AS.IRI) async throws -> ProvenNote {
    let (document, _) = try await services.documents.object(at: id)
    return try Self.note(in: document)
  }

  private static func note(in document: FetchedDocument) throws -> ProvenNote {
    do {
      return try ProvenNote(try AS.Note(json: document.json), vouchedBy: document.finalURL)
    } catch let flaw as AS.Malformed {
      throw Refusal.malformed("\(document.finalURL) is no post: \(flaw).")
    }
  }

  /// Keeps a post of another node that is for everyone; it enters no timeline.
  ///
  /// - Throws: `Refusal.absent` for one that is not for everyone, or whose author may not be shown.
  func keep(_ proven: ProvenNote, in group: ActorProfile? = nil) async throws -> Post {
    let author = try await services.actors.actor(proven.note.attributedTo)
    guard author.isActive else { throw Refusal.absent }
    return try await store(proven.note, by: author, proof: proven.proof, in: group)
  }

  /// Keeps a post of an author of whom it is proven that it wrote it.
  func store(
    _ note: AS.Note,
    by author: ActorProfile,
    proof: OriginProof,
    in group: ActorProfile? = nil
  ) async throws -> Post {
    let audience = Audience(note, followersOfAuthor: author.endpoints.followers)
    // The origin showed it to this node, not to its members: only what is for everyone is kept, or
    // what a closed group passes on to those who are in it.
    let isForGroup =
      group.map { group in
        group.traits.approvesFollowers
          && note.audience.addresses.contains { $0.string == group.uri }
      } ?? false
    guard audience == .public || (audience == .direct && isForGroup) else { throw Refusal.absent }
    let now = services.now()
    let id = PostID(rawValue: services.numbers.next(at: now))
    let post = services.flows.received(
      Post(note, by: author, as: id, for: audience, at: now),
      by: author
    )
    let addresses = note.audience.addresses.map(\.string)
    let own = services.addresses
    return try await services.database.write { tx in
      let addressees = try addresses.compactMap { try tx.actors.find(uri: $0)?.id }
      let placed = try post.placed(in: tx, own)
      if try tx.posts.insertRemote(placed, addressees: addressees, proof: proof) {
        try tx.posts.placeAnswers(to: placed)
      }
      guard let stored = try tx.posts.find(uri: post.uri) else { throw Refusal.absent }
      return stored
    }
  }
}

extension Post {
  /// The post in the conversation in which it may stand.
  ///
  /// A conversation of this node is what answers in it, not what claims to (FEP-7888: the owner
  /// decides what belongs to it).
  func placed(in tx: Transaction, _ addresses: Addresses) throws -> Post {
    guard !isLocal else { return self }
    let parent = try thread.inReplyTo.flatMap(tx.posts.find(uri:))
    var post = self
    // Members of a territory are believed, since their posts come in no order.
    if let claimed = thread.conversation, addresses.isOwn(claimed), audience != .territory {
      post.thread.conversation = parent?.thread.conversation
    } else if thread.conversation == nil || parent?.isLocal == true {
      // Who answers here without saying where stands where the post stands that is answered (FEP-f228).
      post.thread.conversation = parent?.thread.conversation ?? thread.conversation
    }
    return post
  }
}
